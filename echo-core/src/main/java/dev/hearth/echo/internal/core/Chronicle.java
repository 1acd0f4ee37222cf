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
import dev.hearth.echo.TextChange;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.StateDiff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The changes of one object as an application sees them. */
record Chronicle(SpaceId space, ObjectId id, Actors actors, ChangeLog log, Version base) implements ObjectHistory {
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

    private ObjectView view(ObjectState state) {
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
        if (log.hasBase() && !version.includes(base)) {
            throw new HearthException(ErrorCode.HISTORY_DROPPED, Map.of("version", base.toString()));
        }
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
            StateDiff diff = StateDiff.between(was, is);
            SortedMap<String, ObjectDiff.FieldDiff> fields = new TreeMap<>();
            diff.fields().forEach((field, parts) -> fields.put(field, told(field, parts, view(was), view(is))));
            return new ObjectDiff(fields, diff.deleted());
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), e);
        }
    }

    private static ObjectDiff.FieldDiff told(
            String field, List<StateDiff.FieldDiff> parts, ObjectView was, ObjectView is) {
        List<TextChange.Splice> splices = new ArrayList<>();
        SortedMap<Integer, Integer> moved = new TreeMap<>();
        for (StateDiff.FieldDiff part : parts) {
            if (part instanceof StateDiff.FieldDiff.Characters characters) {
                characters
                        .splices()
                        .forEach(splice -> splices.add(
                                new TextChange.Splice(splice.position(), splice.deleted(), splice.inserted())));
            } else if (part instanceof StateDiff.FieldDiff.Items items) {
                moved.putAll(items.moved());
            }
        }
        return new ObjectDiff.FieldDiff(was.get(field), is.get(field), splices, moved);
    }
}
