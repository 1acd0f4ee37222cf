package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Saved lists whose histories, which are read late, break one rule each. */
final class ForgedHistoriesTest {
    private static final String ENTRY = "An entry of a history is malformed";
    private static final String RUN = "A run of a history is malformed";
    private static final String PARTICIPANT = "other events than stated";

    /** Removes two items from where the author goes on. */
    private static final byte[] REMOVAL = {(byte) (Op.LIST_REMOVE << 4 | Op.FIELD_NAME), 1, 'f', 0, 2};

    private final Actors actors = new Actors();

    /** A list of one author, who made as many events as the header says, unless told otherwise. */
    private static final class Forgery {
        private final int events;
        private final int visible;
        private final ByteSink moves = new ByteSink();
        private final ByteSink entries = new ByteSink();
        private final BitWriter runs = new BitWriter(RunModel.CONTEXTS);
        private final RunModel model = new RunModel(runs);
        private int stamps;
        private int stated;
        private int expected;
        private int[] frontier;

        Forgery(int events, int visible) {
            this.events = events;
            this.visible = visible;
            this.stated = events;
            this.frontier = events == 0 ? new int[0] : new int[] {events - 1};
        }

        Forgery entry(int author, long count) {
            entries.varint(author);
            entries.varint(count);
            entries.varint(1); // without parents
            return this;
        }

        Forgery run(int kind, long at, int count) {
            model.code(kind, at, count);
            stamps += kind == OpLog.SET ? count : 0;
            return this;
        }

        /** Says that an event moves the first one, the events being counted from the move before. */
        Forgery move(int distance) {
            moves.varint(distance);
            moves.varint(0);
            moves.varint(0);
            stamps++;
            return this;
        }

        Forgery stated(int nextSeq) {
            stated = nextSeq;
            return this;
        }

        /** Where the author is said to go on. */
        Forgery expected(int place) {
            expected = place;
            return this;
        }

        /** Which of the author's events are said to be the frontier. */
        Forgery frontier(int... heads) {
            frontier = heads;
            return this;
        }

        byte[] saved() {
            return ForgedState.sequence(FieldKinds.LIST, out -> {
                out.u8(0);
                ForgedState.header(out, events, stated, expected, frontier);
                Columns.write(out, new byte[visible]); // zeros are nothings
                out.blob(history());
            });
        }

        private byte[] history() {
            byte[] lamports = new byte[stamps];
            Arrays.fill(lamports, (byte) 2);
            ByteSink out = new ByteSink();
            Columns.write(out, moves.toByteArray());
            Columns.write(out, lamports);
            Columns.write(out, new byte[0]);
            Columns.write(out, entries.toByteArray());
            out.blob(runs.finish());
            return out.toByteArray();
        }
    }

    private void refused(Forgery forgery, String because) throws ChangeException {
        ForgedState.refusedWhenChanged(forgery.saved(), actors, because);
    }

    @Test
    void entriesOfNobodyOrOfNothing() throws ChangeException {
        refused(new Forgery(1, 1).entry(1, 1).run(OpLog.INSERT, 0, 1), ENTRY);
        refused(new Forgery(1, 1).entry(0, 0).run(OpLog.INSERT, 0, 1), ENTRY);
        refused(new Forgery(1, 1).entry(0, Sequence.MAX_EVENTS + 1L).run(OpLog.INSERT, 0, 1), ENTRY);
    }

    @Test
    void runsThatLieOutsideOfAllHistories() throws ChangeException {
        refused(new Forgery(1, 1).entry(0, 1).run(OpLog.INSERT, 0, 2), RUN);
        refused(new Forgery(1, 1).entry(0, 1).run(OpLog.INSERT, -1, 1), RUN);
        refused(new Forgery(1, 1).entry(0, 1).run(OpLog.INSERT, Sequence.MAX_EVENTS, 1), RUN);
    }

    @Test
    void aDeletionBeyondTheEnd() throws ChangeException {
        refused(new Forgery(2, 0).entry(0, 2).run(OpLog.INSERT, 0, 1).run(OpLog.DELETE, 5, 1), "contradicts itself");
    }

    @Test
    void movesThatInsertNothing() throws ChangeException {
        Forgery deletes = new Forgery(3, 1).entry(0, 3).run(OpLog.INSERT, 0, 2).run(OpLog.DELETE, 0, 1);
        refused(deletes.move(3), "no item");
        Forgery assigns = new Forgery(4, 2)
                .entry(0, 4)
                .run(OpLog.INSERT, 0, 2)
                .run(OpLog.SET, 0, 1)
                .run(OpLog.INSERT, 0, 1);
        refused(assigns.move(3), "no item");
    }

    @Test
    void participantsWhoDidSomethingElse() throws ChangeException {
        refused(new Forgery(1, 1).entry(0, 1).run(OpLog.INSERT, 0, 1).stated(2), PARTICIPANT);
        refused(new Forgery(0, 0), PARTICIPANT);
    }

    /** Whoever edits names the frontier stated, and must not mean another version than the others understand. */
    @Test
    void frontiersThatAreOthers() throws ChangeException {
        int[][] others = {{}, {0}, {0, 1}, {2}};
        for (int[] other : others) {
            Forgery forgery = new Forgery(2, 2).entry(0, 2).run(OpLog.INSERT, 0, 2);
            refused(forgery.frontier(other), "The frontier is another one than stated");
        }
    }

    /** A list of one author's items would be saved shorter, without the place where that author is said to go on. */
    @Test
    void anAuthorWhoGoesOnElsewhereThanAtTheEnd() throws ChangeException {
        byte[] saved = new Forgery(2, 2)
                .entry(0, 2)
                .run(OpLog.INSERT, 0, 2)
                .expected(1)
                .saved();
        ObjectState state = ObjectState.load(saved, actors);
        assertThatThrownBy(() -> state.apply(REMOVAL, 0, 9))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("beyond the end");
        assertThat(state.save()).isEqualTo(saved); // with its history read
        ObjectState other = ObjectState.load(state.save(), actors);
        ForgedState.insertInto(state);
        ForgedState.insertInto(other);
        assertThat(state.list(ForgedState.FIELD)).hasSize(3);
        assertThat(other.save()).isEqualTo(state.save());
    }

    /** No one saves such a state, and yet what an author has named counts, whatever it is. */
    @Test
    void anAuthorWhoNamedNoFieldKeepsTheActorsNamed() throws ChangeException {
        ByteSink out = new ByteSink();
        out.u8(1);
        out.varint(1);
        out.raw(World.key(0));
        out.u8(0);
        out.varint(0);
        out.varint(1);
        out.varint(0);
        out.varint(0);
        out.varint(1);
        out.varint(0);
        byte[] saved = Checksums.ofState(out.toByteArray());
        assertThat(ObjectState.load(saved, actors).save()).isEqualTo(saved);
    }
}
