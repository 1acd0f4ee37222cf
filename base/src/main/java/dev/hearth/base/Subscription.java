package dev.hearth.base;

/** A handle that ends a listener, a timer or another standing request. Safe to close twice, from any thread. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Ends it; a call that is under way may still finish. */
    @Override
    void close();
}
