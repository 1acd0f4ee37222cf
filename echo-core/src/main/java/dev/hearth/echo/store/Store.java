package dev.hearth.echo.store;

/**
 * Ordered pairs of key and value with atomic batches. Thread-safe. Every method throws a HearthException:
 * STORAGE_FAILED, STORAGE_CORRUPT or DISK_FULL for what the disk does, CLOSED after {@link #close()}.
 */
public interface Store extends StoreReader, AutoCloseable {
    /**
     * Makes all writes of {@code batch} visible at once. When this returns, the end of the process does not undo them;
     * after {@link #flush()} the loss of power does not either.
     */
    void write(StoreBatch batch);

    /** Makes what was written before durable. */
    void flush();

    /**
     * Gives back the room of what was deleted before, as far as the store has a way to do so at once; may take long,
     * while others read and write.
     */
    default void compact() {}

    /** Returns about how many bytes of disk the store takes; 0 for one that takes none. */
    default long diskBytes() {
        return 0;
    }

    /** Returns the state as it is now. */
    StoreSnapshot snapshot();

    /** Flushes and frees; safe to call twice. */
    @Override
    void close();
}
