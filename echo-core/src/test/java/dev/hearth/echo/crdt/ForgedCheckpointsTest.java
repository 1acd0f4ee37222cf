package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Saved texts and lists that begin with a checkpoint which breaks one rule each. */
final class ForgedCheckpointsTest {
    private static final int FROM_CHECKPOINT = 8;
    private static final String CHECKPOINT = "A checkpoint is malformed";
    private static final String ENTRY = "An entry of a history is malformed";
    private static final String MOVE = "A move is of no item";

    private final Actors actors = new Actors();

    /** A text or list of one author, all of whose events are units of a checkpoint unless told otherwise. */
    private static final class Forgery {
        private final int events;
        private final ByteSink checkpoint = new ByteSink();
        private final ByteSink entries = new ByteSink();
        private final ByteSink moves = new ByteSink();
        private final BitWriter runs = new BitWriter(RunModel.CONTEXTS);
        private final RunModel model = new RunModel(runs);
        private int visible;
        private int stamps;
        private int made;

        Forgery(int events) {
            this.events = events;
            this.visible = events;
            this.made = events;
        }

        /** How many events the author had made, whose last one was the frontier or not. */
        Forgery made(long count, boolean head) {
            made = (int) count;
            checkpoint.varint(2 * count + (head ? 1 : 0));
            return this;
        }

        Forgery units(int participant, long distance, long count) {
            checkpoint.varint(participant);
            checkpoint.zigzag(distance);
            checkpoint.varint(count);
            return this;
        }

        /** An insertion at the beginning, of so many parents, of which the first lies so far back. */
        Forgery insertion(int parents, int distance) {
            made++;
            entries.varint(0);
            entries.varint(1);
            entries.varint(parents + 1L);
            if (parents > 0) {
                entries.varint(distance);
            }
            model.code(OpLog.INSERT, 0, 1);
            return this;
        }

        /** Says that an event stands for the item of another one, the events being counted from the one said before. */
        Forgery move(int distance, int item) {
            moves.varint(distance);
            moves.varint(0);
            moves.varint(item);
            stamps++;
            visible--;
            return this;
        }

        byte[] text() {
            return saved(FieldKinds.TEXT, out -> {
                Columns.write(out, Chars.encode("x".repeat(visible)));
                history(out);
                Columns.write(out, Chars.encode(""));
            });
        }

        byte[] list() {
            return saved(FieldKinds.LIST, out -> {
                Columns.write(out, new byte[visible]); // zeros are nothings
                ByteSink history = new ByteSink();
                byte[] lamports = new byte[stamps];
                Arrays.fill(lamports, (byte) 2);
                Columns.write(history, moves.toByteArray());
                Columns.write(history, lamports);
                Columns.write(history, new byte[0]);
                history(history);
                out.blob(history.toByteArray());
            });
        }

        private byte[] saved(int kind, Consumer<ByteSink> contents) {
            return ForgedState.sequence(kind, out -> {
                out.u8(FROM_CHECKPOINT);
                out.varint(events);
                out.varint(1);
                out.varint(0);
                out.varint(made);
                out.varint(0);
                out.varint(1);
                out.varint(Math.max(0, events - 1));
                ForgedState.stamp(out, Math.max(0, made - 1));
                contents.accept(out);
            });
        }

        private void history(ByteSink out) {
            Columns.write(out, checkpoint.toByteArray());
            Columns.write(out, entries.toByteArray());
            out.blob(runs.finish());
        }
    }

    private static Forgery two() {
        return new Forgery(2).made(2, true).units(0, 0, 2);
    }

    private void refused(byte[] saved, String because) {
        assertThatThrownBy(() -> ObjectState.load(saved, actors))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(because);
    }

    private ObjectState taken(byte[] saved) throws ChangeException {
        ObjectState state = ObjectState.load(saved, actors);
        assertThat(state.save()).isEqualTo(saved);
        return state;
    }

    @Test
    void whatBreaksNoRuleIsTaken() throws ChangeException {
        assertThat(taken(two().text()).text(ForgedState.FIELD)).isEqualTo("xx");
        assertThat(taken(two().list()).list(ForgedState.FIELD)).hasSize(2);
        Forgery turned = new Forgery(2).made(7, true).units(0, 4, 1).units(0, -3, 1);
        assertThat(taken(turned.text()).text(ForgedState.FIELD)).isEqualTo("xx");
        Forgery more = new Forgery(3).made(2, true).units(0, 0, 2).insertion(1, 1);
        assertThat(ObjectState.load(more.text(), actors).text(ForgedState.FIELD))
                .isEqualTo("xxx");
        Forgery moved = new Forgery(3).made(3, true).units(0, 0, 3).move(2, 2);
        assertThat(taken(moved.list()).list(ForgedState.FIELD)).hasSize(2);
        taken(new Forgery(0).made(1, true).text());
    }

    /** Else the checkpoint would be written in another order than its frontier. */
    @Test
    void participantsOutOfOrder() {
        byte[] twice = ForgedState.sequence(FieldKinds.TEXT, out -> {
            out.u8(FROM_CHECKPOINT);
            out.varint(1);
            out.varint(2);
            for (int participant = 0; participant < 2; participant++) {
                ForgedState.stamp(out, 1);
                out.varint(0);
            }
            out.varint(0);
        });
        refused(twice, "out of order");
    }

    @Test
    void participantsWhoMadeMoreThanAHistoryMayHold() {
        refused(
                new Forgery(1)
                        .made(Sequence.MAX_EVENTS + 1L, true)
                        .units(0, 0, 1)
                        .text(),
                CHECKPOINT);
    }

    @Test
    void aFrontierOfSomebodyWhoMadeNothing() {
        refused(new Forgery(0).made(0, true).text(), CHECKPOINT);
    }

    @Test
    void noFrontierAtAll() {
        refused(new Forgery(1).made(1, false).units(0, 0, 1).text(), CHECKPOINT);
    }

    @Test
    void unitsOfNobody() {
        refused(new Forgery(1).made(1, true).units(1, 0, 1).text(), CHECKPOINT);
    }

    @Test
    void unitsThatTheirAuthorNeverMade() {
        refused(new Forgery(1).made(1, true).units(0, -1, 1).text(), CHECKPOINT);
        refused(new Forgery(1).made(1, true).units(0, 1, 1).text(), CHECKPOINT);
        refused(new Forgery(2).made(1, true).units(0, 0, 2).text(), CHECKPOINT);
    }

    @Test
    void aRunOfNoUnits() {
        refused(new Forgery(1).made(1, true).units(0, 0, 1).units(0, 0, 0).text(), CHECKPOINT);
    }

    @Test
    void unitsThatStandThereTwice() {
        refused(new Forgery(2).made(1, true).units(0, 0, 1).units(0, -1, 1).text(), CHECKPOINT);
        refused(new Forgery(4).made(3, true).units(0, 1, 2).units(0, -3, 2).text(), CHECKPOINT);
    }

    /** A few bytes must not claim the memory of a walk over half a billion units. */
    @Test
    void moreUnitsThanTheBytesCanHold() {
        int many = Sequence.MAX_EVENTS;
        refused(new Forgery(1).made(many, true).units(0, 0, many).text(), CHECKPOINT);
        refused(new Forgery(1).made(many, true).units(0, 0, many).list(), CHECKPOINT);
    }

    /** What comes later follows the whole checkpoint. */
    @Test
    void entriesThatDoNotFollowTheCheckpoint() {
        refused(new Forgery(3).made(2, true).units(0, 0, 2).insertion(0, 0).text(), ENTRY);
        refused(new Forgery(3).made(2, true).units(0, 0, 2).insertion(1, 2).text(), ENTRY);
    }

    @Test
    void unitsThatStandForThemselves() {
        refused(two().move(1, 0).list(), MOVE);
    }

    @Test
    void unitsThatStandForWhatStandsForAnother() {
        Forgery first = new Forgery(3).made(3, true).units(0, 0, 3);
        refused(first.move(1, 1).move(1, 2).list(), MOVE);
        Forgery second = new Forgery(3).made(3, true).units(0, 0, 3);
        refused(second.move(2, 2).move(1, 1).list(), MOVE);
    }
}
