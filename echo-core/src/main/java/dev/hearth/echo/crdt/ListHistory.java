package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The saved history of a list beside its visible values: which insertions are moves, and of what; when items were moved
 * and assigned; the values that do not show; and the events. Which value is whose follows from a walk of the events,
 * when that is needed.
 */
final class ListHistory {
    private ListHistory() {}

    static void write(ByteSink out, ListSequence list, CanonicalHistory history) {
        IntTable participant = new IntTable();
        for (int i = 0; i < history.ranked.length; i++) {
            participant.put(history.ranked[i], i);
        }
        ByteSink moves = new ByteSink();
        ByteSink lamports = new ByteSink();
        ByteSink rest = new ByteSink();
        BitSet shown = new BitSet();
        for (int at = 0; at < list.length(); at++) {
            shown.set(list.contentAt(at));
        }
        long lastLamport = 0;
        int lastMove = -1;
        int number = 0;
        for (int entry : history.order) {
            int end = list.graph.end(entry);
            for (int event = list.graph.start(entry); event < end; event++, number++) {
                int kind = list.log.kind(list.log.runOf(event));
                boolean move = list.isPlacement(event);
                if (move) {
                    moves.varint(number - lastMove);
                    lastMove = number;
                    item(moves, list, event, participant);
                }
                if (move || kind == OpLog.SET) {
                    lamports.zigzag(list.lamportOf(event) - lastLamport);
                    lastLamport = list.lamportOf(event);
                }
                boolean hasValue = kind == OpLog.INSERT || kind == OpLog.SET;
                if (hasValue && !move && !shown.get(list.log.contentOf(event))) {
                    ScalarCodec.write(rest, list.value(list.log.contentOf(event)));
                }
            }
        }
        Columns.write(out, moves.toByteArray());
        Columns.write(out, lamports.toByteArray());
        Columns.write(out, rest.toByteArray());
        HistoryCodec.write(out, history);
    }

    private static void item(ByteSink moves, ListSequence list, int event, IntTable participant) {
        int item = list.itemOf(event);
        int entry = list.graph.entryOf(item);
        moves.varint(participant.get(list.graph.actor(entry)));
        moves.varint(list.graph.seq(entry) + item - list.graph.start(entry));
    }

    /** Reads values until the bytes end. */
    static Scalar[] values(ByteSource in) throws ChangeException {
        List<Scalar> values = new ArrayList<>();
        while (in.remaining() > 0) {
            values.add(ScalarCodec.read(in));
        }
        return values.toArray(new Scalar[0]);
    }

    /** Reads a history into an empty list, of which the visible values are known. */
    static void read(Sealed sealed, ListSequence list, Scalar[] visible) throws ChangeException {
        ByteSource in = new ByteSource(sealed.columns());
        ByteSource moves = new ByteSource(Columns.read(in));
        ByteSource lamports = new ByteSource(Columns.read(in));
        Scalar[] rest = values(new ByteSource(Columns.read(in)));
        HistoryCodec.read(in, sealed.ranked(), sealed.fromCheckpoint(), list.graph, list.log, list.actors);
        in.done();
        if (list.graph.next() != sealed.events()) {
            throw new ChangeException("A list is malformed");
        }
        int moved = stamps(list, moves, lamports, sealed.ranked());
        list.replay();
        if (list.length() != visible.length || list.log.contentSize() - moved != visible.length + (long) rest.length) {
            throw new ChangeException("The columns of a list do not fit each other");
        }
        list.values(place(list, visible, rest));
    }

    /** Reads which insertions are moves, and when items were moved and assigned; returns how many were moved. */
    private static int stamps(ListSequence list, ByteSource moves, ByteSource lamports, int[] ranked)
            throws ChangeException {
        int moved = 0;
        BitSet items = new BitSet();
        int next = move(moves, -1);
        long lamport = 0;
        for (int run = 0; run < list.log.runs(); run++) {
            int kind = list.log.kind(run);
            int end = list.log.end(run);
            for (int event = kind == OpLog.SET ? list.log.start(run) : next; event < end; ) {
                lamport += lamports.zigzag();
                if (kind == OpLog.SET) {
                    list.addStamp(event++, lamport);
                    continue;
                }
                int actor = SequenceFile.actor(moves, ranked);
                int item = list.graph.event(actor, moves.varint());
                if (kind != OpLog.INSERT
                        || event < list.log.start(run)
                        || item < 0
                        || item >= Math.max(event, list.graph.checkpointEnd())
                        || item == event
                        || !list.isItem(item)
                        || items.get(event)) {
                    throw new ChangeException("A move is of no item");
                }
                items.set(item);
                list.addMove(event, item, lamport);
                moved++;
                next = move(moves, event);
                event = next;
            }
        }
        if (next < Integer.MAX_VALUE) {
            throw new ChangeException("A move is of no item");
        }
        lamports.done();
        return moved;
    }

    private static int move(ByteSource moves, int before) throws ChangeException {
        if (moves.remaining() == 0) {
            return Integer.MAX_VALUE;
        }
        int distance = moves.varint();
        if (distance == 0 || distance > Sequence.MAX_EVENTS) {
            throw new ChangeException("Moves are out of order");
        }
        return before + distance;
    }

    /** Every value at the place of the event that gave it: those that show, and of the others one after the other. */
    private static Scalar[] place(ListSequence list, Scalar[] visible, Scalar[] rest) {
        @Nullable Scalar[] values = new Scalar[list.log.contentSize()];
        for (int at = 0; at < visible.length; at++) {
            values[list.contentAt(at)] = visible[at];
        }
        Scalar[] all = new Scalar[values.length];
        Arrays.fill(all, new Scalar.Null());
        int from = 0;
        for (int run = 0; run < list.log.runs(); run++) {
            int kind = list.log.kind(run);
            for (int event = list.log.start(run); event < list.log.end(run); event++) {
                if ((kind == OpLog.INSERT || kind == OpLog.SET) && !list.isPlacement(event)) {
                    int content = list.log.contentOf(event);
                    Scalar shown = values[content];
                    all[content] = shown == null ? rest[from++] : shown;
                }
            }
        }
        return all;
    }
}
