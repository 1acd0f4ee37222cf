package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects as they lie in the store: a snapshot, and the changes since in the tail. */
final class StoredObjects {
    private static final List<Family> FAMILIES = List.of(Family.OBJECT, Family.TAIL, Family.HISTORY);

    private final StoreReader store;
    private final Keyspace keys;
    private final Actors actors;
    private final Graves graves;
    private final Inherited inherited;

    StoredObjects(StoreReader store, Keyspace keys, Actors actors, Graves graves, Inherited inherited) {
        this.inherited = inherited;
        this.store = store;
        this.keys = keys;
        this.actors = actors;
        this.graves = graves;
    }

    /** Reads an object; throws STORAGE_CORRUPT when it is damaged. One that is not here has an empty state. */
    LiveObject read(ObjectId id) {
        try {
            Optional<byte[]> snapshot = store.get(Family.OBJECT, keys.object(id));
            if (snapshot.isEmpty() && graves.contains(id)) {
                return LiveObject.buried(id, actors);
            }
            LiveObject object = snapshot.isPresent() ? read(id, Snapshot.decode(snapshot.get())) : inherit(id);
            replayTail(object);
            Catalogue.known(object);
            return object;
        } catch (ChangeException | IllegalArgumentException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "object"), e);
        }
    }

    private LiveObject inherit(ObjectId id) {
        Optional<ObjectState> before = inherited.state(id);
        LiveObject object = new LiveObject(id, before.orElseGet(() -> new ObjectState(actors)));
        if (before.isPresent()) {
            object.inherited();
        }
        return object;
    }

    private LiveObject read(ObjectId id, Snapshot snapshot) throws ChangeException {
        LiveObject object = new LiveObject(id, ObjectState.load(snapshot.state(), actors));
        object.loadedSnapshot(snapshot.place(), snapshot.state().length + Long.BYTES);
        if (snapshot.base()) {
            object.loadedBase();
        }
        return object;
    }

    private void replayTail(LiveObject object) throws ChangeException {
        if (object.snapshotAt() == 0
                && store.get(Family.TAIL, keys.tail(object.id(), 0)).isEmpty()) {
            return; // nothing is known of it, which a filter of the store tells faster than a scan
        }
        List<byte[][]> tail = new ArrayList<>();
        byte[] start = keys.tail(object.id(), object.snapshotAt());
        store.scan(Family.TAIL, keys.object(object.id()), start, (key, value) -> tail.add(new byte[][] {key, value}));
        for (byte[][] entry : tail) {
            LoggedChange change = Histories.decode(entry[1]);
            object.state().apply(change.bytes(), change.actor(), change.lamport());
            object.loadedChange(Keyspace.number(entry[0]), entry[1].length);
        }
    }

    /** Returns whether the store has anything of an object. */
    boolean has(ObjectId id) {
        boolean[] found = {false};
        byte[] prefix = keys.object(id);
        for (Family family : FAMILIES) {
            store.keys(family, prefix, prefix, key -> {
                found[0] = true;
                return false;
            });
        }
        return found[0];
    }

    /** Returns the first object after one of which the store has anything, in the order of ids. */
    Optional<ObjectId> after(Optional<ObjectId> last) {
        byte[] all = keys.all();
        byte[] from = last.map(id -> Arrays.copyOf(keys.object(id), keys.object(id).length + 10))
                .orElse(all);
        if (last.isPresent()) {
            Arrays.fill(from, from.length - 10, from.length, (byte) 0xFF); // behind all keys of that object
        }
        ObjectId[] next = {null};
        for (Family family : FAMILIES) {
            store.keys(family, all, from, key -> {
                ObjectId id = new ObjectId(Bytes.of(key, all.length, all.length + ObjectId.SIZE));
                if (next[0] == null || id.compareTo(next[0]) < 0) {
                    next[0] = id;
                }
                return false;
            });
        }
        return Optional.ofNullable(next[0]);
    }
}
