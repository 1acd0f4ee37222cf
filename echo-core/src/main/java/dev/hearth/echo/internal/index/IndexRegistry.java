package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The indexes of one database. What an object contributed before a change is taken from its state before the change, so
 * nothing is stored for that, and what it contributes now is written into the batch that the change is in. Used under
 * the database's lock.
 */
public final class IndexRegistry {
    private static final int FACT_INDEXES = 3;

    private final StoreReader store;
    private final Keyspace space;
    private final SpaceId id;
    private final IndexPages pages;
    private final Map<Integer, StoredIndex> indexes = new TreeMap<>();
    private final Map<String, List<StoredIndex>> byType = new HashMap<>();
    private boolean unwritten;

    /** Reads which indexes there are. */
    public IndexRegistry(StoreReader store, Keyspace space, SpaceId id, long mostWeight) {
        this.store = store;
        this.space = space;
        this.id = id;
        this.pages = new IndexPages(store, space, mostWeight);
        load();
    }

    private void load() {
        indexes.clear();
        byType.clear();
        List<byte[][]> records = new ArrayList<>();
        store.scan(Family.META, space.fact(FACT_INDEXES), (key, value) -> records.add(new byte[][] {key, value}));
        for (byte[][] record : records) {
            try {
                byte[] key = record[0];
                int number = new ByteReader(key, key.length - 4, key.length).u32();
                ByteReader in = new ByteReader(record[1]);
                StoredIndex index = add(number, IndexShape.read(in));
                index.readRest(in);
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "index"), e);
            }
        }
    }

    private StoredIndex add(int number, IndexShape shape) {
        StoredIndex index = new StoredIndex(number, shape, new IndexTree(store, pages, space, number));
        indexes.put(number, index);
        byType.computeIfAbsent(shape.type(), type -> new ArrayList<>()).add(index);
        return index;
    }

    /** Returns all indexes, in the order in which they were declared. */
    public List<StoredIndex> all() {
        return List.copyOf(indexes.values());
    }

    /** Returns the indexes of the objects of a type. */
    public List<StoredIndex> of(String type) {
        return byType.getOrDefault(type, List.of());
    }

    /** The keys of one object, by the number of the index. */
    public record Entries(Map<Integer, List<byte[]>> keys) {
        /** Those of an object that no index holds. */
        public static final Entries NONE = new Entries(Map.of());
    }

    /** Returns what an object that is shown contributes. */
    public Entries entries(String type, ObjectId object, ObjectState state) {
        List<StoredIndex> concerned = of(type);
        if (concerned.isEmpty()) {
            return Entries.NONE;
        }
        Map<Integer, List<byte[]>> keys = new HashMap<>();
        for (StoredIndex index : concerned) {
            if (index.covers(object)) {
                keys.put(index.number(), index.shape().keys(object, state, id));
            }
        }
        return new Entries(keys);
    }

    /** Takes out what an object contributed and puts in what it contributes now. */
    public void replace(Entries before, Entries after, StoreBatch batch) {
        before.keys().forEach((number, keys) -> {
            List<byte[]> now = after.keys().getOrDefault(number, List.of());
            missing(keys, now).forEach(key -> tree(number).ifPresent(tree -> tree.remove(key, batch)));
        });
        after.keys().forEach((number, keys) -> {
            List<byte[]> then = before.keys().getOrDefault(number, List.of());
            missing(keys, then).forEach(key -> tree(number).ifPresent(tree -> tree.insert(key)));
        });
    }

    private static List<byte[]> missing(List<byte[]> these, List<byte[]> those) {
        Set<byte[]> known = new TreeSet<>(Arrays::compareUnsigned);
        known.addAll(those);
        return these.stream().filter(key -> !known.contains(key)).toList();
    }

    /** Returns the tree that is about to be changed; none of an index that was dropped since the change began. */
    private Optional<IndexTree> tree(int number) {
        unwritten = true;
        return Optional.ofNullable(indexes.get(number)).map(StoredIndex::tree);
    }

    /**
     * Notes that {@code origin} declares these indexes of a type and no others: new ones are to be built, those that
     * nobody declares any more are dropped.
     */
    public void declare(String origin, String type, List<IndexShape> shapes, StoreBatch batch) {
        for (StoredIndex index : List.copyOf(of(type))) {
            if (index.isNoneOf(shapes) && index.origins().remove(origin)) {
                if (index.origins().isEmpty()) {
                    drop(index, batch);
                } else {
                    save(index, batch);
                }
            }
        }
        for (IndexShape shape : shapes) {
            StoredIndex index = find(shape).orElseGet(() -> add(unused(), shape));
            if (index.origins().add(origin)) {
                save(index, batch);
            }
        }
    }

    /** Returns the index of a shape. */
    public Optional<StoredIndex> find(IndexShape shape) {
        return of(shape.type()).stream()
                .filter(index -> index.shape().equals(shape))
                .findFirst();
    }

    private int unused() {
        return indexes.isEmpty() ? 1 : new TreeSet<>(indexes.keySet()).last() + 1;
    }

    private void save(StoredIndex index, StoreBatch batch) {
        unwritten = true;
        batch.put(Family.META, space.fact(FACT_INDEXES, index.number()), index.record());
    }

    private void drop(StoredIndex index, StoreBatch batch) {
        unwritten = true;
        indexes.remove(index.number());
        of(index.shape().type()).remove(index);
        pages.drop(index.number(), batch);
        batch.delete(Family.META, space.fact(FACT_INDEXES, index.number()));
    }

    /** Empties an index, so that it is built anew. */
    public void rebuild(int number, StoreBatch batch) {
        StoredIndex index = indexes.get(number);
        if (index != null) {
            pages.drop(number, batch);
            index.tree().forget();
            index.restart();
            save(index, batch);
        }
    }

    /** Returns indexes that are not built yet, of one type and built up to the same object. */
    public List<StoredIndex> unbuilt() {
        Optional<StoredIndex> first =
                indexes.values().stream().filter(index -> !index.ready()).findFirst();
        return first.map(one -> of(one.shape().type()).stream()
                        .filter(index -> !index.ready() && index.built().equals(one.built()))
                        .toList())
                .orElse(List.of());
    }

    /** Takes an object into an index that is being built. */
    public void take(StoredIndex index, ObjectId object, ObjectState state) {
        unwritten = true;
        index.shape().keys(object, state, id).forEach(index.tree()::insert);
    }

    /** Notes how far the building of an index is. */
    public void reached(StoredIndex index, Optional<ObjectId> last, boolean all, StoreBatch batch) {
        index.reached(last, all);
        save(index, batch);
    }

    /** Drops what all indexes hold, so that they are built anew; once that is written, {@link #reload} follows. */
    public void restart(StoreBatch batch) {
        for (StoredIndex index : indexes.values()) {
            pages.drop(index.number(), batch);
            index.restart();
            batch.put(Family.META, space.fact(FACT_INDEXES, index.number()), index.record());
        }
    }

    /** Forgets what is in memory. */
    public void reload() {
        pages.forget();
        load();
    }

    /** Adds what changed to the batch that is about to be written. */
    public void write(StoreBatch batch) {
        if (unwritten) {
            pages.write(batch);
            indexes.values().forEach(index -> index.tree().write(batch));
        }
    }

    /** Notes that the batch was written. */
    public void written() {
        unwritten = false;
    }

    /** Forgets what was changed and not written. */
    public void undo() {
        if (unwritten) {
            unwritten = false;
            pages.forget();
            load();
        }
    }

    /** Forgets all pages. */
    public void clear() {
        pages.forget();
    }

    /** Forgets pages not used for long while there are too many. */
    public void trim() {
        pages.trim();
    }
}
