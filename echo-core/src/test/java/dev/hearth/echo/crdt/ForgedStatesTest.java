package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Saved states written by hand, whose checksum is right and whose contents are not. */
final class ForgedStatesTest {
    private static final int LIST = 4;
    private static final int TEXT = 8;
    private static final int SET = 32;
    private static final int MODEL = 64;
    private static final Scalar VALUE = new Scalar.Null();

    private final Actors actors = new Actors();

    /** A state of one actor and one field. */
    private static byte[] saved(int kind, Consumer<ByteSink> contents) {
        ByteSink out = new ByteSink();
        out.u8(1);
        out.varint(1);
        out.raw(World.key(0));
        out.u8(0);
        out.varint(1);
        out.text("f");
        out.u8(kind);
        contents.accept(out);
        out.varint(0);
        byte[] body = out.toByteArray();
        CRC32C crc = new CRC32C();
        crc.update(body);
        out.fixed32((int) crc.getValue());
        return out.toByteArray();
    }

    private void refused(byte[] saved, String because) {
        assertThatThrownBy(() -> ObjectState.load(saved, actors))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(because);
    }

    private static void stamp(ByteSink out, long lamport) {
        out.varint(0);
        out.varint(lamport);
    }

    @Test
    void lamportsOutOfRange() throws ChangeException {
        Consumer<ByteSink> empty = out -> out.varint(0);
        ObjectState.load(saved(SET, with(Long.MAX_VALUE, empty)), actors);
        refused(saved(SET, with(-1, empty)), "out of range");
    }

    private static Consumer<ByteSink> with(long lamport, Consumer<ByteSink> rest) {
        return out -> {
            stamp(out, lamport);
            rest.accept(out);
        };
    }

    @Test
    void formatsOfTheFuture() {
        byte[] saved = saved(0, out -> {});
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
                saved(SET, with(1, out -> {
                    out.varint(2);
                    for (int i = 0; i < 2; i++) {
                        ScalarCodec.write(out, VALUE);
                        out.varint(1);
                        stamp(out, 1);
                        ScalarCodec.write(out, VALUE);
                    }
                })),
                "twice");
    }

    @Test
    void operationsThatAreTooLong() {
        refused(
                saved(MODEL, out -> {
                    out.varint(1);
                    stamp(out, 1);
                    out.blob(new byte[ModelEvent.MAX_BYTES + 1]);
                }),
                "too long");
        refused(saved(MODEL, out -> out.varint(0)), "without operations");
    }

    /** A list of one author who did so much at once, of one kind. */
    private static byte[] list(int events, int kind, Consumer<ByteSink> values) {
        return saved(LIST, with(1, out -> {
            out.u8(0);
            header(out, events);
            history(out, events, kind);
            ByteSink column = new ByteSink();
            values.accept(column);
            Columns.write(out, column.toByteArray());
            Columns.write(out, new byte[] {2, 2});
        }));
    }

    private static void header(ByteSink out, int events) {
        out.varint(events);
        out.varint(1);
        out.varint(0);
        out.varint(events);
        out.varint(0);
        out.varint(1);
        out.varint(events - 1);
        stamp(out, events - 1);
    }

    private static void history(ByteSink out, int events, int kind) {
        ByteSink entries = new ByteSink();
        entries.varint(0);
        entries.varint(events);
        entries.varint(1);
        Columns.write(out, entries.toByteArray());
        ByteSink kinds = new ByteSink();
        kinds.varint(((long) events << 2) | kind);
        Columns.write(out, kinds.toByteArray());
        Columns.write(out, new byte[] {0});
    }

    @Test
    void movesOfWhatIsNoItem() {
        for (int[] seqs : new int[][] {{0, 0}, {9, 0}, {1, 1}}) {
            refused(
                    list(2, OpLog.INSERT, out -> {
                        for (int seq : seqs) {
                            out.u8(ScalarCodec.PLACEMENT);
                            out.varint(0);
                            out.varint(seq);
                        }
                    }),
                    "no item");
        }
        refused(
                list(3, OpLog.INSERT, out -> {
                    ScalarCodec.write(out, VALUE);
                    for (int seq = 0; seq < 2; seq++) { // the second is of the first, which is no item
                        out.u8(ScalarCodec.PLACEMENT);
                        out.varint(0);
                        out.varint(seq);
                    }
                }),
                "no item");
    }

    /** Parents stand before their children, so that no history has a circle. */
    @Test
    void eventsAfterThemselvesOrTheFuture() {
        for (int distance : new int[] {0, 2, Integer.MAX_VALUE}) {
            ByteSink entries = new ByteSink();
            entries.varint(0);
            entries.varint(1);
            entries.varint(1);
            entries.varint(0);
            entries.varint(1);
            entries.varint(2);
            entries.varint(distance);
            refused(
                    saved(LIST, with(1, out -> {
                        out.u8(0);
                        header(out, 2);
                        Columns.write(out, entries.toByteArray());
                        Columns.write(out, new byte[] {1 << 2 | OpLog.INSERT, 1 << 2 | OpLog.INSERT});
                        Columns.write(out, new byte[] {0, 0});
                        Columns.write(out, new byte[2]);
                        Columns.write(out, new byte[0]);
                    })),
                    "entry of a history is malformed");
        }
    }

    /** A few bytes that claim half a thousand million events are refused before anything is made for them. */
    @Test
    void historiesThatClaimMoreThanTheyHold() throws ChangeException {
        for (int kind = OpLog.INSERT; kind <= OpLog.SET; kind++) {
            refused(list(Sequence.MAX_EVENTS - 1, kind, out -> {}), "more than it holds");
            refused(list(Sequence.MAX_EVENTS + 1, kind, out -> {}), "malformed");
        }
        ObjectState text = ObjectState.load(
                saved(TEXT, with(1, out -> {
                    out.u8(0);
                    header(out, Sequence.MAX_EVENTS - 1);
                    Columns.write(out, new byte[] {'x'});
                    history(out, Sequence.MAX_EVENTS - 1, OpLog.INSERT);
                    Columns.write(out, new byte[0]);
                })),
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
                saved(TEXT, with(1, out -> {
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
                })),
                actors);
    }

    @Test
    void textsThatContradictThemselves() {
        refused(saved(TEXT, with(1, out -> out.u8(4))), "malformed");
        refused(
                saved(TEXT, with(1, out -> {
                    out.u8(0);
                    out.varint(Sequence.MAX_EVENTS + 1L);
                })),
                "malformed");
        refused(saved(LIST, with(1, out -> out.u8(1))), "malformed");
        for (long lamport : new long[] {-1, 2}) {
            refused(
                    saved(TEXT, with(1, out -> {
                        out.u8(2);
                        header(out, 1);
                        Columns.write(out, new byte[] {'x'});
                        history(out, 1, OpLog.INSERT);
                        Columns.write(out, new byte[0]);
                        out.varint(1);
                        stamp(out, lamport);
                        out.text("bold");
                        ScalarCodec.write(out, VALUE);
                        out.u8(2);
                        out.u8(3);
                    })),
                    "later than its text");
        }
    }
}
