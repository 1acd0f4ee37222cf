package dev.hearth.echo.crdt;

import java.nio.CharBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a text or list: who takes part, the frontier, then the columns. A text stores what is visible as
 * plain text and, beside the history, what each deletion deleted: what was inserted where follows from a walk of the
 * history when that is needed. Until then the columns stay as they are, and to write them takes no walk.
 */
final class SequenceFile {
    private static final int SURROGATES = 1;
    private static final int MARKS = 2;
    /** Stands instead of the flags: a list that one author made by inserting. */
    private static final int PLAIN = 4;
    /** The history begins with a checkpoint. */
    private static final int CHECKPOINT = 8;

    private SequenceFile() {}

    static void actorsOf(Field field, Set<Integer> all) {
        addActors(field.scalar, all);
        Field.MapEntries map = field.map;
        if (map != null) {
            addActors(map.stamp, map.entries.values(), all);
        }
        SetMembers set = field.set;
        if (set != null) {
            addActors(set.stamp, set.members.values(), all);
        }
        Counter counter = field.counter;
        if (counter != null) {
            addActors(counter.stamp, List.of(), all);
        }
        ModelLog model = field.model;
        if (model != null) {
            addActors(model.stamp, List.of(), all);
            model.events().forEach(event -> all.add(event.actor()));
        }
        TextSequence text = field.text;
        Marks marks = text == null ? null : text.marks();
        if (marks != null) {
            marks.ordered().forEach(mark -> all.add(mark.actor()));
        }
        addActors(field.list, all);
        addActors(field.text, all);
    }

    private static void addActors(Stamp stamp, Collection<Register> registers, Set<Integer> all) {
        if (stamp.present()) {
            all.add(stamp.actor());
        }
        registers.forEach(register -> addActors(register, all));
    }

    private static void addActors(@Nullable Register register, Set<Integer> all) {
        if (register != null) {
            register.ranked().forEach(write -> all.add(write.actor()));
        }
    }

    private static void addActors(@Nullable Sequence sequence, Set<Integer> all) {
        if (sequence != null && !sequence.untouched()) {
            all.add(sequence.stamp.actor());
            for (int i = 0; i < sequence.graph.actors(); i++) {
                all.add(sequence.graph.actorAt(i));
            }
        }
    }

    static void write(ByteSink out, ListSequence list, IntUnaryOperator rankOf) {
        if (PlainList.is(list)) {
            out.u8(PLAIN);
            PlainList.write(out, list, rankOf);
            return;
        }
        Sealed unchanged = list.sealed();
        if (unchanged != null) {
            header(out, list, null, rankOf, flags(list));
            visible(out, list);
            out.blob(unchanged.columns());
            return;
        }
        CanonicalHistory history = new CanonicalHistory(list.graph, list.log, list.actors);
        header(out, list, history, rankOf, flags(list));
        visible(out, list);
        ByteSink sealed = new ByteSink();
        ListHistory.write(sealed, list, history);
        out.blob(sealed.toByteArray());
    }

    private static void visible(ByteSink out, ListSequence list) {
        ByteSink visible = new ByteSink();
        list.toList().forEach(item -> ScalarCodec.write(visible, item));
        Columns.write(out, visible.toByteArray());
    }

    static void write(ByteSink out, TextSequence text, IntUnaryOperator rankOf) throws ChangeException {
        Sealed unchanged = text.unchanged();
        if (unchanged != null) {
            header(out, text, null, rankOf, flagsOf(text));
            out.raw(unchanged.columns());
            marks(out, text, rankOf);
            return;
        }
        text.open();
        CanonicalHistory history = new CanonicalHistory(text.graph, text.log, text.actors);
        header(out, text, history, rankOf, flagsOf(text));
        Columns.write(out, Chars.encode(text.visible()));
        HistoryCodec.write(out, history);
        Columns.write(out, Chars.encode(new String(removed(text, history))));
        marks(out, text, rankOf);
    }

    private static int flags(Sequence sequence) {
        return sequence.graph.checkpoint() == null ? 0 : CHECKPOINT;
    }

    private static int flagsOf(TextSequence text) {
        return flags(text) | (text.surrogates() ? SURROGATES : 0) | (text.marks() == null ? 0 : MARKS);
    }

    private static void marks(ByteSink out, TextSequence text, IntUnaryOperator rankOf) {
        Marks marks = text.marks();
        if (marks == null) {
            return;
        }
        List<Marks.Mark> all = marks.ordered();
        out.varint(all.size());
        for (Marks.Mark mark : all) {
            out.varint(rankOf.applyAsInt(mark.actor()));
            out.varint(mark.lamport());
            out.text(mark.name());
            ScalarCodec.write(out, mark.value());
            anchor(out, mark.start(), rankOf);
            anchor(out, mark.end(), rankOf);
        }
    }

    private static void anchor(ByteSink out, Anchor anchor, IntUnaryOperator rankOf) {
        out.u8((anchor.atEnd() ? 2 : 0) | (anchor.after() ? 1 : 0));
        if (!anchor.atEnd()) {
            out.varint(rankOf.applyAsInt(anchor.actor()));
            out.varint(anchor.seq());
        }
    }

    /** What every run deleted, in the canonical order of the runs. */
    private static char[] removed(TextSequence text, CanonicalHistory history) {
        CharStore removed = text.removed();
        CharBuffer out = CharBuffer.allocate(removed.size());
        history.forEachRun((run, from, to) -> {
            if (text.log.kind(run) != OpLog.INSERT) {
                int first = text.log.deletionOf(from);
                removed.copy(first, first + to - from, out);
            }
        });
        history.log.turnBackspaces(out.array());
        return out.array();
    }

    private static void header(
            ByteSink out, Sequence sequence, @Nullable CanonicalHistory history, IntUnaryOperator rankOf, int flags) {
        EventGraph graph = sequence.graph;
        int[] ranked = CanonicalHistory.rank(graph, sequence.actors);
        out.u8(flags);
        out.varint(graph.next());
        out.varint(ranked.length);
        for (int actor : ranked) {
            out.varint(rankOf.applyAsInt(actor));
            out.varint(graph.nextSeq(actor));
            out.varint(graph.expected(actor));
        }
        EventGraph heads = history == null ? graph : history.graph;
        out.varint(heads.heads());
        for (int i = 0; i < heads.heads(); i++) {
            out.varint(heads.head(i));
            out.varint(rankOf.applyAsInt(heads.headActor(i)));
            out.varint(heads.headSeq(i));
        }
    }

    /** Reads who takes part and the frontier; returns the actors in the order of their keys. */
    private static int[] header(ByteSource in, Sequence sequence, int[] actors) throws ChangeException {
        EventGraph graph = sequence.graph;
        int[] ranked = new int[in.count(3)];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = actor(in, actors);
            if (i > 0 && sequence.actors.compare(ranked[i - 1], ranked[i]) >= 0) {
                throw new ChangeException("Participants are out of order");
            }
            int nextSeq = in.varint();
            graph.actorStands(ranked[i], nextSeq, in.varint());
        }
        int heads = in.count(3);
        for (int i = 0; i < heads; i++) {
            int event = in.varint();
            int actor = actor(in, actors);
            if (!graph.hasActor(actor)) {
                throw new ChangeException("A frontier names somebody who took no part");
            }
            graph.addHead(event, actor, in.varint());
        }
        return ranked;
    }

    static int actor(ByteSource in, int[] actors) throws ChangeException {
        int rank = in.varint();
        if (rank >= actors.length) {
            throw new ChangeException("An actor is not known");
        }
        return actors[rank];
    }

    static void read(ByteSource in, TextSequence text, int[] actors) throws ChangeException {
        int flags = in.u8();
        int events = in.varint();
        if ((flags & ~(SURROGATES | MARKS | CHECKPOINT)) != 0 || events > Sequence.MAX_EVENTS) {
            throw new ChangeException("A text is malformed");
        }
        int[] ranked = header(in, text, actors);
        int from = in.position();
        String visible = Chars.decode(Columns.read(in));
        boolean fromCheckpoint = (flags & CHECKPOINT) != 0;
        HistoryCodec.skip(in, fromCheckpoint);
        Columns.skip(in);
        text.seal(new Sealed(in.slice(from), ranked, events, (flags & SURROGATES) != 0, fromCheckpoint), visible);
        if ((flags & MARKS) != 0) {
            marks(in, text, actors);
        }
    }

    private static void marks(ByteSource in, TextSequence text, int[] actors) throws ChangeException {
        Stamp stamp = text.stamp;
        int count = in.count(7);
        for (int i = 0; i < count; i++) {
            int actor = actor(in, actors);
            long lamport = in.varlong();
            if (lamport < 0 || Stamp.compare(lamport, actor, stamp.lamport(), stamp.actor(), text.actors) > 0) {
                throw new ChangeException("A mark is later than its text");
            }
            String name = in.text();
            Scalar value = ScalarCodec.read(in);
            Anchor start = anchor(in, actors);
            text.mark(lamport, actor, name, value, start, anchor(in, actors));
        }
    }

    private static Anchor anchor(ByteSource in, int[] actors) throws ChangeException {
        int flags = in.u8();
        if (flags > 3) {
            throw new ChangeException("An anchor is malformed");
        }
        boolean after = (flags & 1) != 0;
        if ((flags & 2) != 0) {
            return after ? Anchor.END : Anchor.START;
        }
        int actor = actor(in, actors);
        return new Anchor(actor, in.varint(), after);
    }

    static void read(ByteSource in, ListSequence list, int[] actors) throws ChangeException {
        int form = in.u8();
        if (form == PLAIN) {
            PlainList.read(in, list, actors);
            return;
        }
        if ((form & ~CHECKPOINT) != 0) {
            throw new ChangeException("A list is malformed");
        }
        int events = in.varint();
        if (events > Sequence.MAX_EVENTS) {
            throw new ChangeException("A list is malformed");
        }
        int[] ranked = header(in, list, actors);
        Scalar[] visible = ListHistory.values(new ByteSource(Columns.read(in)));
        list.seal(new Sealed(in.blob(), ranked, events, false, form == CHECKPOINT), visible);
    }
}
