package dev.hearth.echo.crdt;

/** Lists that one author made by appending, which most are: such a list is its author and its values. */
final class PlainList {
    private PlainList() {}

    static boolean is(ListSequence list) {
        EventGraph graph = list.graph;
        OpLog log = list.log;
        int items = graph.next();
        if (graph.first() != 0
                || graph.entries() != 1
                || graph.actors() != 1
                || graph.parentCount(0) != 0
                || log.runs() != 1
                || log.kind(0) != OpLog.INSERT
                || log.position(0) != 0
                || graph.expected(graph.actorAt(0)) != items) {
            return false;
        }
        for (int i = 0; i < items; i++) {
            if (list.isPlacement(i)) {
                return false;
            }
        }
        return true;
    }

    /** Fills an empty list with at least one item. */
    static void fill(ListSequence list, int actor, Scalar[] items) {
        list.insert(0, items, actor);
    }
}
