package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.Stratum;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.query.ValueOrder;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What every object was: its newest changes one by one in its tail, the older ones in strata, of which each level has
 * one at most. Changes leave the tail for the strata when the object's snapshot has passed them. Used under the
 * database's lock.
 */
final class Histories {
    private static final Limit ACTOR = new Limit("actors", Integer.MAX_VALUE);
    private static final Limit LEVEL = new Limit("level", Stratum.MOST_LEVEL);

    private final StoreReader store;
    private final Keyspace keys;
    private final Actors actors;

    Histories(StoreReader store, Keyspace keys, Actors actors) {
        this.store = store;
        this.keys = keys;
        this.actors = actors;
    }

    /** Returns a change as it stands in a tail. */
    static byte[] encode(LoggedChange change) {
        byte[] bytes = change.bytes();
        return new ByteWriter(bytes.length + 16)
                .varint(change.actor())
                .varint(change.lamport())
                .varint(change.seq())
                .varint(change.level())
                .raw(bytes)
                .toArray();
    }

    /** Reads what {@link #encode} gives. */
    static LoggedChange decode(byte[] entry) {
        try {
            ByteReader in = new ByteReader(entry);
            int actor = in.varint(ACTOR);
            long lamport = in.varint();
            long seq = in.varint();
            return new LoggedChange(
                    actor, seq, lamport, in.varint(LEVEL), in.rest().toArray());
        } catch (MalformedException | IllegalArgumentException e) {
            throw corrupt(e);
        }
    }

    static HearthException corrupt(Exception cause) {
        return new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), cause);
    }

    /**
     * Moves the changes before a place of the tail into strata. Only what the store holds is moved; what the batch adds
     * waits for the next time.
     */
    void seal(ObjectId object, long before, StoreBatch batch) {
        List<LoggedChange> passed = new ArrayList<>();
        store.scan(Family.TAIL, keys.object(object), (key, value) -> {
            boolean old = Keyspace.number(key) < before;
            if (old) {
                passed.add(decode(value));
                batch.delete(Family.TAIL, key);
            }
            return old;
        });
        if (passed.isEmpty()) {
            return;
        }
        List<Stratum> strata = strata(object, stratum -> stratum.yields(passed, actors));
        Stratum.grow(strata, passed, actors);
        int highest = strata.get(0).level();
        batch.deleteRange(Family.HISTORY, keys.stratum(object, 0), keys.stratum(object, highest + 1));
        for (Stratum stratum : strata) {
            batch.put(Family.HISTORY, keys.stratum(object, stratum.level()), stratum.encode(actors));
        }
    }

    /**
     * Writes all changes of an object, of which the last one is in the tail as if a snapshot had just been made, and
     * what it was at the base, in place of what was stored.
     */
    void replace(ObjectId object, ChangeLog log, byte @Nullable [] base, StoreBatch batch) {
        byte[] prefix = keys.object(object);
        byte[] end = Objects.requireNonNull(ValueOrder.after(prefix));
        batch.deleteRange(Family.TAIL, prefix, end);
        batch.deleteRange(Family.HISTORY, prefix, end);
        List<LoggedChange> changes = log.changes();
        if (changes.isEmpty()) {
            return;
        }
        int last = changes.size() - 1;
        ChangeLog older = new ChangeLog(actors);
        changes.subList(0, last).forEach(older::add);
        for (Stratum stratum : older.strata()) {
            batch.put(Family.HISTORY, keys.stratum(object, stratum.level()), stratum.encode(actors));
        }
        batch.put(Family.TAIL, keys.tail(object, last), encode(changes.get(last)));
        if (base != null) {
            batch.put(Family.HISTORY, keys.base(object), base);
        }
    }

    /** Reads strata from the newest on while they are wanted; returns them the oldest first. */
    private List<Stratum> strata(ObjectId object, Predicate<Stratum> wanted) {
        List<Stratum> strata = new ArrayList<>();
        store.scan(Family.HISTORY, keys.object(object), (key, value) -> {
            if (Keyspace.isBase(key)) {
                return false; // the last one: what comes before has no strata
            }
            Stratum stratum = decodeStratum(value);
            boolean taken = wanted.test(stratum);
            if (taken) {
                strata.add(stratum);
            }
            return taken;
        });
        Collections.reverse(strata);
        return strata;
    }

    private Stratum decodeStratum(byte[] value) {
        try {
            return Stratum.decode(value, actors);
        } catch (ChangeException e) {
            throw corrupt(e);
        }
    }

    /** Returns the Lamport time of an object's newest change, 0 when it has none: its tail and one stratum are read. */
    long newest(ObjectId object) {
        long[] newest = new long[1];
        store.scan(Family.TAIL, keys.object(object), (key, value) -> {
            newest[0] = Math.max(newest[0], decode(value).lamport());
            return true;
        });
        store.scan(Family.HISTORY, keys.object(object), (key, value) -> {
            if (Keyspace.isBase(key)) {
                return false;
            }
            List<LoggedChange> changes = decodeStratum(value).changes();
            newest[0] = Math.max(newest[0], changes.get(changes.size() - 1).lamport());
            return false; // the older ones have what comes before
        });
        return newest[0];
    }

    /**
     * Reads what an object was at the base: it is kept apart as soon as another snapshot takes its place.
     *
     * @return the state; null when the object began later
     */
    byte @Nullable [] base(ObjectId object) {
        Optional<byte[]> apart = store.get(Family.HISTORY, keys.base(object));
        if (apart.isPresent()) {
            return apart.get();
        }
        return store.get(Family.OBJECT, keys.object(object))
                .map(Snapshot::decode)
                .filter(Snapshot::base)
                .map(Snapshot::state)
                .orElse(null);
    }

    /** Reads all that is known of an object. */
    ChangeLog read(ObjectId object) {
        ChangeLog log = new ChangeLog(actors, base(object));
        addChanges(object, log);
        return log;
    }

    /** Reads what has changed in an object since the base, whatever it was then. */
    List<LoggedChange> changes(ObjectId object) {
        ChangeLog log = new ChangeLog(actors);
        addChanges(object, log);
        return log.changes();
    }

    private void addChanges(ObjectId object, ChangeLog log) {
        for (Stratum stratum : strata(object, each -> true)) {
            stratum.changes().forEach(log::add);
        }
        store.scan(Family.TAIL, keys.object(object), (key, value) -> {
            log.add(decode(value));
            return true;
        });
    }
}
