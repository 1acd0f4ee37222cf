package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Duplicate;
import dev.hearth.echo.internal.index.IndexKeys;
import dev.hearth.echo.internal.index.IndexShape;
import dev.hearth.echo.internal.index.StoredIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The indexes of which each key is to be of one object, as the classes in use declare them. A local transaction keeps
 * to that; what was so before, because devices wrote without knowing of each other, may stay so, or nobody could mend
 * it. Used under the database's lock.
 */
final class Uniqueness {
    private static final int MOST_UNBUILT = 512;

    private final Core core;
    private final Map<String, Map<String, Set<IndexShape>>> declared = new HashMap<>();

    Uniqueness(Core core) {
        this.core = core;
    }

    /** Declares which indexes of a type are unique, in place of what {@code origin} declared before. */
    void declare(String origin, String type, Set<IndexShape> unique) {
        Map<String, Set<IndexShape>> origins = declared.computeIfAbsent(type, key -> new LinkedHashMap<>());
        origins.put(origin, unique);
        origins.values().removeIf(Set::isEmpty);
        declared.values().removeIf(Map::isEmpty);
    }

    private Set<IndexShape> of(String type) {
        Set<IndexShape> shapes = new LinkedHashSet<>();
        declared.getOrDefault(type, Map.of()).values().forEach(shapes::addAll);
        return shapes;
    }

    /** Returns the keys of an object as it is; it has none where a value is missing. */
    Map<IndexShape, IndexShape.Row> keys(LiveObject object) {
        if (declared.isEmpty() || !object.shown()) {
            return Map.of();
        }
        Map<IndexShape, IndexShape.Row> keys = new HashMap<>();
        for (IndexShape shape : of(object.type())) {
            shape.row(object.state(), core.id()).ifPresent(row -> keys.put(shape, row));
        }
        return keys;
    }

    /** Refuses a transaction that gave an object a key of another; {@code before} is what keys they had. */
    void require(Set<ObjectId> edited, Map<ObjectId, Map<IndexShape, IndexShape.Row>> before) {
        if (declared.isEmpty()) {
            return;
        }
        Map<IndexShape, Map<Bytes, ObjectId>> owners = new HashMap<>();
        List<Runnable> tests = new ArrayList<>();
        for (ObjectId id : edited) {
            keys(core.objects().get(id)).forEach((shape, row) -> {
                Map<Bytes, ObjectId> known = owners.computeIfAbsent(shape, each -> new HashMap<>());
                boolean changed = !row.equals(before.getOrDefault(id, Map.of()).get(shape));
                Optional<ObjectId> other = Optional.ofNullable(known.put(row.exact(), id));
                if (changed) {
                    tests.add(() -> {
                        require(shape, other);
                        require(shape, stored(shape, row, edited));
                    });
                } else if (other.isPresent()) {
                    known.put(row.exact(), other.get());
                    tests.add(() -> requireSame(shape, row, other.get(), before));
                }
            });
        }
        tests.forEach(Runnable::run);
    }

    /** Two edited objects share a key: refused if the one seen first did not have it before. */
    private static void requireSame(
            IndexShape shape,
            IndexShape.Row row,
            ObjectId first,
            Map<ObjectId, Map<IndexShape, IndexShape.Row>> before) {
        if (!row.equals(before.getOrDefault(first, Map.of()).get(shape))) {
            require(shape, Optional.of(first));
        }
    }

    private static void require(IndexShape shape, Optional<ObjectId> other) {
        if (other.isPresent()) {
            throw new HearthException(
                    ErrorCode.DUPLICATE_KEY,
                    Map.of("index", shape.toString(), "object", other.get().toString()));
        }
    }

    /** Returns an object that has a key, of those that the open transaction has not edited. */
    private Optional<ObjectId> stored(IndexShape shape, IndexShape.Row row, Set<ObjectId> edited) {
        Optional<StoredIndex> index = core.objects().indexes().find(shape);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        byte[] place = row.brief().toArray();
        IndexKeys keys = index.get().from(place);
        for (byte[] key = keys.next(); key != null && isAt(key, place); key = keys.next()) {
            ObjectId id = id(key);
            if (!edited.contains(id) && has(shape, row, id)) {
                return Optional.of(id);
            }
        }
        return index.get().ready() ? Optional.empty() : unbuilt(index.get(), row, edited);
    }

    /** Looks at some objects that an index which is being built does not hold yet: for a few objects, at all. */
    private Optional<ObjectId> unbuilt(StoredIndex index, IndexShape.Row row, Set<ObjectId> edited) {
        String type = index.shape().type();
        return core.objects().ofType(type, index.built(), MOST_UNBUILT).stream()
                .filter(id -> !edited.contains(id) && has(index.shape(), row, id))
                .findFirst();
    }

    private boolean has(IndexShape shape, IndexShape.Row row, ObjectId id) {
        LiveObject object = core.objects().get(id);
        return object.shown()
                && object.type().equals(shape.type())
                && shape.row(object.state(), core.id()).equals(Optional.of(row));
    }

    private static ObjectId id(byte[] key) {
        return new ObjectId(Bytes.of(key, key.length - ObjectId.SIZE, key.length));
    }

    private static boolean isAt(byte[] key, byte[] place) {
        return key.length == place.length + ObjectId.SIZE
                && Arrays.equals(key, 0, place.length, place, 0, place.length);
    }

    /** Returns the objects that share a key. Under the lock. */
    List<Duplicate> duplicates() {
        List<Duplicate> all = new ArrayList<>();
        for (String type : declared.keySet()) {
            for (IndexShape shape : of(type)) {
                core.objects().indexes().find(shape).ifPresent(index -> collect(index, all));
            }
        }
        core.trim();
        return all;
    }

    private void collect(StoredIndex index, List<Duplicate> into) {
        byte[] place = {};
        List<ObjectId> group = new ArrayList<>();
        IndexKeys keys = index.from(place);
        for (byte[] key = keys.next(); key != null; key = keys.next()) {
            if (!isAt(key, place)) {
                divide(index.shape(), group, into);
                group.clear();
                place = Arrays.copyOf(key, key.length - ObjectId.SIZE);
            }
            if (!index.shape().isMissing(place)) {
                group.add(id(key));
            }
        }
        divide(index.shape(), group, into);
    }

    /** Keys of an index that are alike may have been cut. */
    private void divide(IndexShape shape, List<ObjectId> alike, List<Duplicate> into) {
        if (alike.size() < 2) {
            return;
        }
        Map<IndexShape.Row, List<ObjectId>> same = new LinkedHashMap<>();
        for (ObjectId id : alike) {
            shape.row(core.objects().get(id).state(), core.id())
                    .ifPresent(row ->
                            same.computeIfAbsent(row, key -> new ArrayList<>()).add(id));
        }
        same.values().stream()
                .filter(objects -> objects.size() > 1)
                .forEach(objects -> into.add(new Duplicate(shape.toString(), objects)));
    }
}
