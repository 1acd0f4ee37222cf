package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.ObjectState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a branch begins with: its space at the version at which it was made, read object by object when the branch asks
 * for it, so that opening a branch costs nothing. An object is copied into the branch when that changes it first.
 */
record BranchOrigin(Core main, Reach reach) implements Inherited {
    /** Returns the number of the last block of an author of the space, or of another branch, that it has. */
    long upTo(int actor) {
        return reach.upTo(actor);
    }

    @Override
    public Optional<ObjectState> state(ObjectId object) {
        long newest = main.objects().newest(object);
        boolean asNow = newest < reach.beyond() && !main.edited().contains(object);
        try {
            if (asNow) {
                ObjectState now = main.objects().get(object).state();
                return now.fields().isEmpty() && !now.deleted()
                        ? Optional.empty()
                        : Optional.of(ObjectState.load(now.save(), main.actors()));
            }
            ChangeLog log = main.objects().history(object).within(reach);
            return log.changes().isEmpty() && !log.hasBase() ? Optional.empty() : Optional.of(log.state(Horizon.ALL));
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "object"), e);
        }
    }

    @Override
    public Optional<ChangeLog> history(ObjectId object) {
        return Optional.of(main.objects().history(object).within(reach));
    }

    @Override
    public List<ObjectId> ofType(String type, Optional<ObjectId> after, int count) {
        return main.objects().ofType(type, after, count);
    }
}
