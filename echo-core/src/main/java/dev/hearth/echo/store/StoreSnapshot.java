package dev.hearth.echo.store;

/** The state of a store at one moment, untouched by later writes. Close it soon: it keeps old values alive. */
public interface StoreSnapshot extends StoreReader, AutoCloseable {
    @Override
    void close();
}
