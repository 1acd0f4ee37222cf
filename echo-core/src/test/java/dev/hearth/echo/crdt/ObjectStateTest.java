package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application sees of one object that two replicas edit. */
final class ObjectStateTest {
    private final Actors actors = new Actors();
    private final int small = actors.intern(World.key(0));
    private final int great = actors.intern(World.key(1));
    private ObjectState one = new ObjectState(actors);
    private ObjectState two = new ObjectState(actors);

    /** Edits made in one transaction. */
    private interface Work {
        void on(Edit edit);
    }

    @BeforeEach
    void start() {
        one = new ObjectState(actors);
        two = new ObjectState(actors);
    }

    private static byte[] edit(ObjectState state, int actor, long lamport, Work work) {
        Edit edit = state.edit(actor, lamport);
        work.on(edit);
        return edit.finish();
    }

    private static Scalar text(String value) {
        return new Scalar.Str(value);
    }

    /** Two concurrent transactions, each replica receiving the other's. */
    private void both(long lamport, Work atOne, Work atTwo) throws ChangeException {
        byte[] a = edit(one, small, lamport, atOne);
        byte[] b = edit(two, great, lamport, atTwo);
        one.apply(b, great, lamport);
        two.apply(a, small, lamport);
        assertThat(one.canonical()).isEqualTo(two.canonical());
        assertThat(one.save()).isEqualTo(two.save());
    }

    private void first(Work work) throws ChangeException {
        two.apply(edit(one, small, 1, work), small, 1);
    }

    @Test
    void concurrentValuesAreKeptAndTheGreaterStampWins() throws ChangeException {
        both(1, edit -> edit.set("title", text("a")), edit -> edit.set("title", text("b")));
        assertThat(one.scalar("title")).contains(text("b"));
        assertThat(one.conflicts("title")).containsExactly(text("b"), text("a"));
        two.apply(edit(one, small, 2, edit -> edit.set("title", text("c"))), small, 2);
        assertThat(two.conflicts("title")).containsExactly(text("c"));
    }

    @Test
    void aRemovalLosesToAConcurrentWriteWhoeverHasTheGreaterKey() throws ChangeException {
        first(edit -> edit.put("m", "k", text("old")));
        both(2, edit -> edit.remove("m", "k"), edit -> edit.put("m", "k", text("new")));
        assertThat(one.map("m")).containsExactly(Map.entry("k", text("new")));
        both(3, edit -> edit.put("m", "k", text("newer")), edit -> edit.remove("m", "k"));
        assertThat(one.map("m")).containsExactly(Map.entry("k", text("newer")));
    }

    @Test
    void aClearedFieldIsGoneButNotWhatWasWrittenMeanwhile() throws ChangeException {
        first(edit -> {
            edit.set("a", text("1"));
            edit.put("m", "k", text("1"));
            edit.insertText("t", 0, "abc");
            edit.insert("l", 0, List.of(text("1"), text("2")));
        });
        both(
                2,
                edit -> {
                    for (String field : List.of("a", "m", "t", "l", "absent")) {
                        edit.clear(field);
                    }
                },
                edit -> {
                    edit.put("m", "n", text("2"));
                    edit.insertText("t", 3, "d");
                    edit.setItem("l", 0, text("9"));
                });
        assertThat(one.scalar("a")).isEmpty();
        assertThat(one.kind("a")).isEmpty();
        assertThat(one.map("m")).containsOnlyKeys("n");
        assertThat(one.text("t")).isEqualTo("d");
        assertThat(one.list("l")).isEmpty();
        assertThat(one.fields()).containsExactly("l", "m", "t");
    }

    @Test
    void kindsStandSideBySideAndTheLastWrittenShows() throws ChangeException {
        both(1, edit -> edit.insertText("f", 0, "text"), edit -> edit.set("f", text("scalar")));
        assertThat(one.kind("f")).contains(FieldKind.SCALAR);
        assertThat(one.text("f")).isEqualTo("text");
        assertThat(one.scalar("f")).contains(text("scalar"));
        both(2, edit -> edit.insertText("f", 4, "!"), edit -> edit.put("g", "k", text("v")));
        assertThat(two.kind("f")).contains(FieldKind.TEXT);
        assertThat(two.kind("g")).contains(FieldKind.MAP);
    }

    @Test
    void aDeletedObjectIsOnlyRestoredOnPurpose() throws ChangeException {
        first(edit -> edit.set("a", text("1")));
        both(2, Edit::delete, edit -> edit.set("a", text("2")));
        assertThat(one.deleted()).isTrue();
        assertThat(one.scalar("a")).contains(text("2"));
        both(3, Edit::restore, edit -> edit.set("a", text("3")));
        assertThat(two.deleted()).isFalse();
        both(4, Edit::delete, Edit::restore);
        assertThat(two.deleted()).isFalse();
    }

    @Test
    void assignmentsKeepTheItem() throws ChangeException {
        first(edit -> edit.insert("l", 0, List.of(text("a"), text("b"), text("c"))));
        both(
                2,
                edit -> {
                    edit.setItem("l", 1, text("x"));
                    edit.removeItems("l", 0, 1);
                },
                edit -> {
                    edit.insert("l", 0, List.of(text("0")));
                    edit.setItem("l", 2, text("y"));
                });
        assertThat(one.list("l")).containsExactly(text("0"), text("y"), text("c"));
    }

    @Test
    void tellsWhatAChangeDid() throws ChangeException {
        first(edit -> {
            edit.insertText("t", 0, "hello");
            edit.set("a", text("1"));
        });
        assertThat(two.lastChange().fields()).containsExactlyInAnyOrder("t", "a");
        assertThat(two.lastChange().texts()).containsEntry("t", List.of(new TextSplice(0, 0, "hello")));
        byte[] a = edit(one, small, 2, edit -> edit.insertText("t", 0, ">> "));
        byte[] b = edit(two, great, 2, edit -> edit.deleteText("t", 4, 1));
        one.apply(b, great, 2);
        assertThat(one.lastChange().texts()).containsEntry("t", List.of(new TextSplice(7, 1, "")));
        two.apply(a, small, 2);
        assertThat(two.lastChange().texts()).containsEntry("t", List.of(new TextSplice(0, 0, ">> ")));
        byte[] c = edit(one, small, 3, Edit::delete);
        assertThat(one.lastChange().lifecycle()).isTrue();
        two.apply(c, small, 3);
        assertThat(two.lastChange().lifecycle()).isTrue();
        assertThat(two.lastChange().fields()).isEmpty();
    }

    @Test
    void everyKindOfValueSurvives() throws ChangeException {
        List<Scalar> values = List.of(
                new Scalar.Null(),
                new Scalar.Bool(true),
                new Scalar.Int(Long.MIN_VALUE),
                new Scalar.Int((1L << 53) + 1),
                new Scalar.Real(-0.0),
                new Scalar.Real(Double.NaN),
                text(""),
                text("__proto__ é 🎈"),
                new Scalar.Blob(new byte[] {1, -2}),
                new Scalar.Time(-62135596800L, 999_999_999),
                Scalar.Reference.of(new byte[16]),
                Scalar.Reference.of(new byte[16], new byte[32]));
        first(edit -> {
            edit.insert("l", 0, values);
            edit.put("m", "", text("empty key"));
        });
        assertThat(two.list("l")).isEqualTo(values);
        ObjectState loaded = ObjectState.load(two.save(), new Actors());
        assertThat(loaded.list("l")).isEqualTo(values);
        assertThat(loaded.map("m")).containsKey("");
        for (Scalar value : values) {
            assertThat(Scalar.decode(value.encode())).isEqualTo(value);
        }
    }

    @Test
    void refusesACallersFaultsAndKeepsTheRest() {
        Edit edit = one.edit(small, 1);
        edit.insertText("t", 0, "abc");
        assertThatThrownBy(() -> edit.insertText("t", 4, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.deleteText("t", 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.removeItems("l", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.edit(small, 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.apply(new byte[0], small, 2)).isInstanceOf(IllegalStateException.class);
        edit.finish();
        assertThatThrownBy(edit::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> edit.delete()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.edit(99, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(one.text("t")).isEqualTo("abc");
        assertThat(one.textRange("t", 1, 3)).isEqualTo("bc");
        assertThat(edit(one, small, 2, nothing -> {})).isEmpty();
    }

    @Test
    void aKeystrokeIsThreeBytesAndItsText() {
        edit(one, small, 1, edit -> edit.insertText("some long name of a field", 0, "a"));
        for (int i = 1; i < 200; i++) {
            int at = i;
            assertThat(edit(one, small, 1 + i, edit -> edit.insertText("some long name of a field", at, "a")))
                    .hasSize(4);
        }
    }

    @Test
    void longTextsAndListsStayUsable() throws ChangeException {
        String paste = "0123456789".repeat(100_000);
        first(edit -> edit.insertText("t", 0, paste));
        both(
                2,
                edit -> edit.deleteText("t", 5, paste.length() - 10),
                edit -> edit.insertText("t", paste.length() / 2, "middle"));
        assertThat(one.text("t")).isEqualTo("01234middle56789");
        for (int i = 0; i < 20_000; i++) {
            Scalar item = new Scalar.Int(i);
            edit(one, small, 3 + i, edit -> edit.insert("l", 0, List.of(item)));
        }
        assertThat(one.list("l")).hasSize(20_000).startsWith(new Scalar.Int(19_999));
    }
}
