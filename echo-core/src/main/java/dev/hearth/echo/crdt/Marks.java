package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one text: Peritext's anchored operations (G. Litt, S. Lim, M. Kleppmann, P. van Hardenberg, "Peritext",
 * CSCW 2022) beside the text, which costs nothing where there are none. For each unit and name the operation with the
 * greatest stamp counts.
 */
final class Marks {
    /**
     * One operation.
     *
     * @param value the value, {@link Scalar.Null} to take the mark away
     */
    record Mark(long lamport, int actor, int index, String name, Scalar value, Anchor start, Anchor end) {}

    /** Tells where an anchor is in the visible text; -1 for one that names no unit. */
    interface Places {
        int of(Anchor anchor);
    }

    private final Actors actors;
    private final List<Mark> all = new ArrayList<>();

    Marks(Actors actors) {
        this.actors = actors;
    }

    /** Adds an operation; returns the how manieth of its change it is. */
    int add(long lamport, int actor, String name, Scalar value, Anchor start, Anchor end) {
        int index = 0;
        if (!all.isEmpty()) { // the marks of one change come one after the other
            Mark last = all.get(all.size() - 1);
            index = last.actor == actor && last.lamport == lamport ? last.index + 1 : 0;
        }
        all.add(new Mark(lamport, actor, index, name, value, start, end));
        return index;
    }

    /** The so-maniest operation of a change, if it is here. */
    Optional<Mark> find(long lamport, int actor, int index) {
        return all.stream()
                .filter(mark -> mark.lamport == lamport && mark.actor == actor && mark.index == index)
                .findFirst();
    }

    /** Returns the operations, those that count more later. */
    List<Mark> ordered() {
        List<Mark> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.<Mark>comparingLong(Mark::lamport)
                .thenComparing(Mark::actor, actors::compare)
                .thenComparingInt(Mark::index));
        return sorted;
    }

    /** Returns the marks without those of one change. */
    Marks without(long lamport, int actor) {
        Marks others = new Marks(actors);
        for (Mark mark : all) {
            if (mark.lamport != lamport || mark.actor != actor) {
                others.all.add(mark);
            }
        }
        return others;
    }

    /** Gives an anchor for another one. */
    interface Anew {
        Anchor of(Anchor anchor) throws ChangeException;
    }

    /** Returns the marks with other anchors. */
    Marks anchoredAnew(Anew anew) throws ChangeException {
        Marks others = new Marks(actors);
        for (Mark mark : all) {
            others.all.add(new Mark(
                    mark.lamport,
                    mark.actor,
                    mark.index,
                    mark.name,
                    mark.value,
                    anew.of(mark.start),
                    anew.of(mark.end)));
        }
        return others;
    }

    /** Returns what is marked, by name and place. */
    List<MarkSpan> spans(Places places) {
        Map<String, List<Mark>> byName = new TreeMap<>();
        ordered()
                .forEach(mark -> byName.computeIfAbsent(mark.name, name -> new ArrayList<>())
                        .add(mark));
        List<MarkSpan> out = new ArrayList<>();
        byName.forEach((name, marks) -> spans(name, marks, places, out));
        return List.copyOf(out);
    }

    private static void spans(String name, List<Mark> marks, Places places, List<MarkSpan> out) {
        TreeMap<Integer, List<Integer>> borders = new TreeMap<>();
        for (int i = 0; i < marks.size(); i++) {
            int from = places.of(marks.get(i).start);
            int to = places.of(marks.get(i).end);
            if (from >= 0 && from < to) {
                borders.computeIfAbsent(from, border -> new ArrayList<>(2)).add(i);
                borders.computeIfAbsent(to, border -> new ArrayList<>(2)).add(i);
            }
        }
        TreeSet<Integer> covering = new TreeSet<>();
        int last = -1;
        @Nullable MarkSpan open = null;
        for (Map.Entry<Integer, List<Integer>> border : borders.entrySet()) {
            int at = border.getKey();
            Scalar value = covering.isEmpty() ? new Scalar.Null() : marks.get(covering.last()).value;
            if (!(value instanceof Scalar.Null)) {
                if (open != null && open.to() == last && open.value().equals(value)) {
                    open = new MarkSpan(open.from(), at, name, value);
                    out.set(out.size() - 1, open);
                } else {
                    open = new MarkSpan(last, at, name, value);
                    out.add(open);
                }
            }
            for (int mark : border.getValue()) {
                if (!covering.remove(mark)) {
                    covering.add(mark);
                }
            }
            last = at;
        }
    }
}
