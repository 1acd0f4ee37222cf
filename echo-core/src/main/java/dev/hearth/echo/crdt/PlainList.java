package dev.hearth.echo.crdt;

import java.util.function.IntUnaryOperator;

/** Lists that one author made by appending, which most are: such a list is its author and its values. */
final class PlainList {
    private PlainList() {}

    /** One run of one author is all that happened: as nothing was there before, it inserted at the beginning. */
    static boolean is(ListSequence list) {
        EventGraph graph = list.graph;
        OpLog log = list.log;
        int items = graph.next();
        if (graph.first() != 0
                || graph.checkpoint() != null
                || graph.entries() != 1
                || log.runs() != 1
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

    static void write(ByteSink out, ListSequence list, IntUnaryOperator numberOf) {
        int items = list.graph.next();
        out.varint(numberOf.applyAsInt(list.graph.actorAt(0)));
        out.varint(items);
        for (int i = 0; i < items; i++) {
            ScalarCodec.write(out, list.value(i));
        }
    }

    static void read(ByteSource in, ListSequence list, int[] actors) throws ChangeException {
        int actor = SequenceFile.actor(in, actors);
        Scalar[] items = new Scalar[in.count(1)];
        for (int i = 0; i < items.length; i++) {
            items[i] = ScalarCodec.read(in);
        }
        fill(list, actor, items);
    }

    /** Fills an empty list with at least one item. */
    static void fill(ListSequence list, int actor, Scalar[] items) throws ChangeException {
        if (items.length == 0) {
            throw new ChangeException("A list without items");
        }
        list.insert(0, items, actor);
    }
}
