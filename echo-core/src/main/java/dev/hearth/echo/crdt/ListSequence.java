package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One list of values. An item is the event that inserted it; assignments are events too, and of the assignments of one
 * item that with the greatest stamp wins.
 */
final class ListSequence extends Sequence {
    private final IntRope rope = new IntRope();
    private Scalar[] values = new Scalar[4];
    private int valueCount;
    private final IntTable winners = new IntTable();
    private int[] assignments = new int[1];
    private long[] lamports = new long[1];
    private int assignmentCount;

    ListSequence(Actors actors, String field, ChangeRecorder recorder) {
        super(actors, field, recorder);
    }

    @Override
    IntRope rope() {
        return rope;
    }

    @Override
    void open() {}

    Scalar get(int at) {
        int item = rope.get(at);
        int winner = winners.get(item);
        return values[log.contentOf(winner < 0 ? item : winner)];
    }

    List<Scalar> toList() {
        List<Scalar> out = new ArrayList<>(rope.length());
        for (int i = 0; i < rope.length(); i++) {
            out.add(get(i));
        }
        return List.copyOf(out);
    }

    Scalar value(int content) {
        return values[content];
    }

    long lamportOf(int event) {
        return lamports[Arrays.binarySearch(assignments, 0, assignmentCount, event)];
    }

    void insert(int at, Scalar[] items, int actor) {
        boolean merging = append(OpLog.INSERT, at, items.length, actor);
        for (Scalar item : items) {
            addValue(item);
        }
        if (merging) {
            mergeNew();
        } else {
            rope.insert(at, graph.next() - items.length, items.length);
        }
        finished(actor, at + items.length);
    }

    void delete(int at, int units, int actor) {
        if (append(OpLog.DELETE, at, units, actor)) {
            mergeNew();
        } else {
            rope.delete(at, units);
        }
        finished(actor, at);
    }

    void assign(int at, Scalar value, int actor, long lamport) {
        boolean merging = append(OpLog.SET, at, 1, actor);
        addAssignment(graph.next() - 1, lamport, value);
        if (merging) {
            mergeNew();
        } else {
            assigned(at, graph.next() - 1);
        }
        finished(actor, at);
    }

    void addAssignment(int event, long lamport, Scalar value) {
        addValue(value);
        if (assignmentCount == assignments.length) {
            assignments = Arrays.copyOf(assignments, assignmentCount * 2);
            lamports = Arrays.copyOf(lamports, assignmentCount * 2);
        }
        assignments[assignmentCount] = event;
        lamports[assignmentCount++] = lamport;
    }

    void addValue(Scalar item) {
        if (valueCount == values.length) {
            values = Arrays.copyOf(values, valueCount * 2);
        }
        values[valueCount++] = item;
    }

    /** Finds the visible items of a history just read. */
    void replay() {
        new MergeWalk(graph, log, actors, -1, 0).walk(graph.next(), this);
    }

    private void finished(int actor, int expected) {
        recorder.touched(field);
        graph.noteLength(rope.length());
        graph.expect(actor, expected);
    }

    @Override
    public void inserted(int at, int event, int count) {
        rope.insert(at, event, count);
    }

    @Override
    public void deleted(int at, int count) {
        rope.delete(at, count);
    }

    @Override
    public void assigned(int at, int event) {
        int item = rope.get(at);
        int before = winners.get(item);
        if (before < 0 || beats(event, before)) {
            winners.put(item, event);
        }
    }

    private boolean beats(int event, int other) {
        int order = Stamp.compare(
                lamportOf(event),
                graph.actor(graph.entryOf(event)),
                lamportOf(other),
                graph.actor(graph.entryOf(other)),
                actors);
        return order > 0 || (order == 0 && event > other);
    }
}
