package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ids of objects that were purged before the base: nothing else is left of them, and they never come back. Ids that
 * were made one after the other are neighbours, so those that differ in their last byte alone share a row of 256 bits.
 * Used under the database's lock.
 */
final class Graves {
    private static final int ROW = 32;

    private final Store store;
    private final Keyspace keys;
    private final Map<byte[], byte[]> added = new TreeMap<>(Arrays::compareUnsigned);
    private boolean any;

    Graves(Store store, Keyspace keys) {
        this.store = store;
        this.keys = keys;
        store.scan(Family.GRAVE, keys.all(), (key, row) -> {
            any = true;
            return false;
        });
    }

    /** Returns whether an id is used up. */
    boolean contains(ObjectId object) {
        if (!any) {
            return false;
        }
        int last = last(object);
        return store.get(Family.GRAVE, keys.graves(object))
                .filter(row -> (row[last >>> 3] & 1 << (last & 7)) != 0)
                .isPresent();
    }

    private static int last(ObjectId object) {
        return object.value().at(ObjectId.SIZE - 1) & 0xFF;
    }

    /** Adds an id; the next {@link #write} keeps it. */
    void add(ObjectId object) {
        any = true;
        int last = last(object);
        byte[] row = added.computeIfAbsent(
                keys.graves(object),
                key -> store.get(Family.GRAVE, key).map(byte[]::clone).orElseGet(() -> new byte[ROW]));
        row[last >>> 3] |= (byte) (1 << (last & 7));
    }

    /** Adds what is new to the batch that is about to be written. */
    void write(StoreBatch batch) {
        added.forEach((key, row) -> batch.put(Family.GRAVE, key, row));
        added.clear();
    }
}
