package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which objects there are of each type. Beside the types it lists, under names that no type has, the objects that were
 * placed in the tree, and of each type those that are deleted: so both are found, and counted, without reading objects.
 * Used under the database's lock.
 */
final class Catalogue {
    private static final int FACT_TYPES = 2;

    /** In front of a type's name it stands for the deleted objects of that type. */
    private static final String DELETED = "\0";

    private final StoreReader store;
    private final Keyspace keys;
    private final Map<String, Integer> numbers = new HashMap<>();

    Catalogue(StoreReader store, Keyspace keys) {
        this.store = store;
        this.keys = keys;
        store.scan(Family.META, keys.fact(FACT_TYPES), (key, name) -> {
            numbers.put(new String(name, StandardCharsets.UTF_8), numbers.size());
            return true;
        });
    }

    /** Notes that an object was read: what it is by now was listed in the batch that made it so. */
    static void known(LiveObject object) {
        object.listedAs(object.type());
        object.listedAsPlaced(isPlaced(object));
        object.listedAsDeleted(object.state().deleted());
    }

    private static boolean isPlaced(LiveObject object) {
        return object.state().kind(ObjectTree.PLACES).isPresent();
    }

    /** Lists an object under what it has become. */
    void list(LiveObject object, StoreBatch batch) {
        String type = object.type();
        if (!type.isEmpty() && !type.equals(object.listedAs())) {
            object.listedAs(type);
            put(object, type, batch);
        }
        if (!object.placed() && isPlaced(object)) {
            object.listedAsPlaced(true);
            put(object, ObjectTree.PLACES, batch);
        }
        boolean deleted = object.state().deleted();
        if (deleted != object.listedAsDeleted() && !object.listedAs().isEmpty()) {
            object.listedAsDeleted(deleted);
            String name = DELETED + object.listedAs();
            if (deleted) {
                put(object, name, batch);
            } else {
                batch.delete(Family.CATALOGUE, keys.typed(number(name, batch), object.id()));
            }
        }
    }

    private void put(LiveObject object, String name, StoreBatch batch) {
        byte[] key = keys.typed(number(name, batch), object.id());
        if (object.isNew() || store.get(Family.CATALOGUE, key).isEmpty()) {
            batch.put(Family.CATALOGUE, key, new byte[0]);
        }
    }

    private int number(String name, StoreBatch batch) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(name, number);
        batch.put(
                Family.META,
                keys.fact(/* number= */ FACT_TYPES, /* type= */ number),
                name.getBytes(StandardCharsets.UTF_8));
        return number;
    }

    /** Returns the names that an object as it is now is to be found under, each alone. */
    static Set<String> names(LiveObject object) {
        Set<String> names = new HashSet<>();
        String type = object.type();
        if (!type.isEmpty()) {
            names.add(type);
            if (object.state().deleted()) {
                names.add(DELETED + type);
            }
        }
        if (isPlaced(object)) {
            names.add(ObjectTree.PLACES);
        }
        return names;
    }

    /** Returns whether an object is listed under a name. */
    boolean lists(String name, ObjectId object) {
        Integer number = numbers.get(name);
        return number != null
                && store.get(Family.CATALOGUE, keys.typed(number, object)).isPresent();
    }

    /** Returns whether an object is listed among the deleted ones of its type. */
    boolean listsAsDeleted(LiveObject object) {
        return lists(DELETED + object.type(), object.id());
    }

    /** Returns whether a name stands for deleted objects. */
    private static boolean isDeletion(String name) {
        return name.startsWith(DELETED);
    }

    /** Writes anew where an object is listed: in every place that it belongs to, and in none for deleted ones else. */
    void relist(LiveObject object, StoreBatch batch) {
        Set<String> names = names(object);
        names.forEach(name -> batch.put(Family.CATALOGUE, keys.typed(number(name, batch), object.id()), new byte[0]));
        for (String name : List.copyOf(numbers.keySet())) {
            if (isDeletion(name)
                    && !names.contains(name)
                    && lists(name, object.id())
                    && !object.state().purged()) {
                batch.delete(Family.CATALOGUE, keys.typed(number(name, batch), object.id()));
            }
        }
        known(object);
    }

    /** Lists an object under a name no more. */
    void unlist(ObjectId object, String name, StoreBatch batch) {
        for (String each : List.of(name, DELETED + name)) {
            Integer number = numbers.get(each);
            if (number != null) {
                batch.delete(Family.CATALOGUE, keys.typed(number, object));
            }
        }
    }

    /** Returns the names of all types of which an object was ever listed. */
    List<String> types() {
        return numbers.keySet().stream()
                .filter(name -> !isDeletion(name) && !name.equals(ObjectTree.PLACES))
                .toList();
    }

    /** Returns where the objects of a type are listed, of which those deleted are counted apart. */
    Counting counting(String type) {
        return new Counting(
                Optional.ofNullable(numbers.get(type)).map(keys::type),
                Optional.ofNullable(numbers.get(DELETED + type)).map(keys::type));
    }

    /** The prefixes of keys whose number is that of the objects of a type, and of those of them that are deleted. */
    record Counting(Optional<byte[]> all, Optional<byte[]> deleted) {
        /** Counts in {@code store}. */
        static long count(StoreReader store, Optional<byte[]> prefix) {
            long[] count = {0};
            prefix.ifPresent(from -> store.keys(Family.CATALOGUE, from, from, key -> {
                count[0]++;
                return true;
            }));
            return count[0];
        }
    }

    /** Returns the objects of a type, deleted ones included, in the order of their ids. */
    List<ObjectId> ofType(String type) {
        return ofType(type, Optional.empty(), Integer.MAX_VALUE);
    }

    /** Returns at most {@code count} objects of a type, deleted ones included, that come after one. */
    List<ObjectId> ofType(String type, Optional<ObjectId> after, int count) {
        Integer number = numbers.get(type);
        List<ObjectId> ids = new ArrayList<>();
        if (number != null) {
            byte[] from = after.map(id -> keys.typed(number, id)).orElse(keys.type(number));
            store.keys(Family.CATALOGUE, keys.type(number), from, key -> {
                ObjectId id = object(key);
                if (!after.equals(Optional.of(id))) {
                    ids.add(id);
                }
                return ids.size() < count;
            });
        }
        return ids;
    }

    /** Returns the object that ends a key. */
    static ObjectId object(byte[] key) {
        return new ObjectId(Bytes.of(key, key.length - ObjectId.SIZE, key.length));
    }
}
