package dev.hearth.echo.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** A store in memory that notes the batches written to it, and asks a hook before each. */
final class ProbeStore implements Store {
    private final MemoryStore memory = new MemoryStore();
    private final List<StoreBatch> written = new ArrayList<>();
    private Consumer<StoreBatch> before = batch -> {};

    /** Calls {@code hook} before every batch; what it throws fails the write. */
    void before(Consumer<StoreBatch> hook) {
        before = hook;
    }

    List<StoreBatch> written() {
        return written;
    }

    @Override
    public void write(StoreBatch batch) {
        before.accept(batch);
        memory.write(batch);
        written.add(batch);
    }

    @Override
    public void flush() {
        memory.flush();
    }

    @Override
    public StoreSnapshot snapshot() {
        return memory.snapshot();
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        return memory.get(family, key);
    }

    @Override
    public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        memory.scan(family, prefix, from, visitor);
    }

    @Override
    public void close() {
        memory.close();
    }
}
