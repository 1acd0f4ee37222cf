package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells which changes made what a field shows. A unit of a text names its author and its number among the author's
 * units of that field, not the change that it came with; so the changes are applied one after the other, and after each
 * is noted how many units its author has made. That costs what making the state from its history costs, and four bytes
 * a unit of the text.
 */
public final class Blame {
    private final Actors actors;
    private final List<Span> spans;
    private final Optional<Origin> value;
    private final SortedMap<String, Origin> entries;

    /**
     * Who made something.
     *
     * @param actor the author
     * @param change the change that it came with; empty when that was forgotten
     */
    public record Origin(int actor, Optional<LoggedChange> change) {}

    /**
     * A stretch of a text that came with one change, as long as it can be.
     *
     * @param from where it begins, in UTF-16 units
     * @param to where it ends
     * @param origin who wrote it
     */
    public record Span(int from, int to, Origin origin) {}

    /** How many units of one actor there were after each change that added some. */
    private static final class Made {
        private final Longs counts = new Longs();
        private final List<@Nullable LoggedChange> changes = new ArrayList<>();

        void upTo(int count, @Nullable LoggedChange change) {
            if (counts.size() == 0 || counts.get(counts.size() - 1) < count) {
                counts.add(count);
                changes.add(change);
            }
        }

        /** The change that brought a unit; null for one that the log began with. */
        @Nullable LoggedChange of(int seq) {
            int low = 0;
            int high = changes.size() - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (counts.get(middle) > seq) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return changes.get(low);
        }
    }

    private Blame(Actors actors, List<Span> spans, Optional<Origin> value, SortedMap<String, Origin> entries) {
        this.actors = actors;
        this.spans = spans;
        this.value = value;
        this.entries = entries;
    }

    /**
     * Finds who made what a field shows in the state that the changes within a horizon yield.
     *
     * @throws ChangeException when the horizon is not closed under causality, or the log is not one of real changes
     */
    public static Blame of(ChangeLog log, String field, Horizon horizon) throws ChangeException {
        Map<Integer, Made> made = new HashMap<>();
        ObjectState state = log.state(horizon, (after, change) -> note(after, field, change, made));
        return of(log, field, state, made);
    }

    /** Finds as much in a state of which no change is known: the authors alone. */
    static Blame of(ObjectState state, String field) throws ChangeException {
        return of(new ChangeLog(state.actors()), field, state, Map.of());
    }

    private static void note(ObjectState state, String field, @Nullable LoggedChange change, Map<Integer, Made> made) {
        TextSequence text = state.textSequence(field);
        if (text != null) {
            EventGraph graph = text.graph;
            for (int slot = 0; slot < graph.actors(); slot++) {
                int actor = graph.actorAt(slot);
                int count = graph.nextSeq(actor);
                if (change == null || actor == change.actor() || Actors.isContent(actor)) {
                    made.computeIfAbsent(actor, key -> new Made()).upTo(count, change);
                }
            }
        }
    }

    private static Blame of(ChangeLog log, String field, ObjectState state, Map<Integer, Made> made)
            throws ChangeException {
        Map<Stamped, LoggedChange> byStamp = new HashMap<>();
        log.changes().forEach(change -> byStamp.put(new Stamped(change.actor(), change.lamport()), change));
        Field known = state.purged() ? null : state.view().fields().get(field);
        Register scalar = known == null ? null : known.scalar;
        Optional<Origin> value = scalar == null
                ? Optional.empty()
                : Optional.of(origin(scalar.first().actor(), scalar.first().lamport(), byStamp));
        SortedMap<String, Origin> entries = new TreeMap<>();
        for (EntryStamp entry : state.stamps(field)) {
            entries.put(entry.key(), origin(entry.actor(), entry.lamport(), byStamp));
        }
        TextSequence text = state.textSequence(field);
        return new Blame(state.actors(), text == null ? List.of() : spans(text, made), value, entries);
    }

    /** Names one change: an author has one of a Lamport time. */
    private record Stamped(int actor, long lamport) {}

    private static Origin origin(int actor, long lamport, Map<Stamped, LoggedChange> byStamp) {
        return new Origin(actor, Optional.ofNullable(byStamp.get(new Stamped(actor, lamport))));
    }

    private static List<Span> spans(TextSequence text, Map<Integer, Made> made) throws ChangeException {
        VisibleUnits units = new VisibleUnits(text);
        List<Span> spans = new ArrayList<>();
        for (int at = 0; at < units.count(); at++) {
            int actor = units.actor(at);
            Made own = made.get(actor);
            add(spans, at, actor, own == null ? null : own.of(units.seq(at)));
        }
        return List.copyOf(spans);
    }

    private static void add(List<Span> spans, int at, int actor, @Nullable LoggedChange change) {
        int last = spans.size() - 1;
        Origin origin = new Origin(actor, Optional.ofNullable(change));
        if (last >= 0 && spans.get(last).origin().equals(origin)) {
            spans.set(last, new Span(spans.get(last).from(), at + 1, origin));
        } else {
            spans.add(new Span(at, at + 1, origin));
        }
    }

    /** Returns the table in which the authors are numbered. */
    public Actors actors() {
        return actors;
    }

    /** Returns the stretches of a text in order, which cover all of it; none where there is no text. */
    public List<Span> spans() {
        return spans;
    }

    /** Returns who wrote the value of a scalar that counts; empty where there is none. */
    public Optional<Origin> value() {
        return value;
    }

    /** Returns who wrote the value that counts of each entry of a map. */
    public SortedMap<String, Origin> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }
}
