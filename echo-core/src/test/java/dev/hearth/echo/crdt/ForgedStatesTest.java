package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Saved states written by hand, whose checksum is right and whose contents are not. */
final class ForgedStatesTest {
    private static final Scalar VALUE = new Scalar.Null();

    private final Actors actors = new Actors();

    private void refused(byte[] saved, String because) {
        assertThatThrownBy(() -> ObjectState.load(saved, actors))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(because);
    }

    private static Consumer<ByteSink> set(int members, long lamport, Consumer<ByteSink> rest) {
        return out -> {
            out.varint(2L * members);
            ForgedState.written(out, lamport);
            rest.accept(out);
        };
    }

    @Test
    void lamportsOutOfRange() throws ChangeException {
        ObjectState.load(ForgedState.of(FieldKinds.SET, set(0, Long.MAX_VALUE, out -> {})), actors);
        refused(ForgedState.of(FieldKinds.SET, set(0, -1, out -> {})), "out of range");
    }

    @Test
    void formatsOfTheFuture() {
        byte[] saved = ForgedState.of(0, out -> {});
        saved[0]++;
        Checksums.repairState(saved);
        refused(saved, "not known");
        byte[] archive = StateArchive.write(List.of());
        archive[0]++;
        Checksums.repairArchive(archive);
        assertThatThrownBy(() -> StateArchive.read(archive, actors)).isInstanceOf(ChangeException.class);
    }

    /** Tables that claim a million authors or fields are refused before anything is made for them. */
    @Test
    void tablesThatClaimMoreThanTheyHold() {
        for (boolean authors : new boolean[] {true, false}) {
            ByteSink out = new ByteSink();
            out.u8(1);
            out.varint(authors ? 1_000_000 : 0);
            out.u8(0);
            out.varint(1_000_000);
            out.raw(new byte[1_000]);
            refused(Checksums.ofState(out.toByteArray()), "exceeds the bytes that remain");
        }
    }

    @Test
    void membersThatStandTwice() {
        refused(
                ForgedState.of(FieldKinds.SET, set(2, 1, out -> {
                    for (int i = 0; i < 2; i++) {
                        ScalarCodec.write(out, VALUE);
                        out.varint(1);
                        ForgedState.stamp(out, 1);
                        ScalarCodec.write(out, VALUE);
                    }
                })),
                "twice");
    }

    /** A register of these values, each an actor and a lamport. */
    private static byte[] register(int... stamps) {
        return ForgedState.of(FieldKinds.SCALAR, out -> {
            out.varint(stamps.length / 2);
            for (int i = 0; i < stamps.length; i += 2) {
                out.varint(stamps[i]);
                out.varint(stamps[i + 1]);
                ScalarCodec.write(out, VALUE);
            }
        });
    }

    @Test
    void registersThatNoWritesLeaveBehind() throws ChangeException {
        assertThat(ObjectState.load(register(0, 2), actors).scalar("f")).contains(VALUE);
        refused(register(), "as the one before");
        refused(register(0, 2, 0, 1), "out of order");
        refused(register(1, 2), "not known");
        refused(ForgedState.of(FieldKinds.SCALAR, out -> out.varint(5)), "exceeds");
        refused(
                ForgedState.of(FieldKinds.COUNTER, out -> {
                    out.varint(0);
                    out.zigzag(1);
                }),
                "as the one before");
    }

    @Test
    void countsOfEntriesThatAreNotThere() {
        refused(ForgedState.of(FieldKinds.MAP, out -> out.varint(1 << 30)), "exceeds");
        refused(ForgedState.of(FieldKinds.MAP, out -> out.varint(3)), "exceeds");
        refused(
                ForgedState.of(FieldKinds.MAP, out -> {
                    out.varint(FieldWriter.IN_COLUMNS);
                    out.blob(new byte[] {0});
                }),
                "");
    }

    @Test
    void fieldsThatAreThereTwice() {
        byte[] once = ForgedState.of(FieldKinds.COUNTER, out -> {
            ForgedState.written(out, 1);
            out.zigzag(1);
        });
        int name = 1 + 1 + Actors.KEY_LENGTH + 1 + 1;
        int end = once.length - 5;
        ByteSink out = new ByteSink();
        out.raw(once, 0, name - 1);
        out.varint(2);
        out.raw(once, name, end - name);
        out.raw(once, name, end - name);
        out.varint(0);
        refused(Checksums.ofState(out.toByteArray()), "twice");
    }

    @Test
    void listsWithoutItems() {
        refused(
                ForgedState.sequence(FieldKinds.LIST, out -> {
                    out.u8(4);
                    out.varint(0);
                    out.varint(0);
                }),
                "without items");
    }

    @Test
    void operationsThatAreTooLong() {
        refused(
                ForgedState.of(FieldKinds.MODEL, out -> {
                    out.varint(1);
                    ForgedState.written(out, 1);
                    out.blob(new byte[ModelEvent.MAX_BYTES + 1]);
                }),
                "too long");
        refused(ForgedState.of(FieldKinds.MODEL, out -> out.varint(0)), "without operations");
    }

    /** A list of one author who did so much at once, of one kind, that has so many visible values and others. */
    private static byte[] list(int events, int kind, int visible, int rest, int... moves) {
        return list(events, kind, visible, rest, 0, moves);
    }

    private static byte[] list(int events, int kind, int visible, int rest, int missing, int[] moves) {
        return ForgedState.sequence(FieldKinds.LIST, out -> {
            out.u8(0);
            ForgedState.header(out, events + missing);
            Columns.write(out, new byte[visible]); // zeros are nothings
            ByteSink sealed = new ByteSink();
            ByteSink column = new ByteSink();
            for (int number : moves) {
                column.varint(number);
            }
            Columns.write(sealed, column.toByteArray());
            byte[] lamports = new byte[kind == OpLog.SET ? Math.min(events, 9) : moves.length / 3];
            Arrays.fill(lamports, (byte) 2);
            Columns.write(sealed, lamports);
            Columns.write(sealed, new byte[rest]);
            history(sealed, events, kind);
            out.blob(sealed.toByteArray());
        });
    }

    private void refusedWhenChanged(byte[] saved, String because) throws ChangeException {
        ForgedState.refusedWhenChanged(saved, actors, because);
    }

    private static void history(ByteSink out, int events, int kind) {
        ByteSink entries = new ByteSink();
        entries.varint(0);
        entries.varint(events);
        entries.varint(1);
        Columns.write(out, entries.toByteArray());
        BitWriter runs = new BitWriter(RunModel.CONTEXTS);
        new RunModel(runs).code(kind, 0, events);
        out.blob(runs.finish());
    }

    @Test
    void movesOfWhatIsNoItem() throws ChangeException {
        int[][] all = {{1, 0, 0}, {2, 0, 9}, {2, 0, 1}, {3, 0, 0}, {2, 0, 0, 1, 0, 0}};
        for (int[] moves : all) { // the distance from the move before, the item's author, and its number
            refusedWhenChanged(list(2, OpLog.INSERT, 1, 0, moves), "no item");
        }
        refusedWhenChanged(list(3, OpLog.INSERT, 1, 0, 2, 0, 0, 1, 0, 1), "no item"); // of what is a move itself
        refusedWhenChanged(list(2, OpLog.INSERT, 1, 0, 2, 1, 0), "not known");
        refusedWhenChanged(list(2, OpLog.INSERT, 1, 0, 0, 0, 0), "out of order");
        refusedWhenChanged(list(2, OpLog.INSERT, 1, 0, Integer.MAX_VALUE, 0, 0), "out of order");
    }

    @Test
    void listsWhoseColumnsDoNotFit() throws ChangeException {
        refusedWhenChanged(list(2, OpLog.INSERT, 1, 0), "do not fit");
        refusedWhenChanged(list(2, OpLog.INSERT, 2, 1), "do not fit");
        refusedWhenChanged(list(2, OpLog.INSERT, 1, 1), "do not fit");
        refusedWhenChanged(list(2, OpLog.INSERT, 2, 0, 1, new int[0]), "malformed");
        refused(list(2, OpLog.INSERT, 3, 0), "longer than its history");
        ObjectState good = ObjectState.load(list(2, OpLog.INSERT, 2, 0), actors);
        ForgedState.insertInto(good);
        assertThat(good.list("f")).hasSize(3);
    }

    /** Parents stand before their children, so that no history has a circle. */
    @Test
    void eventsAfterThemselvesOrTheFuture() throws ChangeException {
        for (int distance : new int[] {0, 2, Integer.MAX_VALUE}) {
            ByteSink entries = new ByteSink();
            entries.varint(0);
            entries.varint(1);
            entries.varint(1);
            entries.varint(0);
            entries.varint(1);
            entries.varint(2);
            entries.varint(distance);
            byte[] list = ForgedState.sequence(FieldKinds.LIST, out -> {
                out.u8(0);
                ForgedState.header(out, 2);
                Columns.write(out, new byte[2]);
                ByteSink sealed = new ByteSink();
                for (int column = 0; column < 3; column++) {
                    Columns.write(sealed, new byte[0]);
                }
                Columns.write(sealed, entries.toByteArray());
                BitWriter runs = new BitWriter(RunModel.CONTEXTS);
                RunModel model = new RunModel(runs);
                model.code(OpLog.INSERT, 0, 1);
                model.code(OpLog.INSERT, 0, 1);
                sealed.blob(runs.finish());
                out.blob(sealed.toByteArray());
            });
            refusedWhenChanged(list, "entry of a history is malformed");
        }
    }

    /** A few bytes that claim half a thousand million events are refused before anything is made for them. */
    @Test
    void historiesThatClaimMoreThanTheyHold() throws ChangeException {
        for (int kind = OpLog.INSERT; kind <= OpLog.SET; kind++) {
            refusedWhenChanged(list(Sequence.MAX_EVENTS - 1, kind, 0, 0), "more than it holds");
            refused(list(Sequence.MAX_EVENTS + 1, kind, 0, 0), "malformed");
        }
        ObjectState text = ObjectState.load(
                ForgedState.sequence(FieldKinds.TEXT, out -> {
                    out.u8(0);
                    ForgedState.header(out, Sequence.MAX_EVENTS - 1);
                    Columns.write(out, new byte[] {'x'});
                    history(out, Sequence.MAX_EVENTS - 1, OpLog.INSERT);
                    Columns.write(out, new byte[0]);
                }),
                actors);
        assertThat(text.text("f")).isEqualTo("x");
        assertThatThrownBy(() -> text.anchor("f", 1, true))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("more than it holds");
    }

    /** What stands before a history is believed until the history is read, which then must say the same. */
    @Test
    void headersOfTextsThatTheirHistoriesContradict() throws ChangeException {
        refusedLate(0, 1, 0); // an author who did nothing
        refusedLate(3, 1, 0); // an author who did more
        refusedLate(1, 0, 0); // no frontier
        refusedLate(1, 1, 2); // a frontier of another number
        assertThat(text(1, 1, 0).position("f", Anchor.START)).hasValue(0);
    }

    /** An author goes on without a look into the history, unless the frontier is not the author's last event. */
    @Test
    void anAuthorsOwnFrontierOfAnotherNumber() throws ChangeException {
        byte[] typed = {(byte) (Op.TEXT_INSERT << 4 | Op.FIELD_NAME), 1, 'f', 0, 1, 'y'};
        assertThatThrownBy(() -> text(3, 1, 0).apply(typed, 0, 9))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("than stated");
        ObjectState good = text(1, 1, 0);
        good.apply(typed, 0, 9);
        assertThat(good.text("f")).hasSize(2);
    }

    private void refusedLate(int events, int heads, int head) throws ChangeException {
        ObjectState state = text(events, heads, head);
        assertThat(state.text("f")).isEqualTo("x");
        assertThatThrownBy(() -> state.anchor("f", 1, true))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("than stated");
    }

    /** One typed character, behind a header that says how many events its author made and what the frontier is. */
    private ObjectState text(int events, int heads, int head) throws ChangeException {
        return ObjectState.load(
                ForgedState.sequence(FieldKinds.TEXT, out -> {
                    out.u8(0);
                    out.varint(1);
                    out.varint(1);
                    out.varint(0);
                    out.varint(events);
                    out.varint(1);
                    out.varint(heads);
                    for (int i = 0; i < heads; i++) {
                        out.varint(0);
                        out.varint(0);
                        out.varint(head);
                    }
                    Columns.write(out, new byte[] {'x'});
                    history(out, 1, OpLog.INSERT);
                    Columns.write(out, new byte[0]);
                }),
                actors);
    }

    /** Two deleted the same character, of which each says what it was. */
    @Test
    void deletionsOfOneCharacterThatDifferAboutIt() throws ChangeException {
        Pair pair = new Pair();
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "ab"));
        pair.both(edit -> edit.deleteText(Pair.TEXT, 0, 1), edit -> edit.deleteText(Pair.TEXT, 0, 1));
        byte[] saved = pair.one.save();
        int deleted = saved.length - 1;
        while (saved[deleted - 1] != 'a' || saved[deleted] != 'a') {
            deleted--;
        }
        saved[deleted] = 'c';
        Checksums.repairState(saved);
        ObjectState state = ObjectState.load(saved, pair.actors);
        assertThat(state.text(Pair.TEXT)).isEqualTo("b");
        assertThatThrownBy(() -> state.anchor(Pair.TEXT, 0, false))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("do not fit");
    }

    @Test
    void textsThatContradictThemselves() {
        refused(ForgedState.sequence(FieldKinds.TEXT, out -> out.u8(4)), "malformed");
        refused(
                ForgedState.sequence(FieldKinds.TEXT, out -> {
                    out.u8(0);
                    out.varint(Sequence.MAX_EVENTS + 1L);
                }),
                "malformed");
        refused(ForgedState.sequence(FieldKinds.LIST, out -> out.u8(1)), "malformed");
        for (long lamport : new long[] {-1, 2}) {
            refused(
                    ForgedState.sequence(FieldKinds.TEXT, out -> {
                        out.u8(2);
                        ForgedState.header(out, 1);
                        Columns.write(out, new byte[] {'x'});
                        history(out, 1, OpLog.INSERT);
                        Columns.write(out, new byte[0]);
                        out.varint(1);
                        ForgedState.stamp(out, lamport);
                        out.text("bold");
                        ScalarCodec.write(out, VALUE);
                        out.u8(2);
                        out.u8(3);
                    }),
                    "later than its text");
        }
    }

    /** What is gone of a text has as many characters as its history deleted. */
    @Test
    void textsWithoutWhatTheyDeleted() throws ChangeException {
        ObjectState state = new ObjectState(actors);
        Pair.edit(state, actors.intern(World.key(0)), 1, edit -> {
            edit.insertText("t", 0, "abc");
            edit.deleteText("t", 1, 1);
        });
        byte[] body = Checksums.bodyOf(state.save());
        int gone = body.length - 1;
        while (body[gone] != 'b') {
            gone--;
        }
        ByteSink forged = new ByteSink();
        forged.raw(body, 0, gone - 1);
        forged.u8(0);
        forged.raw(body, gone + 1, body.length - gone - 1);
        ObjectState loaded = ObjectState.load(Checksums.ofState(forged.toByteArray()), actors);
        assertThatThrownBy(() -> StateDiff.between(loaded, loaded))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("do not fit each other");
    }
}
