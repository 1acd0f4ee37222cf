package dev.hearth.echo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreSnapshot;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Counts how often objects are read, and refuses writes from one on, as if the process had been killed before it. */
final class WatchedStore implements Store {
    private final Store inner;
    int writesLeft = Integer.MAX_VALUE;
    int objectsRead;

    WatchedStore(Store inner) {
        this.inner = inner;
    }

    @Override
    public void write(StoreBatch batch) {
        if (writesLeft-- <= 0) {
            throw new HearthException(ErrorCode.STORAGE_FAILED);
        }
        inner.write(batch);
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        objectsRead += family == Family.OBJECT ? 1 : 0;
        return inner.get(family, key);
    }

    @Override
    public void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
        inner.scan(family, prefix, from, visitor);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public StoreSnapshot snapshot() {
        return inner.snapshot();
    }

    @Override
    public void close() {
        inner.close();
    }
}
