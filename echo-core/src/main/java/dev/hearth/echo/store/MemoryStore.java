package dev.hearth.echo.store;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;

/**
 * A store that is gone when it is closed: for tests and throw-away clients. Snapshots and scans copy what they read.
 */
public final class MemoryStore implements Store {
    private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** Creates an empty store. */
    public MemoryStore() {
        for (Family family : Family.values()) {
            families.put(family, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(family(family).get(key));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        NavigableMap<byte[], byte[]> range;
        lock.readLock().lock();
        try {
            range = new TreeMap<>(Arrays::compareUnsigned);
            for (Map.Entry<byte[], byte[]> entry :
                    family(family).tailMap(from, true).entrySet()) {
                if (!Keys.startsWith(entry.getKey(), prefix)) {
                    break;
                }
                range.put(entry.getKey(), entry.getValue());
            }
        } finally {
            lock.readLock().unlock();
        }
        visit(range, visitor);
    }

    private static void visit(NavigableMap<byte[], byte[]> range, BiPredicate<byte[], byte[]> visitor) {
        for (Map.Entry<byte[], byte[]> entry : range.entrySet()) {
            if (!visitor.test(entry.getKey(), entry.getValue())) {
                return;
            }
        }
    }

    @Override
    public void write(StoreBatch batch) {
        lock.writeLock().lock();
        try {
            for (StoreBatch.Write write : batch.writes()) {
                apply(write);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void apply(StoreBatch.Write write) {
        if (write instanceof StoreBatch.Put put) {
            family(put.family()).put(put.key(), put.value());
        } else if (write instanceof StoreBatch.Delete delete) {
            family(delete.family()).remove(delete.key());
        } else {
            StoreBatch.DeleteRange range = (StoreBatch.DeleteRange) write;
            family(range.family()).subMap(range.from(), range.to()).clear();
        }
    }

    @Override
    public void flush() {
        open();
    }

    @Override
    public StoreSnapshot snapshot() {
        MemoryStore copy = new MemoryStore();
        lock.readLock().lock();
        try {
            for (Family family : Family.values()) {
                copy.family(family).putAll(family(family));
            }
        } finally {
            lock.readLock().unlock();
        }
        return new Copy(copy);
    }

    @Override
    public void close() {
        closed = true;
    }

    private NavigableMap<byte[], byte[]> family(Family family) {
        open();
        NavigableMap<byte[], byte[]> found = families.get(family);
        if (found == null) {
            throw new IllegalStateException("family: " + family);
        }
        return found;
    }

    private void open() {
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
    }

    private record Copy(MemoryStore store) implements StoreSnapshot {
        @Override
        public Optional<byte[]> get(Family family, byte[] key) {
            return store.get(family, key);
        }

        @Override
        public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
            store.scan(family, prefix, from, visitor);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
