package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseStats;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.index.IndexRegistry;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a space: loaded when touched, kept while there is room, and packed but for a few. What is in memory is
 * always in the store too, as a snapshot and the changes since, so forgetting an object costs nothing but reading it
 * again. Used under the database's lock.
 */
final class Objects {
    private static final int TAIL_LEAST = 64;
    /** So many objects, those read or changed last, are kept as changes need them; the others are packed. */
    private static final int MOST_UNPACKED = 256;
    /** The part of the objects' room that the pages of indexes may take beside it. */
    private static final int INDEX_SHARE = 4;

    private final Store store;
    private final Keyspace keys;
    private final Actors actors;
    private final StoredObjects stored;
    private final Histories histories;
    private final Inherited inherited;
    private final IndexRegistry indexes;
    private final Graves graves;
    private final long mostWeight;
    private final LinkedHashMap<ObjectId, LiveObject> loaded = new LinkedHashMap<>(64, 0.75f, true);
    private final LinkedHashSet<LiveObject> unpacked = new LinkedHashSet<>();
    private final Catalogue catalogue;
    private @Nullable LiveObject recent; // the last one in loaded
    private @Nullable LiveObject newest; // the last one in unpacked
    private long weight;
    private long begun;

    Objects(Store store, Keyspace keys, SpaceId space, Actors actors, long mostWeight, Inherited inherited) {
        this.inherited = inherited;
        this.store = store;
        this.keys = keys;
        this.actors = actors;
        this.histories = new Histories(store, keys, actors);
        this.graves = new Graves(store, keys);
        this.stored = new StoredObjects(store, keys, actors, graves, inherited);
        this.mostWeight = mostWeight;
        this.indexes = new IndexRegistry(store, keys, space, mostWeight / INDEX_SHARE);
        this.catalogue = new Catalogue(store, keys);
    }

    /** Returns an object; one that nothing is known of has an empty state. */
    LiveObject get(ObjectId id) {
        LiveObject last = recent;
        if (last != null && last.id().equals(id)) {
            return last;
        }
        LiveObject known = loaded.get(id);
        if (known == null) {
            return keep(stored.read(id));
        }
        recent = known;
        return known;
    }

    private LiveObject keep(LiveObject object) {
        loaded.put(object.id(), object);
        recent = object;
        used(object);
        return object;
    }

    /** Begins an object whose id was drawn just now, so that the store has nothing of it. */
    LiveObject begin(ObjectId id) {
        return keep(new LiveObject(id, new ObjectState(actors)));
    }

    private void used(LiveObject object) {
        weight += object.weigh();
        if (object != newest) {
            unpacked.remove(object);
            unpacked.add(object);
            newest = object;
        }
    }

    /** Forgets everything, so that whoever keeps a handle of a database that is closed keeps no content of it. */
    void clear() {
        loaded.clear();
        unpacked.clear();
        recent = null;
        newest = null;
        weight = 0;
        indexes.clear();
    }

    IndexRegistry indexes() {
        return indexes;
    }

    /** Returns what an object contributes to indexes as it is now. */
    IndexRegistry.Entries entries(LiveObject object) {
        return object.shown()
                ? indexes.entries(object.type(), object.id(), object.state())
                : IndexRegistry.Entries.NONE;
    }

    /** Writes what an object contributes to indexes now; {@code before} is what it did before it was changed. */
    void index(LiveObject object, IndexRegistry.Entries before, StoreBatch batch) {
        indexes.replace(before, entries(object), batch);
    }

    /** Writes a batch, and with it what it changes in indexes. */
    void commit(StoreBatch batch) {
        indexes.write(batch);
        graves.write(batch);
        store.write(batch);
        indexes.written();
    }

    /** Writes a change that {@code object}'s state has taken in already. */
    void append(LiveObject object, LoggedChange change, StoreBatch batch) {
        byte[] entry = Histories.encode(change);
        long index = object.appended(entry.length);
        begun += object.isNew() ? 1 : 0;
        batch.put(Family.TAIL, keys.tail(object.id(), index), entry);
        if (object.isInherited() || object.outgrown(TAIL_LEAST)) {
            save(object, batch);
        }
        used(object);
        catalogue.list(object, batch);
    }

    /**
     * The snapshot starts with the place in the tail from which changes are not in it. Those that the snapshot before
     * had passed already go into the object's history, and the snapshot itself where it is the beginning of that.
     */
    private void save(LiveObject object, StoreBatch batch) {
        byte[] snapshot = new Snapshot(false, object.tailEnd(), object.state().save()).encode();
        if (object.isBase()) {
            store.get(Family.OBJECT, keys.object(object.id()))
                    .map(Snapshot::decode)
                    .ifPresent(first -> batch.put(Family.HISTORY, keys.base(object.id()), first.state()));
        }
        batch.put(Family.OBJECT, keys.object(object.id()), snapshot);
        histories.seal(object.id(), object.snapshotAt(), batch);
        object.saved(snapshot.length);
    }

    /** Returns how many objects have begun in this database since it was opened, with a change of whomever. */
    long begun() {
        return begun;
    }

    /** Returns which ids are used up. */
    Graves graves() {
        return graves;
    }

    /** Returns at most {@code count} objects, after one, that have been changed since the base or have a history. */
    List<ObjectId> changed(Optional<ObjectId> after, int count) {
        List<ObjectId> ids = new ArrayList<>();
        byte[] from = after.map(id -> keys.tail(id, -1)).orElse(keys.all());
        store.scan(Family.TAIL, keys.all(), from, (key, value) -> {
            ObjectId id = new ObjectId(Bytes.of(key, key.length - ObjectId.SIZE - Long.BYTES, key.length - Long.BYTES));
            if (ids.isEmpty() || !ids.get(ids.size() - 1).equals(id)) {
                ids.add(id);
            }
            return ids.size() <= count;
        });
        return ids.size() > count ? ids.subList(0, count) : ids;
    }

    /**
     * Lets an object begin with {@code state}, which has what it was at the base: what came before goes. {@code later}
     * are its changes since, in their order.
     */
    void rebase(LiveObject object, ObjectState state, List<LoggedChange> later, StoreBatch batch) {
        dropChanges(object.id(), batch);
        long place = object.tailEnd();
        batch.put(Family.OBJECT, keys.object(object.id()), new Snapshot(true, place, state.save()).encode());
        for (LoggedChange change : later) {
            batch.put(Family.TAIL, keys.tail(object.id(), place++), Histories.encode(change));
        }
        forget(object.id());
    }

    /** Drops all of a purged object but that its id is used up. */
    void bury(LiveObject object, StoreBatch batch) {
        dropChanges(object.id(), batch);
        batch.delete(Family.OBJECT, keys.object(object.id()));
        for (Scalar type : object.state().former(LiveObject.TYPE)) {
            if (type instanceof Scalar.Str name) {
                catalogue.unlist(object.id(), name.value(), batch);
            }
        }
        catalogue.unlist(object.id(), ObjectTree.PLACES, batch);
        graves.add(object.id());
        forget(object.id());
    }

    /** An object whose first change is still in its tail has nothing in its history. */
    private void dropChanges(ObjectId object, StoreBatch batch) {
        boolean[] hasHistory = {true};
        store.scan(Family.TAIL, keys.object(object), (key, value) -> {
            hasHistory[0] &= Keyspace.number(key) > 0;
            batch.delete(Family.TAIL, key);
            return true;
        });
        if (hasHistory[0]) {
            store.scan(Family.HISTORY, keys.object(object), (key, value) -> {
                batch.delete(Family.HISTORY, key);
                return true;
            });
        }
    }

    /** Returns at most {@code count} objects, after one, of which anything is known. */
    List<ObjectId> known(Optional<ObjectId> after, int count) {
        TreeSet<ObjectId> ids = new TreeSet<>(changed(after, count));
        byte[] from = after.map(id -> keys.tail(id, 0)).orElse(keys.all());
        int[] left = {count};
        store.scan(Family.OBJECT, keys.all(), from, (key, value) -> {
            ids.add(new ObjectId(Bytes.of(key, key.length - ObjectId.SIZE, key.length)));
            return --left[0] > 0;
        });
        return ids.stream().limit(count).toList();
    }

    /** Drops everything of all objects, but for the names of types. */
    void wipe(StoreBatch batch) {
        for (Family family : List.of(Family.OBJECT, Family.TAIL, Family.HISTORY, Family.CATALOGUE, Family.GRAVE)) {
            batch.deleteRange(family, keys.all(), keys.end());
        }
        indexes.restart(batch);
        forgetAll();
    }

    /** Forgets all that is in memory. */
    void forgetAll() {
        loaded.clear();
        unpacked.clear();
        recent = null;
        newest = null;
        weight = 0;
        graves.reload();
        indexes.reload();
    }

    /** Takes an object as it was at the base. */
    void takeOver(ObjectId id, byte[] state, StoreBatch batch) throws ChangeException {
        LiveObject object = new LiveObject(id, ObjectState.load(state, actors));
        batch.put(Family.OBJECT, keys.object(id), new Snapshot(true, 1, state).encode());
        catalogue.list(object, batch);
    }

    /** Reads all changes of an object; none of an object that is not here. */
    ChangeLog history(ObjectId id) {
        ChangeLog own = histories.read(id);
        Optional<ChangeLog> before = inherited.history(id);
        before.ifPresent(log -> own.changes().forEach(log::add));
        return before.orElse(own);
    }

    /** Returns the Lamport time of an object's newest change, 0 when it has none. */
    long newest(ObjectId id) {
        return histories.newest(id);
    }

    /** Returns whether the store has anything of an object. */
    boolean has(ObjectId id) {
        return stored.has(id);
    }

    /** Reads what an object was at the base; null when it began later. */
    byte @Nullable [] base(ObjectId id) {
        return histories.base(id);
    }

    /**
     * Writes an object as all its changes give it, in place of whatever was stored, and returns it. Indexes are left as
     * they are.
     */
    LiveObject rebuild(ObjectId id, ChangeLog log, byte @Nullable [] base, StoreBatch batch) throws ChangeException {
        LiveObject object = new LiveObject(id, log.state(Horizon.ALL));
        histories.replace(id, log, base, batch);
        byte[] key = keys.object(id);
        if (log.changes().isEmpty() && base == null) {
            batch.delete(Family.OBJECT, key);
        } else {
            boolean isBase = log.changes().isEmpty();
            byte[] state = object.state().save();
            batch.put(Family.OBJECT, key, new Snapshot(isBase, log.changes().size(), state).encode());
        }
        forget(id);
        catalogue.relist(object, batch);
        return object;
    }

    /** Returns which objects there are. */
    Catalogue catalogue() {
        return catalogue;
    }

    /** Returns the objects of a type, deleted ones included, in the order of their ids. */
    List<ObjectId> ofType(String type) {
        return catalogue.ofType(type);
    }

    /** Returns at most {@code count} objects of a type, deleted ones included, that come after one. */
    List<ObjectId> ofType(String type, Optional<ObjectId> after, int count) {
        List<ObjectId> own = catalogue.ofType(type, after, count);
        List<ObjectId> before = inherited.ofType(type, after, count);
        if (before.isEmpty()) {
            return own;
        }
        TreeSet<ObjectId> all = new TreeSet<>(own);
        all.addAll(before);
        return all.stream().limit(count).toList();
    }

    /** Returns what is kept in memory. */
    DatabaseStats.Cache cache() {
        return new DatabaseStats.Cache(loaded.size(), weight, mostWeight);
    }

    /** Forgets what is in memory of an object, so that it is read anew: the undoing of an uncommitted change. */
    void forget(ObjectId id) {
        LiveObject gone = loaded.remove(id);
        if (gone != null) {
            weight -= gone.weight();
            unpacked.remove(gone);
        }
        recent = null;
        newest = null;
    }

    /** Packs objects that were not changed for long, and forgets those not used for long, while there are too many. */
    void trim() {
        Iterator<LiveObject> unchanged = unpacked.iterator();
        while (unpacked.size() > MOST_UNPACKED) {
            LiveObject object = unchanged.next();
            unchanged.remove();
            object.state().pack();
            weight += object.weigh();
        }
        Iterator<LiveObject> eldest = loaded.values().iterator();
        while (weight > mostWeight && loaded.size() > 1 && eldest.hasNext()) {
            LiveObject object = eldest.next();
            eldest.remove();
            weight -= object.weight();
            unpacked.remove(object);
        }
        indexes.trim();
    }
}
