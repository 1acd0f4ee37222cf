package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.ObjectState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Objects as they were at a version. One to which nothing has happened since is looked at as it is: that takes the
 * Lamport time of its newest change, or, where that does not tell, its history. The others are made from their
 * histories.
 */
final class PastObjects {
    private final Core core;
    private final Reach reach;

    private PastObjects(Core core, Reach reach) {
        this.core = core;
        this.reach = reach;
    }

    /** Returns the objects at a version. */
    static PastObjects at(Core core, Version version) {
        return core.locked(() -> {
            core.requireNoTransaction();
            return new PastObjects(core, Reach.of(core, version));
        });
    }

    Version version() {
        return reach.version();
    }

    /** Reads an object under the database's lock; the state is not to be kept beyond that. */
    <R> R read(ObjectId object, Function<ObjectState, R> reader) {
        return core.locked(() -> {
            core.requireNoTransaction();
            R result = reader.apply(state(object));
            core.trim();
            return result;
        });
    }

    /** Returns objects that were listed under a name some time, as {@link Objects#ofType} does. */
    List<ObjectId> ofType(String type, Optional<ObjectId> after, int count) {
        return core.locked(() -> {
            reach.requireKept(); // or purged ones would be missing
            return core.objects().ofType(type, after, count);
        });
    }

    /** Under the lock. */
    ObjectState state(ObjectId object) {
        reach.requireKept();
        if (core.objects().newest(object) < reach.beyond()) {
            return core.objects().get(object).state();
        }
        ChangeLog log = core.objects().history(object);
        if (log.changes().stream().allMatch(reach::includes)) {
            return core.objects().get(object).state();
        }
        try {
            return log.state(reach);
        } catch (ChangeException e) {
            throw new IllegalArgumentException("version: names a change without what it builds on", e);
        }
    }

    /** Returns an object in a state that nobody changes any more. */
    ObjectState copy(ObjectId object) {
        return read(object, state -> {
            try {
                return ObjectState.load(state.save(), core.actors());
            } catch (ChangeException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "object"), e);
            }
        });
    }

    /** Returns whether queries showed an object in that state. */
    static boolean shown(ObjectState state) {
        return !LiveObject.type(state).isEmpty() && !state.deleted();
    }
}
