package dev.hearth.client.wallet;

import java.nio.file.Path;

/** A wallet while it serves; closing it closes all connections and takes the socket away. Safe to close twice. */
public interface WalletService extends AutoCloseable {
    /** Returns where its socket is. */
    Path socket();

    @Override
    void close();
}
