package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The ids of objects that were purged before the base: nothing else is left of them, and they never come back. Ids that
 * were made one after the other are neighbours, so those that differ in their last byte alone share a row of 256 bits.
 * Used under the database's lock.
 */
final class Graves {
    static final int ROW = 32;
    static final int PREFIX = ObjectId.SIZE - 1;

    private final Store store;
    private final Keyspace keys;
    private final Map<byte[], byte[]> added = new TreeMap<>(Arrays::compareUnsigned);
    private boolean any;

    Graves(Store store, Keyspace keys) {
        this.store = store;
        this.keys = keys;
        reload();
    }

    /** Forgets what is in memory. */
    void reload() {
        added.clear();
        any = false;
        store.scan(Family.GRAVE, keys.all(), (key, row) -> {
            any = true;
            return false;
        });
    }

    /**
     * Visits the rows after one, each under what its ids begin with, until {@code visitor} returns false.
     *
     * @param after what the ids of a row begin with; empty for the first row
     */
    void after(Bytes after, BiPredicate<Bytes, byte[]> visitor) {
        byte[] all = keys.all();
        byte[] from = Bytes.concat(Bytes.of(all), after, after.size() == 0 ? Bytes.EMPTY : Bytes.of((byte) 0))
                .toArray();
        store.scan(Family.GRAVE, all, from, (key, row) -> visitor.test(Bytes.of(key, all.length, key.length), row));
    }

    /** Takes a row over. */
    void takeOver(Bytes prefix, byte[] row, StoreBatch batch) {
        any = true;
        batch.put(Family.GRAVE, Bytes.concat(Bytes.of(keys.all()), prefix).toArray(), row);
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
