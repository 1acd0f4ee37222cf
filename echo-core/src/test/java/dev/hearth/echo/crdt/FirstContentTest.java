package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Content that a text begins with, and that can't double. */
class FirstContentTest {
    private final Pair pair = new Pair();

    @Test
    void whatBothGiveIsThereOnce() throws ChangeException {
        pair.both(edit -> edit.beginText("t", "Dear \uD83C\uDF88"), edit -> edit.beginText("t", "Dear \uD83C\uDF88"));
        assertThat(pair.one.text("t")).isEqualTo("Dear \uD83C\uDF88");
        pair.rows(
                List.of(edit -> edit.insertText("t", 5, "Ann ")),
                List.of(edit -> edit.insertText("t", 0, "My "), edit -> edit.deleteText("t", 8, 2)));
        assertThat(pair.one.text("t")).isEqualTo("My Dear Ann ");
    }

    @Test
    void oneWhoWroteOnAlreadyKeepsIt() throws ChangeException {
        pair.rows(
                List.of(edit -> edit.beginText("t", "abc"), edit -> edit.insertText("t", 3, "!")),
                List.of(edit -> edit.beginText("t", "abc"), edit -> edit.deleteText("t", 0, 1)));
        assertThat(pair.one.text("t")).isEqualTo("bc!");
    }

    @Test
    void contentsThatDifferBothStay() throws ChangeException {
        pair.both(edit -> edit.beginText("t", "abc"), edit -> edit.beginText("t", "xyz"));
        assertThat(pair.one.text("t")).isIn("abcxyz", "xyzabc");
        pair.both(edit -> edit.insertText("u", 0, "typed"), edit -> edit.beginText("u", "given"));
        assertThat(pair.one.text("u")).isEqualTo("typedgiven");
    }

    @Test
    void whatIsWrittenToAlreadyIsNotBegun() throws ChangeException {
        pair.first(edit -> edit.insertText("t", 0, "x"));
        pair.first(edit -> edit.deleteText("t", 0, 1));
        byte[] change = Pair.edit(pair.one, pair.small, 9, edit -> {
            edit.beginText("t", "abc");
            edit.beginText("u", "");
        });
        assertThat(change).isEmpty();
        assertThat(pair.one.kind("u")).isEmpty();
        assertThatThrownBy(() -> Pair.edit(pair.two, pair.great, 9, edit -> edit.beginText("v", "\uD83C")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneTransactionBeginsOrEdits() throws ChangeException {
        Edit edit = pair.one.edit(pair.small, 1);
        edit.beginText("t", "abc");
        edit.beginText("u", "def");
        assertThatThrownBy(() -> edit.insertText("t", 0, "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> edit.deleteText("u", 0, 1)).isInstanceOf(IllegalStateException.class);
        edit.insertText("v", 0, "w");
        pair.two.apply(edit.finish(), pair.small, 1);
        pair.verify();
    }

    /** A forged change that begins a text and edits it in one is refused, whatever comes first. */
    @Test
    void forgedChangesThatDoBothAreRefused() throws ChangeException {
        byte[] begin = Pair.edit(pair.one, pair.small, 1, edit -> edit.beginText("t", "abc"));
        ObjectState other = new ObjectState(pair.actors);
        byte[] insert = Pair.edit(other, pair.small, 1, edit -> edit.insertText("t", 0, "x"));
        for (ObjectState state : List.of(new ObjectState(pair.actors), pair.one)) {
            byte[] before = state.save();
            for (byte[] both : List.of(join(begin, insert), join(insert, begin), join(begin, begin))) {
                assertThatThrownBy(() -> state.apply(both, pair.great, 5)).isInstanceOf(ChangeException.class);
            }
            assertThat(state.save()).isEqualTo(before);
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void firstContentSurvivesPackingSavingAndArchiving() throws ChangeException {
        pair.first(edit -> edit.beginText("t", "abc"));
        pair.first(edit -> edit.insertText("t", 3, "d"));
        pair.one.pack();
        pair.verify();
        ObjectState elsewhere = ObjectState.load(pair.one.save(), new Actors());
        assertThat(elsewhere.text("t")).isEqualTo("abcd");
        assertThat(elsewhere.save()).isEqualTo(pair.one.save());
        byte[] archive = StateArchive.write(List.of(new StateArchive.Entry(new byte[16], pair.one)));
        Actors fresh = new Actors();
        ObjectState read = StateArchive.read(archive, fresh).get(0).state();
        assertThat(read.save()).isEqualTo(pair.one.save());
        assertThat(fresh.size()).isEqualTo(1);
        int next = fresh.intern(World.key(7));
        assertThat(next).isEqualTo(1);
        Pair.edit(read, next, 9, edit -> edit.insertText("t", 4, "e"));
        assertThat(read.text("t")).isEqualTo("abcde");
        assertThat(pair.one.anchor("t", 1, true)).isNotNull();
    }

    @Test
    void manyBeginAndWriteAtRandom() throws ChangeException {
        for (long seed = 0; seed < 500; seed++) {
            Pair random = new Pair();
            Random numbers = new Random(seed);
            random.rows(rows(numbers), rows(numbers));
            random.rows(rows(numbers), rows(numbers));
        }
    }

    private static List<Pair.Work> rows(Random numbers) {
        Pair.Work begin = edit -> edit.beginText("t", "abc");
        Pair.Work write = edit -> edit.insertText("t", 0, "x" + numbers.nextInt(9));
        return numbers.nextBoolean() ? List.of(begin, write, write) : List.of(write, begin, write);
    }
}
