package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Blame;
import dev.hearth.echo.ObjectDiff;
import dev.hearth.echo.ObjectHistory;
import dev.hearth.echo.ObjectView;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.crdt.ChangeLog;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.feed.Feed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The changes of one object as an application sees them. */
record Chronicle(Core core, ObjectId id, ChangeLog log, boolean buried, Version base) implements ObjectHistory {
    @Override
    public List<Edition> editions() {
        return log.changes().stream().map(this::edition).toList();
    }

    private Edition edition(LoggedChange change) {
        Feed.Member who = core.locked(() -> core.authors().whoIs(change.actor()));
        return new Edition(who.device(), change.seq(), branch(who));
    }

    private Optional<ObjectId> branch(Feed.Member who) {
        return who.branch().equals(core.tree().root()) ? Optional.empty() : Optional.of(who.branch());
    }

    @Override
    public ObjectView after(int count) {
        return view(first(count));
    }

    private StateView view(ObjectState state) {
        return new StateView(core.id(), id, state);
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
        requireKept(version);
        try {
            return view(log.state(within(version)));
        } catch (ChangeException e) {
            throw new IllegalArgumentException("version: names a change without what it builds on", e);
        }
    }

    private void requireKept(Version version) {
        if ((buried || log.hasBase()) && !version.includes(base)) {
            throw new HearthException(ErrorCode.HISTORY_DROPPED, Map.of("version", base.toString()));
        }
    }

    private Horizon within(Version version) {
        Map<Integer, Long> upTo = core.locked(() -> {
            Reach reach = Reach.loose(core, version);
            Map<Integer, Long> heads = new HashMap<>();
            log.changes().forEach(change -> heads.computeIfAbsent(change.actor(), reach::upTo));
            return heads;
        });
        return change -> upTo.getOrDefault(change.actor(), 0L) >= change.seq();
    }

    @Override
    public Blame blame(String field) {
        try {
            return told(dev.hearth.echo.crdt.Blame.of(log, field, Horizon.ALL));
        } catch (ChangeException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "history"), e);
        }
    }

    @Override
    public Blame blame(String field, Version version) {
        requireKept(version);
        try {
            return told(dev.hearth.echo.crdt.Blame.of(log, field, within(version)));
        } catch (ChangeException e) {
            throw new IllegalArgumentException("version: names a change without what it builds on", e);
        }
    }

    private Blame told(dev.hearth.echo.crdt.Blame found) {
        SortedMap<String, Blame.Writer> entries = new TreeMap<>();
        found.entries().forEach((key, origin) -> entries.put(key, writer(origin)));
        return new Blame(
                found.spans().stream()
                        .map(span -> new Blame.Span(span.from(), span.to(), writer(span.origin())))
                        .toList(),
                found.value().map(this::writer),
                entries);
    }

    private Blame.Writer writer(dev.hearth.echo.crdt.Blame.Origin origin) {
        Optional<Edition> edition = origin.change().map(this::edition);
        Optional<DeviceId> author = edition.map(Edition::author)
                .or(() -> core.actors().isDevice(origin.actor())
                        ? Optional.of(core.locked(() -> core.authors().whoIs(origin.actor()))
                                .device())
                        : Optional.empty());
        return new Blame.Writer(author, edition);
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
