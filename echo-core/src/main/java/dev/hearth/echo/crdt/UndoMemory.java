package dev.hearth.echo.crdt;

import java.util.HashMap;
import java.util.Map;

/**
 * What came back as what while edits of one object were undone: a deleted character or item comes back as a new one,
 * and later undoing means the new one where the old one is named. Whoever undoes edits of an object keeps one of these
 * for it, and uses it for no other object.
 */
public final class UndoMemory {
    private final Map<String, Returned> fields = new HashMap<>();

    /** Creates a memory of nothing. */
    public UndoMemory() {}

    Returned of(String field) {
        return fields.computeIfAbsent(field, key -> new Returned());
    }

    /** The units of one text or list, each named by its author and its number among the author's events. */
    static final class Returned {
        private final Map<Long, Long> next = new HashMap<>();
        private final Map<Long, Long> before = new HashMap<>();

        private static long name(EventGraph graph, int event) {
            int entry = graph.entryOf(event);
            return (long) graph.actor(entry) << 32 | (graph.seq(entry) + event - graph.start(entry));
        }

        private static int event(EventGraph graph, long name) {
            return graph.event((int) (name >>> 32), (int) name);
        }

        /** Notes that a unit that is gone is another one by now. */
        void became(EventGraph graph, int gone, int by) {
            next.put(name(graph, gone), name(graph, by));
        }

        /** Notes that a new unit stands where one that is gone belongs. */
        void standsFor(EventGraph graph, int unit, int gone) {
            before.put(name(graph, unit), name(graph, gone));
        }

        /** The unit that a unit is by now. */
        int latest(EventGraph graph, int event) {
            return follow(next, graph, event);
        }

        /** The unit that a unit was at first, which stands where it belongs. */
        int first(EventGraph graph, int event) {
            return follow(before, graph, event);
        }

        private static int follow(Map<Long, Long> steps, EventGraph graph, int event) {
            if (steps.isEmpty()) {
                return event;
            }
            long name = name(graph, event);
            for (Long found = steps.get(name); found != null; found = steps.get(name)) {
                name = found;
            }
            return event(graph, name);
        }
    }
}
