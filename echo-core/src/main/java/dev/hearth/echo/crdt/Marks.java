package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    boolean isEmpty() {
        return all.isEmpty();
    }

    void add(long lamport, int actor, String name, Scalar value, Anchor start, Anchor end) {
        int index = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            Mark known = all.get(i);
            if (known.actor == actor && known.lamport == lamport) {
                index = known.index + 1;
                break;
            }
        }
        all.add(new Mark(lamport, actor, index, name, value, start, end));
    }

    /** Returns the operations, those that count more later. */
    List<Mark> ordered() {
        List<Mark> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.<Mark>comparingLong(Mark::lamport)
                .thenComparing(Mark::actor, actors::compare)
                .thenComparingInt(Mark::index));
        return sorted;
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
        int[] from = new int[marks.size()];
        int[] to = new int[marks.size()];
        TreeSet<Integer> borders = new TreeSet<>();
        for (int i = 0; i < from.length; i++) {
            from[i] = places.of(marks.get(i).start);
            to[i] = places.of(marks.get(i).end);
            if (from[i] >= 0 && from[i] < to[i]) {
                borders.add(from[i]);
                borders.add(to[i]);
            }
        }
        int last = -1;
        @Nullable MarkSpan open = null;
        for (int border : borders) {
            Scalar value = last < 0 ? new Scalar.Null() : value(marks, from, to, last);
            if (!(value instanceof Scalar.Null)) {
                if (open != null && open.to() == last && open.value().equals(value)) {
                    open = new MarkSpan(open.from(), border, name, value);
                    out.set(out.size() - 1, open);
                } else {
                    open = new MarkSpan(last, border, name, value);
                    out.add(open);
                }
            }
            last = border;
        }
    }

    /** The value of the operation that counts at a unit. */
    private static Scalar value(List<Mark> marks, int[] from, int[] to, int at) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            if (from[i] >= 0 && from[i] <= at && at < to[i]) {
                return marks.get(i).value;
            }
        }
        return new Scalar.Null();
    }
}
