package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every rule of the formats that a change, a value or a saved state may break, one by one. */
final class RefusalsTest {
    private static final Scalar VALUE = new Scalar.Null();

    private final Pair pair = new Pair();

    private static byte[] operation(int kind, String field, Consumer<ByteSink> rest) {
        ByteSink out = new ByteSink();
        boolean extended = kind >= Op.COUNT;
        out.u8(((extended ? Op.EXTENDED : kind) << 4) | Op.FIELD_NAME);
        out.text(field);
        if (extended) {
            out.u8(kind - Op.COUNT);
        }
        rest.accept(out);
        return out.toByteArray();
    }

    /** Names an event of an actor by the actor's key. */
    private static void event(ByteSink out, int actor, long seq) {
        out.varint(0);
        out.raw(World.key(actor));
        out.varint(seq);
    }

    private void refused(byte[] change, String because) {
        byte[] before = pair.one.save();
        assertThatThrownBy(() -> pair.one.apply(change, pair.great, 9))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(because);
        assertThat(pair.one.save()).isEqualTo(before);
    }

    private void accepted(byte[] change) throws ChangeException {
        pair.one.apply(change, pair.great, 9);
        pair.two.apply(change, pair.great, 9);
        pair.verify();
    }

    private void start() throws ChangeException {
        pair.first(edit -> {
            edit.insertText(Pair.TEXT, 0, "a🎈b");
            edit.deleteText(Pair.TEXT, 3, 1);
            edit.insert(Pair.LIST, 0, Pair.numbers(3));
            edit.setItem(Pair.LIST, 0, VALUE);
            edit.removeItems(Pair.LIST, 2, 1);
        });
        pair.first(edit -> edit.moveItem(Pair.LIST, 0, 1));
    }

    @Test
    void operationsBeyondTheirLimits() throws ChangeException {
        refused(operation(Op.EVENT, "e", out -> out.blob(new byte[ModelEvent.MAX_BYTES + 1])), "too long");
        refused(operation(Op.SET, "n".repeat(Op.MAX_NAME + 1), out -> ScalarCodec.write(out, VALUE)), "too long");
        refused(operation(Op.SET, "é".repeat(Op.MAX_NAME / 2 + 1), out -> ScalarCodec.write(out, VALUE)), "too long");
        accepted(operation(Op.SET, "é".repeat(Op.MAX_NAME / 2), out -> ScalarCodec.write(out, VALUE)));
        refused(operation(Op.TEXT_INSERT, Pair.TEXT, out -> out.varint(0)), "");
        refused(operation(Op.TEXT_INSERT, Pair.TEXT, out -> out.zigzag(1L << 32)), "out of range");
        refused(operation(Op.TEXT_INSERT, Pair.TEXT, out -> out.zigzag(-1L << 32)), "out of range");
    }

    /** A field that a refused change made is gone, also when there are so many fields that a map finds them. */
    @Test
    void fieldsOfARefusedChangeAmongMany() throws ChangeException {
        pair.first(edit -> {
            for (int i = 0; i < 20; i++) {
                edit.set("field" + i, VALUE);
            }
        });
        Set<String> before = pair.one.fields();
        refused(
                operation(Op.SET, "new", out -> {
                    ScalarCodec.write(out, VALUE);
                    out.raw(operation(Op.TEXT_INSERT, Pair.TEXT, text -> {
                        text.zigzag(5);
                        text.text("x");
                    }));
                }),
                "beyond the end");
        assertThat(pair.one.fields()).isEqualTo(before);
        assertThat(pair.one.kind("new")).isEmpty();
        accepted(operation(Op.SET, "new", out -> ScalarCodec.write(out, VALUE)));
        assertThat(pair.one.scalar("new")).contains(VALUE);
        assertThat(pair.one.textLength(Pair.TEXT)).isZero();
    }

    @Test
    void parentsThatAreNotHere() throws ChangeException {
        start();
        for (int kind : new int[] {Op.TEXT_AFTER, Op.LIST_AFTER}) {
            String field = kind == Op.TEXT_AFTER ? Pair.TEXT : Pair.LIST;
            for (long seq : new long[] {100, Sequence.MAX_EVENTS + 1L, Integer.MAX_VALUE}) {
                refused(
                        operation(kind, field, out -> {
                            out.varint(2);
                            event(out, 0, seq);
                        }),
                        "not here");
            }
            refused(operation(kind, field, out -> out.varint(1)), "not here");
            refused(
                    operation(kind, field, out -> {
                        out.varint(4);
                        event(out, 0, 0);
                        event(out, 0, 0);
                    }),
                    "twice");
        }
        refused(
                operation(Op.TEXT_AFTER, Pair.TEXT, out -> {
                    out.varint(2);
                    event(out, 0, 1);
                }),
                "inside of a character");
    }

    @Test
    void parentsBehindEdits() {
        refused(
                operation(Op.TEXT_INSERT, Pair.TEXT, out -> {
                    out.zigzag(0);
                    out.text("x");
                    out.u8(Op.TEXT_AFTER << 4);
                    out.varint(0);
                }),
                "not in front");
    }

    @Test
    void movesOfWhatIsNoItem() throws ChangeException {
        start();
        for (long seq : new long[] {3, 4, 6, 100, Sequence.MAX_EVENTS + 1L}) {
            refused(
                    operation(Op.LIST_AFTER, Pair.LIST, out -> {
                        out.varint(2);
                        event(out, 0, 6);
                        out.u8(Op.EXTENDED << 4);
                        out.u8(Op.PLACE - Op.COUNT);
                        out.zigzag(0);
                        out.varint(1);
                        out.varint(seq);
                    }),
                    "no item");
        }
    }

    /** A move that leaves out the removal of the old place: the item still stands once. */
    @Test
    void movesWithoutRemoval() throws ChangeException {
        start();
        List<Scalar> before = pair.one.list(Pair.LIST);
        accepted(operation(Op.LIST_AFTER, Pair.LIST, out -> {
            out.varint(2);
            event(out, 0, 6);
            out.u8(Op.EXTENDED << 4);
            out.u8(Op.PLACE - Op.COUNT);
            out.zigzag(2);
            out.varint(1);
            out.varint(1);
        }));
        assertThat(pair.one.list(Pair.LIST)).containsExactlyInAnyOrderElementsOf(before);
        byte[] removal = Pair.edit(pair.two, pair.small, 10, edit -> edit.removeItems(Pair.LIST, 0, 2));
        pair.one.apply(removal, pair.small, 10);
        pair.verify();
        assertThat(pair.one.list(Pair.LIST)).isEmpty();
    }

    /** Such a move may be all that was ever done beside inserting; the list is saved with its history all the same. */
    @Test
    void aMoveWithoutRemovalBehindAllItems() throws ChangeException {
        pair.one.apply(
                operation(Op.LIST_INSERT, Pair.LIST, out -> {
                    out.zigzag(0);
                    out.varint(2);
                    ScalarCodec.write(out, new Scalar.Int(0));
                    ScalarCodec.write(out, new Scalar.Int(1));
                }),
                pair.great,
                1);
        pair.two = ObjectState.load(pair.one.save(), pair.actors);
        accepted(operation(Op.PLACE, Pair.LIST, out -> {
            out.zigzag(0);
            event(out, 1, 0);
        }));
        assertThat(pair.one.list(Pair.LIST)).containsExactly(new Scalar.Int(1), new Scalar.Int(0));
        byte[] archive = StateArchive.write(List.of(new StateArchive.Entry(new byte[16], pair.one)));
        assertThat(StateArchive.read(archive, pair.actors).get(0).state().save())
                .isEqualTo(pair.one.save());
        ObjectState loaded = ObjectState.load(pair.one.save(), pair.actors);
        byte[] removal = Pair.edit(loaded, pair.small, 10, edit -> edit.removeItems(Pair.LIST, 1, 1));
        pair.one.apply(removal, pair.small, 10);
        assertThat(pair.one.list(Pair.LIST)).containsExactly(new Scalar.Int(1));
    }

    /** Two moves of one item in one change, neither of which removes the old place: the later one counts. */
    @Test
    void movesOfOneItemWithOneStamp() throws ChangeException {
        pair.first(edit -> edit.insert(Pair.LIST, 0, Pair.numbers(3)));
        accepted(operation(Op.LIST_AFTER, Pair.LIST, out -> {
            out.varint(2);
            event(out, 0, 2);
            for (int end : new int[] {3, 0}) {
                out.u8(Op.EXTENDED << 4);
                out.u8(Op.PLACE - Op.COUNT);
                out.zigzag(end);
                out.varint(1);
                out.varint(0);
            }
        }));
        assertThat(pair.one.list(Pair.LIST)).containsExactly(new Scalar.Int(1), new Scalar.Int(2), new Scalar.Int(0));
    }

    @Test
    void marksOfWhatIsNotHere() throws ChangeException {
        start();
        for (long seq : new long[] {5, 100, Sequence.MAX_EVENTS + 1L}) {
            refused(mark(out -> event(out, 0, seq)), "not here");
        }
        refused(mark(out -> event(out, 1, 0)), "not here");
        refused(
                operation(Op.TEXT_AFTER, Pair.TEXT, out -> {
                    out.varint(2);
                    event(out, 0, 4);
                    out.u8(Op.TEXT_INSERT << 4);
                    out.zigzag(0);
                    out.text("x");
                    out.raw(mark(later -> event(later, 1, 1)));
                }),
                "not here");
        accepted(mark(out -> event(out, 0, 4))); // what was a deletion marks nothing
        assertThat(pair.one.marks(Pair.TEXT)).isEmpty();
        refused(operation(Op.MARK, Pair.TEXT, out -> out.u8(16)), "malformed");
        refused(operation(Op.MARK, Pair.TEXT, out -> out.u8(Op.FROM_START | Op.START_AFTER | Op.TO_END)), "malformed");
        refused(operation(Op.MARK, Pair.TEXT, out -> out.u8(Op.TO_END)), "malformed");
    }

    private static byte[] mark(Consumer<ByteSink> start) {
        return operation(Op.MARK, Pair.TEXT, out -> {
            out.u8(Op.TO_END | Op.END_AFTER);
            out.text("bold");
            ScalarCodec.write(out, new Scalar.Bool(true));
            start.accept(out);
        });
    }

    /** An author whose edits do not follow each other is one whose feed forked; nothing breaks all the same. */
    @Test
    void anAuthorConcurrentWithItself() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "[]"));
        List<byte[]> changes = List.of(aside(1, "one"), aside(-3, "two"), aside(-3, "three"));
        int lamport = 10;
        for (byte[] change : changes) {
            pair.one.apply(change, pair.great, lamport++);
        }
        byte[] beside = Pair.edit(pair.two, pair.small, 10, edit -> edit.insertText(Pair.TEXT, 1, "beside"));
        pair.two.apply(changes.get(0), pair.great, 10);
        pair.one.apply(beside, pair.small, 10);
        pair.two.apply(changes.get(1), pair.great, 11);
        pair.two.apply(changes.get(2), pair.great, 12);
        pair.verify();
        assertThat(pair.one.text(Pair.TEXT)).hasSize(2 + 6 + 11);
    }

    private static byte[] aside(int delta, String text) {
        return operation(Op.TEXT_AFTER, Pair.TEXT, out -> {
            out.varint(2);
            event(out, 0, 1);
            out.u8((Op.TEXT_INSERT << 4) | Op.FIELD_NAME);
            out.text(Pair.TEXT);
            out.zigzag(delta);
            out.text(text);
        });
    }

    @Test
    void historiesThatAreFull() throws ChangeException {
        TextSequence text = pair.one
                .view()
                .field(Pair.TEXT)
                .textSequence(pair.actors, pair.one.view().recorder());
        text.seal(new Sealed(new byte[0], new int[0], Sequence.MAX_EVENTS, false, false), "x");
        assertThatThrownBy(() -> pair.one.apply(
                        operation(Op.TEXT_INSERT, Pair.TEXT, out -> {
                            out.zigzag(0);
                            out.text("x");
                        }),
                        pair.great,
                        1))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("too long");
        Edit edit = pair.one.edit(pair.small, 1);
        assertThatThrownBy(() -> edit.insertText(Pair.TEXT, 0, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.deleteText(Pair.TEXT, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        edit.finish();
    }

    /** A saved history is read late, and what is wrong with it shows then. */
    @Test
    void historiesThatAreDamaged() throws ChangeException {
        ObjectState state = new ObjectState(pair.actors);
        TextSequence text = state.view()
                .field(Pair.TEXT)
                .textSequence(pair.actors, state.view().recorder());
        assertThatThrownBy(() -> text.seal(new Sealed(new byte[0], new int[0], 0, false, false), "x"))
                .isInstanceOf(ChangeException.class);
        text.seal(new Sealed(new byte[] {2, 'x'}, new int[0], 3, false, false), "x");
        Pair.edit(state, pair.small, 1, edit -> edit.insertText(Pair.TEXT, 0, "y"));
        assertThat(state.text(Pair.TEXT)).isEqualTo("yx");
        assertThatThrownBy(() -> state.anchor(Pair.TEXT, 1, true)).isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> state.position(Pair.TEXT, new Anchor(0, 0, true)))
                .isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> state.apply(aside(1, "x"), pair.great, 2)).isInstanceOf(ChangeException.class);
        assertThatThrownBy(state::save)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
        List<StateArchive.Entry> entries = List.of(new StateArchive.Entry(new byte[StateArchive.ID_LENGTH], state));
        assertThatThrownBy(() -> StateArchive.write(entries))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
        assertThat(state.position(Pair.TEXT, Anchor.END)).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void numbersInOtherForms() throws ChangeException {
        byte[] most = new byte[10];
        java.util.Arrays.fill(most, (byte) 0xFF);
        most[9] = 1;
        assertThat(new ByteSource(most).varlong()).isEqualTo(-1);
        assertThatThrownBy(() -> new ByteSource(most).varint()).hasMessageContaining("out of range");
        most[9] = 2;
        assertThatThrownBy(() -> new ByteSource(most).varlong()).hasMessageContaining("shortest");
        most[9] = (byte) 0x81;
        assertThatThrownBy(() -> new ByteSource(most).varlong()).hasMessageContaining("too long");
        assertThatThrownBy(() -> new ByteSource(new byte[] {(byte) 0x80, 0}).varlong())
                .hasMessageContaining("shortest");
        assertThatThrownBy(() -> new ByteSource(new byte[] {-1, -1, -1, -1, 8}).varint())
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> new ByteSource(new byte[4]).fixed64()).isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> new ByteSource(new byte[4]).raw(-1)).isInstanceOf(ChangeException.class);
    }

    @Test
    void textsInOtherForms() throws ChangeException {
        byte[][] malformed = {
            {(byte) 0xC1, (byte) 0xBF}, // two bytes for one
            {(byte) 0xE0, (byte) 0x80, (byte) 0x80}, // three for two
            {(byte) 0xF0, (byte) 0x9F, (byte) 0x8E, (byte) 0x88}, // four, which only UTF-8 has
            {(byte) 0xE2, (byte) 0x82}, // cut short
            {(byte) 0xC3, 'a'},
        };
        for (byte[] bytes : malformed) {
            assertThatThrownBy(() -> Chars.decode(bytes)).isInstanceOf(ChangeException.class);
        }
        String all = "a\u007F\u0080\u07FF\u0800\uFFFF\uD83C x \uDF88";
        assertThat(Chars.decode(Chars.encode(all))).isEqualTo(all);
    }

    @Test
    void columnsInOtherForms() {
        ByteSink beyond = new ByteSink();
        beyond.varint(5L << 1);
        beyond.raw(new byte[4]);
        assertThatThrownBy(() -> Columns.read(new ByteSource(beyond.toByteArray())))
                .isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> Columns.skip(new ByteSource(beyond.toByteArray())))
                .isInstanceOf(ChangeException.class);
        ByteSink whole = new ByteSink();
        Columns.write(whole, new byte[1000]);
        byte[] small = whole.toByteArray();
        for (int length : new int[] {999, 1001}) {
            ByteSink lie = new ByteSink();
            lie.varint((long) length << 1 | 1);
            lie.raw(small, 2, small.length - 2);
            assertThatThrownBy(() -> Columns.read(new ByteSource(lie.toByteArray())))
                    .as("length %s", length)
                    .isInstanceOf(ChangeException.class);
        }
        ByteSink huge = new ByteSink();
        huge.varint(-1L);
        huge.blob(new byte[8]);
        assertThatThrownBy(() -> Columns.read(new ByteSource(huge.toByteArray())))
                .isInstanceOf(ChangeException.class);
        ByteSink beyondArrays = new ByteSink();
        beyondArrays.varint((long) Integer.MAX_VALUE << 1 | 1);
        beyondArrays.blob(new byte[Integer.MAX_VALUE / 1000]);
        assertThatThrownBy(() -> Columns.read(new ByteSource(beyondArrays.toByteArray())))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("longer than it can be");
    }

    @Test
    void scalarsOutOfRange() {
        for (long seconds : new long[] {Scalar.Time.LEAST_SECONDS - 1, Scalar.Time.MOST_SECONDS + 1}) {
            assertThatThrownBy(() -> new Scalar.Time(seconds, 0)).isInstanceOf(IllegalArgumentException.class);
            refusedTime(seconds, 0);
        }
        for (int nanos : new int[] {-1, 1_000_000_000}) {
            assertThatThrownBy(() -> new Scalar.Time(0, nanos)).isInstanceOf(IllegalArgumentException.class);
            refusedTime(0, nanos);
        }
        assertThatThrownBy(() -> Scalar.Reference.of(new byte[15])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scalar.Reference.of(new byte[16], new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scalar.decode(new byte[] {10})).isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> Scalar.decode(new byte[] {0, 0})).isInstanceOf(ChangeException.class);
        assertThatThrownBy(() -> Scalar.decode(new byte[0])).isInstanceOf(ChangeException.class);
    }

    private static void refusedTime(long seconds, int nanos) {
        ByteSink out = new ByteSink();
        out.u8(7);
        out.zigzag(seconds);
        out.varint(nanos);
        assertThatThrownBy(() -> Scalar.decode(out.toByteArray())).isInstanceOf(ChangeException.class);
    }

    @Test
    void valuesAreEqualByWhatTheyHold() {
        Scalar blob = new Scalar.Blob(new byte[] {1});
        assertThat(blob)
                .isEqualTo(new Scalar.Blob(new byte[] {1}))
                .hasSameHashCodeAs(new Scalar.Blob(new byte[] {1}))
                .hasToString("Blob[1]")
                .isNotEqualTo(new Scalar.Blob(new byte[] {2}))
                .isNotEqualTo(VALUE);
        Scalar.Reference near = Scalar.Reference.of(new byte[16]);
        Scalar.Reference far = Scalar.Reference.of(new byte[16], new byte[32]);
        assertThat(near)
                .isEqualTo(Scalar.Reference.of(new byte[16]))
                .hasSameHashCodeAs(Scalar.Reference.of(new byte[16]))
                .hasToString("Reference[" + "00".repeat(16) + "]")
                .isNotEqualTo(far)
                .isNotEqualTo(VALUE);
        assertThat(near.space()).isEmpty();
        assertThat(far.space()).contains(new byte[32]);
        assertThat(far.object()).isEqualTo(new byte[16]);
        ModelEvent event = new ModelEvent(1, 2, new byte[] {3});
        assertThat(event)
                .isEqualTo(new ModelEvent(1, 2, new byte[] {3}))
                .hasSameHashCodeAs(new ModelEvent(1, 2, new byte[] {3}))
                .hasToString("ModelEvent[1 by 2, 1 bytes]")
                .isNotEqualTo(new ModelEvent(2, 2, new byte[] {3}))
                .isNotEqualTo(new ModelEvent(1, 3, new byte[] {3}))
                .isNotEqualTo(new ModelEvent(1, 2, new byte[] {4}))
                .isNotEqualTo(VALUE);
    }

    @Test
    void actorsAreThirtyTwoBytes() {
        Actors actors = new Actors();
        assertThatThrownBy(() -> actors.intern(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThat(actors.intern(World.key(3))).isZero();
        assertThat(actors.intern(World.key(3))).isZero();
        assertThat(actors.size()).isEqualTo(1);
        actors.key(0)[0] = 0;
        assertThat(actors.key(0)).isEqualTo(World.key(3));
        assertThatThrownBy(() -> actors.key(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> actors.key(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Cut to 32 bits, it would be the number of the event that is here. */
    @Test
    void aParentBeyondAllNumbers() throws ChangeException {
        Pair pair = new Pair();
        Pair.edit(pair.one, pair.small, 1, edit -> edit.insertText("t", 0, "a"));
        ByteSink change = new ByteSink();
        change.u8(Op.TEXT_AFTER << 4 | Op.FIELD_NAME);
        change.text("t");
        change.varint(2);
        change.varint(0);
        change.raw(World.key(0));
        change.varint(1L << 32);
        change.u8(Op.TEXT_INSERT << 4);
        change.zigzag(0);
        change.text("b");
        assertThatThrownBy(() -> pair.one.apply(change.toByteArray(), pair.great, 2))
                .isInstanceOf(ChangeException.class)
                .hasMessage("A number is out of range");
    }
}
