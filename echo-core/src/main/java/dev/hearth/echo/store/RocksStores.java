package dev.hearth.echo.store;

import dev.hearth.echo.internal.rocks.RocksStore;
import java.nio.file.Path;

/** Opens the durable store. */
public final class RocksStores {
    private RocksStores() {}

    /**
     * Opens the RocksDB store in {@code folder}, creating it when there is none. Throws DATA_LOCKED, naming the process
     * that holds it, DISK_FULL, STORAGE_FAILED, STORAGE_CORRUPT, FORMAT_UNKNOWN, NATIVE_UNAVAILABLE.
     */
    public static Store open(Path folder) {
        return RocksStore.open(folder);
    }
}
