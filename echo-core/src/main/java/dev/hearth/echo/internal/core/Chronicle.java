package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.ObjectDiff;
import dev.hearth.echo.ObjectHistory;
import dev.hearth.echo.ObjectView;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The changes of one object as an application sees them. */
record Chronicle(SpaceId space, ObjectId id, Actors actors, ChangeLog log) implements ObjectHistory {
    @Override
    public List<Edition> editions() {
        return log.changes().stream()
                .map(change -> new Edition(device(change.actor()), change.seq()))
                .toList();
    }

    private DeviceId device(int actor) {
        return new DeviceId(Bytes.of(actors.key(actor)));
    }

    @Override
    public ObjectView after(int count) {
        return view(first(count));
    }

    private StateView view(ObjectState state) {
        return new StateView(space, id, state);
    }

    private ObjectState first(int count) {
        if (count < 0 || count > log.changes().size()) {
            throw new IllegalArgumentException("count: " + count);
        }
        Set<LoggedChange> first = new HashSet<>(log.changes().subList(0, count));
        try {
            return log.state(first::contains);
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), e);
        }
    }

    @Override
    public ObjectView at(Version version) {
        Horizon horizon = change -> version.heads().getOrDefault(device(change.actor()), 0L) >= change.seq();
        try {
            return view(log.state(horizon));
        } catch (ChangeException e) {
            throw new IllegalArgumentException("version: names a change without what it builds on", e);
        }
    }

    @Override
    public ObjectDiff diff(int before, int after) {
        ObjectState was = first(before);
        ObjectState is = first(after);
        try {
            return ObjectDiffs.between(view(was), view(is));
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), e);
        }
    }
}
