package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** States at rest; that packing at any point changes nothing is the convergence tests' to show. */
final class PackedStateTest {
    private final Actors actors = new Actors();
    private final int one = actors.intern(World.key(0));
    private final int two = actors.intern(World.key(1));
    private long lamport;

    private ObjectState made(Consumer<Edit> work) {
        ObjectState state = new ObjectState(actors);
        edit(state, work);
        return state;
    }

    private byte[] edit(ObjectState state, Consumer<Edit> work) {
        Edit edit = state.edit(one, ++lamport);
        work.accept(edit);
        return edit.finish();
    }

    private static void everyKind(Edit edit) {
        edit.set("scalar", new Scalar.Str("value"));
        edit.put("map", "key", new Scalar.Int(7));
        edit.insert("list", 0, List.of(new Scalar.Int(1), new Scalar.Int(2)));
        edit.insertText("text", 0, "words");
        edit.increment("counter", 3);
        edit.add("set", new Scalar.Bool(true));
        edit.submit("model", new byte[] {1, 2});
        edit.delete();
    }

    @Test
    void readingLeavesItPacked() throws ChangeException {
        ObjectState state = made(PackedStateTest::everyKind);
        byte[] canonical = state.canonical();
        byte[] saved = state.save();
        state.pack();
        assertThat(state.scalar("scalar")).contains(new Scalar.Str("value"));
        assertThat(state.conflicts("scalar")).hasSize(1);
        assertThat(state.map("map")).containsEntry("key", new Scalar.Int(7));
        assertThat(state.stamps("map")).containsExactly(new EntryStamp("key", 1, one));
        assertThat(state.list("list")).hasSize(2);
        assertThat(state.text("text")).isEqualTo("words");
        assertThat(state.position("text", state.anchor("text", 2, true))).hasValue(2);
        assertThat(state.counter("counter")).isEqualTo(3);
        assertThat(state.set("set")).containsExactly(new Scalar.Bool(true));
        assertThat(state.events("model")).hasSize(1);
        assertThat(state.kind("text")).contains(FieldKind.TEXT);
        assertThat(state.kind("nothing")).isEmpty();
        assertThat(state.fields()).hasSize(7);
        assertThat(state.deleted()).isTrue();
        assertThat(state.canonical()).isEqualTo(canonical);
        assertThat(state.save()).isEqualTo(saved);
        assertThat(state.lastChange().fields()).isEmpty();
        assertThat(state.isPacked()).isTrue();
        assertThat(state.packedBytes()).isBetween(50, 300);
    }

    @Test
    void changesUnpackIt() throws ChangeException {
        ObjectState state = made(PackedStateTest::everyKind);
        ObjectState other = ObjectState.load(state.save(), actors);
        state.pack();
        byte[] change = edit(state, edit -> edit.set("scalar", new Scalar.Str("other")));
        assertThat(state.isPacked()).isFalse();
        assertThat(state.packedBytes()).isZero();
        assertThat(state.lastChange().fields()).containsExactly("scalar");
        other.pack();
        other.apply(change, one, lamport);
        state.pack();
        assertThat(other.save()).isEqualTo(state.save());
    }

    @Test
    void anEmptyStatePacks() {
        ObjectState state = new ObjectState(actors);
        byte[] saved = state.save();
        state.pack();
        state.pack();
        assertThat(state.isPacked()).isTrue();
        assertThat(state.save()).isEqualTo(saved);
        assertThat(state.scalar("any")).isEmpty();
        assertThat(state.deleted()).isFalse();
    }

    @Test
    void whatIsOpenOrLargeStaysAsItIs() {
        ObjectState open = new ObjectState(actors);
        Edit edit = open.edit(one, ++lamport);
        edit.set("f", new Scalar.Int(1));
        open.pack();
        assertThat(open.isPacked()).isFalse();
        edit.finish();
        List<Consumer<Edit>> large = List.of(
                with -> with.insertText("f", 0, "x".repeat(2000)),
                with -> with.insert("f", 0, Collections.nCopies(2000, new Scalar.Null())),
                with -> many(i -> with.put("f", "k" + i, new Scalar.Int(i))),
                with -> many(i -> with.add("f", new Scalar.Int(i))),
                with -> many(i -> with.submit("f", new byte[] {1})),
                with -> many(i -> with.set("f" + i, new Scalar.Int(i))),
                with -> with.set("f", new Scalar.Str("x".repeat(10_000))));
        for (Consumer<Edit> work : large) {
            ObjectState state = made(work);
            byte[] saved = state.save();
            state.pack();
            assertThat(state.isPacked()).isFalse();
            assertThat(state.save()).isEqualTo(saved);
        }
    }

    private static void many(IntConsumer each) {
        for (int i = 0; i < 300; i++) {
            each.accept(i);
        }
    }

    @Test
    void objectsOfOneShapeShareIt() {
        ObjectState state = made(PackedStateTest::everyKind);
        Field field = state.view().field("scalar");
        PackedShape shape = new PackedShape(List.of(field), new byte[] {1});
        PackedShape other = new PackedShape(List.of(field), new byte[] {1});
        assertThat(actors.shape(shape)).isSameAs(shape);
        assertThat(actors.shape(other)).isSameAs(shape);
        assertThat(actors.shape(new PackedShape(List.of(field), new byte[] {2})))
                .isNotEqualTo(shape);
    }

    /** The author of a first content, which another object has, has no number that a row of bytes could hold. */
    @Test
    void whatNamesTheAuthorOfAFirstContentStaysAsItIs() throws ChangeException {
        int content = actors.ofContent("words");
        ByteSink change = new ByteSink();
        change.u8(Op.SET_OVER << 4 | Op.FIELD_NAME);
        change.text("f");
        change.varint(1);
        change.varint(0);
        change.raw(actors.key(content));
        change.zigzag(0);
        ScalarCodec.write(change, new Scalar.Int(1));
        ObjectState state = new ObjectState(actors);
        state.apply(change.toByteArray(), two, 1);
        byte[] saved = state.save();
        state.pack();
        assertThat(state.isPacked()).isFalse();
        assertThat(state.scalar("f")).contains(new Scalar.Int(1));
        assertThat(state.save()).isEqualTo(saved);
        assertThat(ObjectState.load(saved, actors).save()).isEqualTo(saved);
    }

    @Test
    void anUndoingFindsWhatWasPacked() throws ChangeException {
        ObjectState state = made(edit -> edit.insertText("text", 0, "words"));
        Edit edit = state.edit(one, ++lamport);
        edit.deleteText("text", 0, 3);
        edit.finish();
        UndoSteps steps = edit.undoSteps();
        state.pack();
        Edit undoing = state.edit(one, ++lamport);
        state.undo(undoing, steps, new UndoMemory());
        undoing.finish();
        assertThat(state.text("text")).isEqualTo("words");
    }

    @Test
    void aChangeThatIsRefusedChangesNothing() {
        ObjectState state = made(PackedStateTest::everyKind);
        byte[] saved = state.save();
        state.pack();
        assertThatThrownBy(() -> state.apply(new byte[] {(byte) 0x65, 2, 1, 'x'}, two, 9))
                .isInstanceOf(ChangeException.class);
        assertThat(state.save()).isEqualTo(saved);
        state.pack();
        assertThat(state.save()).isEqualTo(saved);
    }
}
