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
            return next.isEmpty() ? event : follow(next, graph, name(graph, event));
        }

        /** The unit that what an actor made as its so-maniest event is by now, be that forgotten; -1 for none. */
        int latest(EventGraph graph, int actor, int seq) {
            return follow(next, graph, (long) actor << 32 | seq);
        }

        /** The unit that a unit was at first, as far as is known, which stands where it belongs. */
        int first(EventGraph graph, int event) {
            return before.isEmpty() ? event : follow(before, graph, name(graph, event));
        }

        /** The last of a row of units that was not forgotten; -1 when all were. */
        private static int follow(Map<Long, Long> steps, EventGraph graph, long from) {
            int known = event(graph, from);
            for (Long name = steps.get(from); name != null; name = steps.get(name)) {
                int event = event(graph, name);
                known = event < 0 ? known : event;
            }
            return known;
        }
    }
}
