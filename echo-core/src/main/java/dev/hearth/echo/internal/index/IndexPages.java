package dev.hearth.echo.internal.index;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The pages of all indexes of a database: read when touched, kept while there is room. What was changed is in memory
 * alone until it is written into the batch that the objects' changes are in. Used under the database's lock.
 */
final class IndexPages {
    private final StoreReader store;
    private final Keyspace keys;
    private final long mostWeight;
    private final LinkedHashMap<Long, IndexPage> loaded = new LinkedHashMap<>(64, 0.75f, true);
    private final Set<Long> changed = new LinkedHashSet<>();
    private long weight;

    IndexPages(StoreReader store, Keyspace keys, long mostWeight) {
        this.store = store;
        this.keys = keys;
        this.mostWeight = mostWeight;
    }

    private static long place(int index, int page) {
        return (long) index << 32 | page;
    }

    /** Returns a page; one that was never written is an empty leaf. */
    IndexPage get(int index, int number) {
        IndexPage known = loaded.get(place(index, number));
        if (known != null) {
            return known;
        }
        IndexPage page = new IndexPage(number, false);
        List<byte[]> slots = new ArrayList<>();
        try {
            byte[] whole = keys.page(index, number);
            List<byte[]> stored = new ArrayList<>();
            store.scan(Family.INDEX, whole, (key, value) -> (key.length == whole.length ? stored : slots).add(value));
            for (byte[] each : stored) {
                page.read(each);
            }
            for (byte[] slot : slots) {
                page.readSlot(slot);
            }
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "index"), e);
        }
        return add(index, page);
    }

    /** Adds a page that is not stored yet. */
    IndexPage add(int index, IndexPage page) {
        loaded.put(place(index, page.number()), page);
        weight += page.weight();
        return page;
    }

    /** Notes that a page was changed, by which it grew. */
    void changed(int index, IndexPage page, int grown) {
        changed.add(place(index, page.number()));
        weight += grown;
    }

    /** Removes a page that holds nothing any more. */
    void free(int index, IndexPage page, StoreBatch batch) {
        long place = place(index, page.number());
        changed.remove(place);
        loaded.remove(place);
        weight -= page.weight();
        deleteAll(keys.page(index, page.number()), batch);
    }

    /** Removes all pages of an index. */
    void drop(int index, StoreBatch batch) {
        forget(index);
        deleteAll(keys.index(index), batch);
    }

    private static void deleteAll(byte[] prefix, StoreBatch batch) {
        byte[] end = dev.hearth.echo.internal.query.ValueOrder.after(prefix);
        batch.deleteRange(Family.INDEX, prefix, Objects.requireNonNull(end)); // it ends with a number from 0 on
    }

    private void forget(int index) {
        loaded.entrySet().removeIf(entry -> {
            boolean gone = (int) (entry.getKey() >> 32) == index;
            weight -= gone ? entry.getValue().weight() : 0;
            return gone;
        });
        changed.removeIf(place -> (int) (place >> 32) == index);
    }

    /** Writes what was changed. */
    void write(StoreBatch batch) {
        for (long place : changed) {
            IndexPage page = Objects.requireNonNull(loaded.get(place)); // which stays until it is written
            page.write(keys, (int) (place >> 32), batch);
        }
        changed.clear();
    }

    /** Forgets everything, so that it is read anew. */
    void forget() {
        loaded.clear();
        changed.clear();
        weight = 0;
    }

    /** Forgets pages not used for long while there are too many; none of those that are not written yet. */
    void trim() {
        Iterator<Map.Entry<Long, IndexPage>> eldest = loaded.entrySet().iterator();
        while (weight > mostWeight && loaded.size() > 1 && eldest.hasNext()) {
            Map.Entry<Long, IndexPage> entry = eldest.next();
            if (!changed.contains(entry.getKey())) {
                weight -= entry.getValue().weight();
                eldest.remove();
            }
        }
    }
}
