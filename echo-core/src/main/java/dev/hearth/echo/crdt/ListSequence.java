package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One list of values. An item is the event that inserted it; assignments and moves are events too, and of the
 * assignments of one item that with the greatest stamp wins, and so of its moves. Positions in the row count losers of
 * concurrent moves; positions in the list do not.
 */
final class ListSequence extends Sequence {
    private static final int[] NEVER = {};
    private static final long[] NO_TIMES = {};

    private static final Scalar[] NOTHING = {};

    private @Nullable Sealed sealed;
    private Scalar[] visible = NOTHING;
    private IntRope rope = new IntRope();
    private Scalar[] values = new Scalar[4];
    private int valueCount;
    private IntTable winners = new IntTable();
    private int[] stamped = NEVER;
    private long[] lamports = NO_TIMES;
    private int stampedCount;
    private Placements placements = new Placements(this::places);
    private int @Nullable [] shown;
    private @Nullable IntRope base;

    ListSequence(Actors actors, String field, ChangeRecorder recorder) {
        super(actors, field, recorder);
    }

    @Override
    IntRope rope() {
        return rope;
    }

    /** Starts with a saved history, which is read only when the list is changed, and the values that show. */
    void seal(Sealed past, Scalar[] values) throws ChangeException {
        if (values.length > past.events()) {
            throw new ChangeException("A list is longer than its history");
        }
        sealed = past;
        visible = values;
        log.beginAt(past.events());
        graph.beginAt(past.events(), values.length);
        if (past.fromCheckpoint()) {
            open();
        }
    }

    /** A list that is its own history stays as it is. */
    @Override
    void forget() throws ChangeException {
        open();
        Checkpoint begun = PlainList.is(this) ? null : beginning();
        if (begun == null) {
            return;
        }
        int units = rope.length();
        int[] before = new int[units];
        IntTable itemAt = new IntTable();
        for (int at = 0; at < units; at++) {
            before[at] = placements.nameOf(rope.get(at));
            begun.add(graph, before[at], 1);
            itemAt.put(before[at], at);
        }
        Scalar[] kept = new Scalar[units];
        long[] moved = new long[units];
        int[] item = new int[units];
        for (int at = 0; at < units; at++) {
            boolean move = placements.isPlacement(before[at]);
            kept[at] = move ? new Scalar.Null() : valueOf(before[at]);
            item[at] = move ? itemAt.get(placements.itemOf(before[at])) : -1;
            moved[at] = move ? lamportOf(before[at]) : 0;
        }
        beginWith(begun);
        forgetUnits();
        values(kept);
        for (int at = 0; at < units; at++) {
            if (item[at] >= 0) {
                addMove(at, item[at], moved[at]);
            }
        }
        replay();
    }

    /** The saved history, as long as nothing has happened since. */
    @Nullable Sealed sealed() {
        return sealed;
    }

    @Override
    void plan(int actor, long @Nullable [] after) throws ChangeException {
        open();
        super.plan(actor, after);
    }

    @Override
    @SuppressWarnings("IllegalCatch")
    void open() throws ChangeException {
        Sealed past = sealed;
        if (past == null) {
            return;
        }
        EventGraph stated = graph;
        OpLog beginning = log;
        boolean read = false;
        try {
            sealed = null;
            log = new OpLog();
            graph = new EventGraph(log);
            ListHistory.read(past, this, visible);
            takeStands(graph, stated);
            visible = NOTHING;
            read = true;
        } catch (RuntimeException e) {
            throw new ChangeException("A saved history contradicts itself", e);
        } finally {
            if (!read) {
                sealed = past;
                graph = stated;
                log = beginning;
                forgetUnits();
            }
        }
    }

    private void forgetUnits() {
        rope = new IntRope();
        winners = new IntTable();
        placements = new Placements(this::places);
        stampedCount = 0;
        shown = null;
    }

    /** How many items the list has. */
    int length() {
        return sealed != null ? visible.length : rope.length() - placements.losers();
    }

    int losers() {
        return placements.losers();
    }

    /** The place in the row of the item at a position. */
    int raw(int at) {
        return placements.losers() == 0 ? at : shown()[at];
    }

    /** The place in the row before which something is put to stand before the item at a position. */
    int rawGap(int at) {
        return placements.losers() == 0 ? at : at == length() ? rope.length() : shown()[at];
    }

    private int[] shown() {
        int[] known = shown;
        if (known == null) {
            known = placements.shown(rope);
            shown = known;
        }
        return known;
    }

    /** The places in the row of all units of some items, the last first. */
    List<Integer> rawPlaces(int at, int count) {
        List<Integer> out = new ArrayList<>();
        for (int i = at; i < at + count; i++) {
            out.addAll(placements.placesOf(itemAt(i), rope));
        }
        out.sort(Collections.reverseOrder());
        return out;
    }

    /** The unit of the row that shows at a position. */
    int unitAt(int at) {
        return rope.get(raw(at));
    }

    /** The event that inserted the item at a position. */
    int itemAt(int at) {
        return placements.itemOf(rope.get(raw(at)));
    }

    /** How many items show before a place of the row. */
    int shownBefore(int place) {
        if (placements.losers() == 0) {
            return place;
        }
        int at = Arrays.binarySearch(shown(), place);
        return at < 0 ? -at - 1 : at;
    }

    /** The position of an item, or -1 when it is gone. */
    int indexOf(int item) {
        for (int at = 0; at < length(); at++) {
            if (itemAt(at) == item) {
                return at;
            }
        }
        return -1;
    }

    Scalar get(int at) {
        return valueOf(itemAt(at));
    }

    /** The value of an item, gone or not. */
    Scalar valueOf(int item) {
        return values[contentOf(item)];
    }

    private int contentOf(int item) {
        int winner = winners.get(item);
        return log.contentOf(winner < 0 ? item : winner);
    }

    /** Where the value of the item at a position lies among the values of all events. */
    int contentAt(int at) {
        return contentOf(itemAt(at));
    }

    /** Takes the values of all events of a history just read. */
    void values(Scalar[] all) {
        values = all;
        valueCount = all.length;
    }

    List<Scalar> toList() {
        if (sealed != null) {
            return List.of(visible);
        }
        int length = length();
        List<Scalar> out = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            out.add(get(i));
        }
        return List.copyOf(out);
    }

    Scalar value(int content) {
        return values[content];
    }

    boolean isPlacement(int event) {
        return placements.isPlacement(event);
    }

    int itemOf(int event) {
        return placements.itemOf(event);
    }

    /** Whether an event inserted an item, rather than moved, removed or assigned one. */
    boolean isItem(int event) {
        return log.kind(log.runOf(event)) == OpLog.INSERT && !placements.isPlacement(event);
    }

    /** The Lamport time of an assignment or a move. */
    long lamportOf(int event) {
        return lamports[Arrays.binarySearch(stamped, 0, stampedCount, event)];
    }

    void insert(int at, Scalar[] items, int actor) {
        boolean merging = append(OpLog.INSERT, at, items.length, actor);
        for (Scalar item : items) {
            addValue(item);
        }
        if (merging) {
            mergeNew();
        } else {
            inserted(at, graph.next() - items.length, items.length);
        }
        finished(actor, at + items.length);
    }

    void delete(int at, int units, int actor) {
        if (append(OpLog.DELETE, at, units, actor)) {
            mergeNew();
        } else {
            remove(at, units);
        }
        finished(actor, at);
    }

    void assign(int at, Scalar value, int actor, long lamport) {
        boolean merging = append(OpLog.SET, at, 1, actor);
        addAssignment(graph.next() - 1, lamport, value);
        if (merging) {
            mergeNew();
        } else {
            assignUnit(rope.get(at), graph.next() - 1);
        }
        finished(actor, at);
    }

    /** Puts an item that stands elsewhere, or did, at a place of the row. */
    void place(int at, int item, int actor, long lamport) {
        boolean merging = append(OpLog.INSERT, at, 1, actor);
        addPlacement(graph.next() - 1, item, lamport);
        if (merging) {
            mergeNew();
        } else {
            inserted(at, graph.next() - 1, 1);
        }
        finished(actor, at + 1);
    }

    private void addPlacement(int event, int item, long lamport) {
        addValue(new Scalar.Null());
        addMove(event, item, lamport);
    }

    /** Notes that an insertion is a move. */
    void addMove(int event, int item, long lamport) {
        addStamp(event, lamport);
        placements.declare(event, item);
    }

    private void addAssignment(int event, long lamport, Scalar value) {
        addValue(value);
        addStamp(event, lamport);
    }

    /** Notes when an item was moved or assigned. */
    void addStamp(int event, long lamport) {
        if (stampedCount == stamped.length) {
            int capacity = Math.max(1, stampedCount * 2);
            stamped = Arrays.copyOf(stamped, capacity);
            lamports = Arrays.copyOf(lamports, capacity);
        }
        stamped[stampedCount] = event;
        lamports[stampedCount++] = lamport;
    }

    private void addValue(Scalar item) {
        if (valueCount == values.length) {
            values = Arrays.copyOf(values, valueCount * 2 + 1);
        }
        values[valueCount++] = item;
    }

    /** Finds the visible items of a history just read. */
    void replay() {
        MergeWalk whole = new MergeWalk(graph, log, actors, -1, 0);
        whole.walk(graph.next(), this);
    }

    private void finished(int actor, int expected) {
        recorder.touched(field);
        graph.noteLength(rope.length());
        graph.expect(actor, expected);
    }

    @Override
    public void inserted(int at, int event, int count) {
        rope.insert(at, event, count);
        if (!placements.none()) {
            for (int i = 0; i < count; i++) {
                placements.appeared(event + i);
            }
            shown = null;
        }
    }

    @Override
    public void deleted(int at, int unit, int count) {
        if (at >= 0) {
            remove(at, count);
        }
    }

    private void remove(int at, int count) {
        for (int i = 0; i < count; i++) {
            placements.left(rope.get(at + i));
        }
        rope.delete(at, count);
        shown = null;
    }

    @Override
    public void assigned(int at, int unit, int event) {
        if (unit < ItemTree.OLD) {
            assignUnit(unit, event);
        } else if (at >= 0) {
            assignUnit(rope.get(at), event);
        } else {
            assignUnit(base().get(unit - ItemTree.OLD), event);
        }
    }

    private void assignUnit(int unit, int event) {
        int item = placements.itemOf(unit);
        int before = winners.get(item);
        if (before < 0 || beats(event, before)) {
            winners.put(item, event);
        }
    }

    @Override
    void walkBegins() {
        base = null;
    }

    /** The row at which the present walk began: an assignment may be of a unit that is gone since. */
    private IntRope base() {
        IntRope known = base;
        if (known == null) {
            MergeWalk merge = Objects.requireNonNull(walk);
            known = new IntRope();
            new MergeWalk(graph, log, actors, -1, 0).walk(merge.base(), new RowOnly(known));
            base = known;
        }
        return known;
    }

    /** Keeps the units of a row, and nothing about them. */
    private record RowOnly(IntRope row) implements Splices {
        @Override
        public void inserted(int at, int event, int count) {
            row.insert(at, event, count);
        }

        @Override
        public void deleted(int at, int unit, int count) {
            if (at >= 0) {
                row.delete(at, count);
            }
        }

        @Override
        public void assigned(int at, int unit, int event) {
            // Assignments change no row.
        }
    }

    /**
     * Whether one unit that stands for an item counts more than a move of it; the one that it began with counts least.
     */
    private boolean places(int one, int other) {
        return placements.isPlacement(one) && beats(one, other);
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
