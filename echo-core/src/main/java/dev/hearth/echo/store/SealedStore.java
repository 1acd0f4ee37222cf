package dev.hearth.echo.store;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.port.Sealer;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Encrypts the values of another store, each bound to its family and key, but for those that come sealed. Keys stay as
 * they are, because their order counts: they hold numbers, random ids and hashes, never names or content.
 */
public final class SealedStore implements Store {
    private final Store inner;
    private final Sealer sealer;

    /** Wraps {@code inner}, which is closed with this. */
    public SealedStore(Store inner, Sealer sealer) {
        this.inner = inner;
        this.sealer = sealer;
    }

    @Override
    public void write(StoreBatch batch) {
        StoreBatch sealed = new StoreBatch();
        for (StoreBatch.Write write : batch.writes()) {
            if (write instanceof StoreBatch.Put put) {
                sealed.put(put.family(), put.key(), seal(put));
            } else if (write instanceof StoreBatch.Delete delete) {
                sealed.delete(delete.family(), delete.key());
            } else {
                StoreBatch.DeleteRange range = (StoreBatch.DeleteRange) write;
                sealed.deleteRange(range.family(), range.from(), range.to());
            }
        }
        inner.write(sealed);
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        return inner.get(family, key).map(value -> open(family, key, value));
    }

    @Override
    public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        inner.scan(family, prefix, from, (key, value) -> visitor.test(key, open(family, key, value)));
    }

    @Override
    public void keys(Family family, byte[] prefix, byte[] from, Predicate<byte[]> visitor) {
        inner.keys(family, prefix, from, visitor);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public long bytes(Family family) {
        return inner.bytes(family);
    }

    @Override
    public void compact() {
        inner.compact();
    }

    @Override
    public long diskBytes() {
        return inner.diskBytes();
    }

    @Override
    public StoreSnapshot snapshot() {
        return new Opened(inner.snapshot());
    }

    @Override
    public void close() {
        inner.close();
    }

    private byte[] seal(StoreBatch.Put put) {
        return put.family().comesSealed() ? put.value() : sealer.seal(place(put.family(), put.key()), put.value());
    }

    private byte[] open(Family family, byte[] key, byte[] value) {
        if (family.comesSealed()) {
            return value;
        }
        try {
            return sealer.open(place(family, key), value);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("family", family.name()), e);
        }
    }

    private static byte[] place(Family family, byte[] key) {
        byte[] place = new byte[key.length + 1];
        place[0] = (byte) family.number();
        System.arraycopy(key, 0, place, 1, key.length);
        return place;
    }

    /** A snapshot whose values are opened as they are read. */
    private final class Opened implements StoreSnapshot {
        private final StoreSnapshot snapshot;

        Opened(StoreSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public Optional<byte[]> get(Family family, byte[] key) {
            return snapshot.get(family, key).map(value -> open(family, key, value));
        }

        @Override
        public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
            snapshot.scan(family, prefix, from, (key, value) -> visitor.test(key, open(family, key, value)));
        }

        @Override
        public void keys(Family family, byte[] prefix, byte[] from, Predicate<byte[]> visitor) {
            snapshot.keys(family, prefix, from, visitor);
        }

        @Override
        public void close() {
            snapshot.close();
        }
    }
}
