package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes after a history was forgotten, and meets what is gone. */
final class ForgettingTest {
    private static final String TEXT = Pair.TEXT;
    private static final String LIST = Pair.LIST;

    private final Pair pair = new Pair();
    private long lamport = 100;

    private UndoSteps edit(ObjectState state, int actor, Pair.Work work) throws ChangeException {
        Edit edit = state.edit(actor, ++lamport);
        work.on(edit);
        edit.finish();
        return edit.undoSteps();
    }

    private UndoSteps undo(ObjectState state, UndoSteps steps, UndoMemory memory) throws ChangeException {
        return edit(state, pair.small, edit -> state.undo(edit, steps, memory));
    }

    /** Makes an edit at one replica and brings it to the other, whichever of them forgot. */
    private void both(ObjectState from, ObjectState to, int actor, Pair.Work work) throws ChangeException {
        lamport++;
        to.apply(Pair.edit(from, actor, lamport, work), actor, lamport);
        assertThat(to.canonical()).isEqualTo(from.canonical());
    }

    /** Whoever had nothing names no parents: what was forgotten is not what followed nothing. */
    @Test
    void aTextBegunByWhoKnewNothingIsRefused() throws ChangeException {
        pair.first(edit -> edit.insertText(TEXT, 0, "known"));
        byte[] begun = Pair.edit(new ObjectState(pair.actors), pair.great, 1, edit -> edit.insertText(TEXT, 0, "x"));
        pair.one.forgetHistory();
        byte[] before = pair.one.save();
        assertThatThrownBy(() -> pair.one.apply(begun, pair.great, 1)).isInstanceOf(ForgottenVersionException.class);
        byte[] content = Pair.edit(new ObjectState(pair.actors), pair.great, 1, edit -> edit.beginText(TEXT, "y"));
        assertThatThrownBy(() -> pair.one.apply(content, pair.great, 1)).isInstanceOf(ForgottenVersionException.class);
        assertThat(pair.one.save()).isEqualTo(before);
    }

    /** A checkpoint of two heads is not the one of them, nor another two. */
    @Test
    void aPartOfTheCheckpointIsNotTheCheckpoint() throws ChangeException {
        pair.first(edit -> edit.insertText(TEXT, 0, "base"));
        int third = pair.actors.intern(World.key(2));
        ObjectState other = ObjectState.load(pair.two.save(), pair.actors);
        Pair.edit(other, third, 2, edit -> edit.insertText(TEXT, 0, "c"));
        Pair.edit(pair.one, pair.small, 2, edit -> edit.insertText(TEXT, 4, "a"));
        byte[] b = Pair.edit(pair.two, pair.great, 2, edit -> edit.insertText(TEXT, 2, "b"));
        byte[] afterOne = Pair.edit(pair.two, pair.great, 3, edit -> edit.insertText(TEXT, 0, "late"));
        ObjectState merged = ObjectState.load(other.save(), pair.actors);
        merged.apply(b, pair.great, 2); // two heads, but not the two
        int fourth = pair.actors.intern(World.key(3));
        byte[] afterOthers = Pair.edit(merged, fourth, 4, edit -> edit.insertText(TEXT, 0, "late"));
        pair.one.apply(b, pair.great, 2);
        pair.one.forgetHistory();
        byte[] before = pair.one.save();
        assertThatThrownBy(() -> pair.one.apply(afterOne, pair.great, 3)).isInstanceOf(ForgottenVersionException.class);
        assertThatThrownBy(() -> pair.one.apply(afterOthers, fourth, 4)).isInstanceOf(ForgottenVersionException.class);
        assertThat(pair.one.save()).isEqualTo(before);
    }

    @Test
    void aHistoryThatWasForgottenIsNotWritten() throws ChangeException {
        edit(pair.one, pair.small, edit -> edit.insertText(TEXT, 0, "text"));
        pair.one.forgetHistory();
        assertThatThrownBy(() -> TextHistory.write(pair.one, TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("forgotten");
    }

    /** A mark may be bound to a unit that its author saw and that is gone here. */
    @Test
    void aMarkAtWhatWasForgottenIsRefused() throws ChangeException {
        pair.first(edit -> edit.insertText(TEXT, 0, "marked"));
        byte[] mark = Pair.edit(
                pair.two, pair.great, 2, edit -> edit.mark(TEXT, 0, 3, "bold", new Scalar.Bool(true), Expand.NONE));
        edit(pair.one, pair.small, edit -> edit.deleteText(TEXT, 0, 1));
        pair.one.forgetHistory();
        byte[] before = pair.one.save();
        assertThatThrownBy(() -> pair.one.apply(mark, pair.great, 2)).isInstanceOf(ForgottenVersionException.class);
        int third = pair.actors.intern(World.key(2));
        Pair.edit(pair.two, third, 3, edit -> edit.insertText(TEXT, 6, "!"));
        int fourth = pair.actors.intern(World.key(3));
        byte[] coming = Pair.edit(
                pair.two, fourth, 4, edit -> edit.mark(TEXT, 5, 7, "bold", new Scalar.Bool(true), Expand.NONE));
        assertThatThrownBy(() -> pair.one.apply(coming, fourth, 4))
                .isExactlyInstanceOf(ChangeException.class) // what is not here yet
                .hasMessageContaining("not here");
        assertThat(pair.one.save()).isEqualTo(before);
    }

    @Test
    void marksOfAnotherStateAreNotTakenBack() throws ChangeException {
        edit(pair.one, pair.small, edit -> edit.insertText(TEXT, 0, "marked"));
        ObjectState other = ObjectState.load(pair.one.save(), pair.actors);
        Scalar bold = new Scalar.Bool(true);
        UndoSteps steps = edit(pair.one, pair.small, edit -> edit.mark(TEXT, 0, 3, "bold", bold, Expand.NONE));
        edit(other, pair.great, edit -> edit.mark(TEXT, 2, 4, "bold", bold, Expand.NONE));
        assertThat(undo(other, steps, new UndoMemory()).isEmpty()).isTrue();
        assertThat(other.marks(TEXT)).containsExactly(new MarkSpan(2, 4, "bold", bold));
    }

    /** Two versions are compared by who made their units, which keep their names. */
    @Test
    void whatWasForgottenIsNoDifference() throws ChangeException {
        pair.first(edit -> {
            edit.insertText(TEXT, 0, "compared");
            edit.insert(LIST, 0, Pair.numbers(4));
        });
        pair.both(
                edit -> {
                    edit.deleteText(TEXT, 1, 2);
                    edit.moveItem(LIST, 0, 3);
                },
                edit -> {
                    edit.deleteText(TEXT, 2, 3);
                    edit.moveItem(LIST, 0, 1);
                });
        pair.one.forgetHistory();
        assertThat(StateDiff.between(pair.two, pair.one).isEmpty()).isTrue();
        both(pair.two, pair.one, pair.great, edit -> {
            edit.insertText(TEXT, 1, "x");
            edit.moveItem(LIST, 3, 0);
        });
        assertThat(StateDiff.between(pair.two, pair.one).isEmpty()).isTrue();
        assertThat(StateDiff.between(pair.one, pair.two).isEmpty()).isTrue();
    }

    /** What others undo of before is an edit like any other. */
    @Test
    void undoingByWhoForgotNothingReachesWhoForgot() throws ChangeException {
        edit(pair.one, pair.small, edit -> {
            edit.insertText(TEXT, 0, "one 🎈 two");
            edit.insert(LIST, 0, Pair.numbers(3));
        });
        UndoSteps steps = edit(pair.one, pair.small, edit -> {
            edit.deleteText(TEXT, 2, 4);
            edit.mark(TEXT, 0, 3, "bold", new Scalar.Bool(true), Expand.AFTER);
            edit.removeItems(LIST, 0, 1);
            edit.moveItem(LIST, 0, 1);
        });
        ObjectState forgetful = ObjectState.load(pair.one.save(), pair.actors);
        forgetful.forgetHistory();
        UndoMemory memory = new UndoMemory();
        lamport++;
        Edit undo = pair.one.edit(pair.small, lamport);
        pair.one.undo(undo, steps, memory);
        forgetful.apply(undo.finish(), pair.small, lamport);
        assertThat(forgetful.text(TEXT)).isEqualTo("one 🎈 two");
        assertThat(forgetful.list(LIST)).isEqualTo(Pair.numbers(3));
        assertThat(forgetful.canonical()).isEqualTo(pair.one.canonical());
        lamport++;
        Edit redo = pair.one.edit(pair.small, lamport);
        pair.one.undo(redo, undo.undoSteps(), memory);
        forgetful.apply(redo.finish(), pair.small, lamport);
        assertThat(forgetful.canonical()).isEqualTo(pair.one.canonical());
    }

    /** A change may bind a mark to any event, though only insertions have a place. */
    @Test
    void marksBoundToDeletionsAreForgottenToo() throws ChangeException {
        edit(pair.one, pair.small, edit -> {
            edit.insertText(TEXT, 0, "x");
            edit.insertText(TEXT, 0, "y");
            edit.deleteText(TEXT, 0, 1);
        });
        Anchor deletion = new Anchor(pair.small, 2, false);
        Pair.Work mark = edit -> edit.mark(TEXT, "bold", new Scalar.Bool(true), deletion, Anchor.END);
        UndoSteps steps = edit(pair.one, pair.small, mark);
        undo(pair.one, steps, new UndoMemory());
        byte[] canonical = pair.one.canonical();
        pair.one.forgetHistory();
        assertThat(pair.one.canonical()).isEqualTo(canonical);
        assertThat(ObjectState.load(pair.one.save(), pair.actors).canonical()).isEqualTo(canonical);
    }

    @Test
    void whatCameBackIsTakenBackThoughWhatItWasIsForgotten() throws ChangeException {
        UndoMemory memory = new UndoMemory();
        UndoSteps insertion = edit(pair.one, pair.small, edit -> edit.insertText(TEXT, 0, "x"));
        edit(pair.one, pair.small, edit -> edit.insertText(TEXT, 1, "y"));
        UndoSteps deletion = edit(pair.one, pair.small, edit -> edit.deleteText(TEXT, 0, 1));
        undo(pair.one, deletion, memory);
        assertThat(pair.one.text(TEXT)).isEqualTo("xy");
        pair.one.forgetHistory();
        undo(pair.one, insertion, memory);
        assertThat(pair.one.text(TEXT)).isEqualTo("y");
    }

    @Test
    void assignmentsToWhatCameBackAreTakenBack() throws ChangeException {
        UndoMemory memory = new UndoMemory();
        edit(pair.one, pair.small, edit -> edit.insert(LIST, 0, Pair.numbers(2)));
        UndoSteps assignment = edit(pair.one, pair.small, edit -> edit.setItem(LIST, 0, new Scalar.Int(7)));
        UndoSteps removal = edit(pair.one, pair.small, edit -> edit.removeItems(LIST, 0, 1));
        undo(pair.one, removal, memory);
        assertThat(pair.one.list(LIST)).containsExactly(new Scalar.Int(7), new Scalar.Int(1));
        pair.one.forgetHistory();
        undo(pair.one, assignment, memory);
        assertThat(pair.one.list(LIST)).containsExactly(new Scalar.Int(0), new Scalar.Int(1));
    }

    /** Many units come back in their order, though some stand for what was forgotten. */
    @Test
    void whatCameBackComesBackAgainInOrder() throws ChangeException {
        String text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        UndoMemory memory = new UndoMemory();
        edit(pair.one, pair.small, edit -> edit.insertText(TEXT, 0, text));
        UndoSteps some = edit(pair.one, pair.small, edit -> {
            for (int at = text.length() - 1; at >= 0; at -= 2) {
                edit.deleteText(TEXT, at, 1);
            }
        });
        undo(pair.one, some, memory);
        assertThat(pair.one.text(TEXT)).isEqualTo(text);
        pair.one.forgetHistory();
        UndoSteps all = edit(pair.one, pair.small, edit -> edit.deleteText(TEXT, 0, text.length()));
        UndoSteps redo = undo(pair.one, all, memory);
        assertThat(pair.one.text(TEXT)).isEqualTo(text);
        undo(pair.one, redo, memory);
        assertThat(pair.one.text(TEXT)).isEmpty();
        pair.one.forgetHistory();
        undo(pair.one, all, memory);
        assertThat(pair.one.text(TEXT)).isEmpty();
    }

    /** Steps of another state, or of one before what it lost: nothing of them is here. */
    @Test
    void stepsOfWhichNothingIsHereUndoNothing() throws ChangeException {
        UndoMemory memory = new UndoMemory();
        Scalar bold = new Scalar.Bool(true);
        edit(pair.one, pair.small, edit -> {
            edit.insertText(TEXT, 0, "other");
            edit.insert(LIST, 0, Pair.numbers(3));
        });
        UndoSteps steps = edit(pair.one, pair.small, edit -> {
            edit.deleteText(TEXT, 0, 2);
            edit.insertText(TEXT, 0, "x");
            edit.mark(TEXT, 0, 2, "bold", bold, Expand.NONE);
            edit.setItem(LIST, 0, new Scalar.Int(9));
            edit.removeItems(LIST, 1, 1);
            edit.moveItem(LIST, 0, 1);
        });
        ObjectState empty = new ObjectState(pair.actors);
        assertThat(undo(empty, steps, memory).isEmpty()).isTrue();
        UndoSteps redo = undo(pair.one, steps, memory);
        assertThat(undo(empty, redo, memory).isEmpty()).isTrue();
        assertThat(empty.text(TEXT)).isEmpty();
        assertThat(empty.list(LIST)).isEmpty();
    }

    /** A move made before is no longer known as one, for the item stands by its own name where it was moved to. */
    @Test
    void movesBeforeTheCheckpointStay() throws ChangeException {
        UndoMemory memory = new UndoMemory();
        edit(pair.one, pair.small, edit -> edit.insert(LIST, 0, Pair.numbers(3)));
        UndoSteps move = edit(pair.one, pair.small, edit -> edit.moveItem(LIST, 0, 2));
        ObjectState whole = ObjectState.load(pair.one.save(), pair.actors);
        pair.one.forgetHistory();
        undo(pair.one, move, memory);
        assertThat(pair.one.list(LIST)).containsExactly(new Scalar.Int(1), new Scalar.Int(2), new Scalar.Int(0));
        both(whole, pair.one, pair.great, edit -> edit.moveItem(LIST, 2, 0));
        both(pair.one, whole, pair.small, edit -> edit.removeItems(LIST, 0, 1));
        assertThat(whole.list(LIST)).containsExactly(new Scalar.Int(1), new Scalar.Int(2));
    }

    /** Two delete the same old units, and one of both after the history was forgotten. */
    @Test
    void unitsDeletedTwiceAfterForgetting() throws ChangeException {
        pair.first(edit -> edit.insertText(TEXT, 0, "0123456789"));
        pair.first(edit -> edit.deleteText(TEXT, 3, 1));
        pair.one.forgetHistory();
        byte[] a = Pair.edit(pair.one, pair.small, 5, edit -> {
            edit.deleteText(TEXT, 6, 2);
            edit.deleteText(TEXT, 1, 5);
        });
        byte[] b = Pair.edit(pair.two, pair.great, 5, edit -> {
            for (int at = 7; at >= 2; at--) {
                edit.deleteText(TEXT, at, 1);
            }
        });
        pair.one.apply(b, pair.great, 5);
        pair.two.apply(a, pair.small, 5);
        assertThat(pair.one.text(TEXT)).isEqualTo("09").isEqualTo(pair.two.text(TEXT));
        ObjectState loaded = ObjectState.load(pair.one.save(), pair.actors);
        both(loaded, pair.two, pair.small, edit -> edit.insertText(TEXT, 1, "-"));
        loaded.forgetHistory();
        pair.two.forgetHistory();
        assertThat(loaded.save()).isEqualTo(pair.two.save());
    }

    @Test
    void aFirstContentIsStillOneAfterForgetting() throws ChangeException {
        byte[] content = Pair.edit(pair.one, pair.small, 1, edit -> edit.beginText(TEXT, "same 🎈"));
        byte[] same = Pair.edit(pair.two, pair.great, 1, edit -> edit.beginText(TEXT, "same 🎈"));
        pair.one.forgetHistory();
        pair.one.apply(same, pair.great, 1);
        assertThat(pair.one.text(TEXT)).isEqualTo("same 🎈");
        pair.one.pack();
        pair.two.apply(content, pair.small, 1);
        both(pair.two, pair.one, pair.great, edit -> edit.insertText(TEXT, 7, "!"));
        edit(pair.one, pair.small, edit -> edit.beginText(TEXT, "again"));
        assertThat(pair.one.text(TEXT)).isEqualTo("same 🎈!");
    }

    @Test
    void packedStatesForgetToo() throws ChangeException {
        for (ObjectState state : List.of(pair.one, pair.two)) {
            Edit edit = state.edit(pair.small, 1);
            edit.insertText(TEXT, 0, "packed");
            edit.deleteText(TEXT, 0, 2);
            edit.insert(LIST, 0, Pair.numbers(3));
            edit.removeItems(LIST, 0, 1);
            edit.finish();
        }
        pair.one.forgetHistory();
        pair.two.pack();
        assertThat(pair.two.isPacked()).isTrue();
        pair.two.forgetHistory();
        assertThat(pair.two.save()).isEqualTo(pair.one.save());
        pair.two.pack();
        both(pair.two, pair.one, pair.great, edit -> edit.insertText(TEXT, 4, "."));
        assertThat(pair.two.save()).isEqualTo(pair.one.save());
    }

    /** Who names one of two heads twice has not seen the other one. */
    @Test
    void aHeadNamedTwiceIsNotTwoHeads() throws ChangeException {
        pair.both(edit -> edit.insertText(TEXT, 0, "a"), edit -> edit.insertText(TEXT, 0, "b"));
        ByteSink twice = new ByteSink();
        twice.u8(Op.TEXT_AFTER << 4);
        twice.varint(3); // the author's own, and one by name
        twice.varint(0);
        twice.raw(World.key(0));
        twice.varint(0);
        twice.u8(Op.TEXT_INSERT << 4);
        twice.zigzag(0);
        twice.text("x");
        assertThatThrownBy(() -> pair.one.apply(twice.toByteArray(), pair.small, 9))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("named twice");
    }

    /** An author who goes on from before its own last edit leaves a frontier that no checkpoint can name. */
    @Test
    void whatAnAuthorDidBesideItselfIsKeptUntilSomebodyGoesOn() throws ChangeException {
        pair.first(edit -> edit.insertText(TEXT, 0, "ab"));
        pair.one.apply(Pair.edit(pair.two, pair.great, 2, edit -> edit.insertText(TEXT, 2, "c")), pair.great, 2);
        ByteSink beside = new ByteSink();
        beside.u8(Op.TEXT_AFTER << 4);
        beside.varint(2); // one other
        beside.varint(1);
        beside.varint(1);
        beside.u8(Op.TEXT_DELETE << 4);
        beside.zigzag(-3);
        beside.varint(1);
        pair.one.apply(beside.toByteArray(), pair.great, 3);
        assertThat(pair.one.text(TEXT)).isEqualTo("bc");
        byte[] whole = pair.one.save();
        pair.one.forgetHistory();
        assertThat(pair.one.save()).isEqualTo(whole);
        ObjectState other = ObjectState.load(whole, pair.actors);
        both(other, pair.one, pair.small, edit -> edit.insertText(TEXT, 2, "d"));
        pair.one.forgetHistory();
        assertThat(pair.one.save()).isNotEqualTo(other.save());
        both(other, pair.one, pair.great, edit -> edit.insertText(TEXT, 0, "_"));
        assertThat(ObjectState.load(pair.one.save(), pair.actors).text(TEXT)).isEqualTo("_bcd");
    }

    /** The mark stands at what is left, and is taken from there. */
    @Test
    void marksWhoseUnitsAreForgottenAreTakenBack() throws ChangeException {
        UndoMemory memory = new UndoMemory();
        edit(pair.one, pair.small, edit -> edit.insertText(TEXT, 0, "0123456789"));
        Scalar bold = new Scalar.Bool(true);
        UndoSteps steps = edit(pair.one, pair.small, edit -> {
            edit.mark(TEXT, 1, 4, "bold", bold, Expand.NONE);
            edit.mark(TEXT, 6, 9, "bold", bold, Expand.NONE);
        });
        edit(pair.one, pair.small, edit -> {
            edit.deleteText(TEXT, 8, 1);
            edit.deleteText(TEXT, 1, 1);
        });
        pair.one.forgetHistory();
        assertThat(pair.one.marks(TEXT))
                .containsExactly(new MarkSpan(1, 3, "bold", bold), new MarkSpan(5, 7, "bold", bold));
        UndoSteps redo = undo(pair.one, steps, memory);
        assertThat(pair.one.marks(TEXT)).isEmpty();
        pair.one.forgetHistory();
        undo(pair.one, redo, memory);
        assertThat(pair.one.marks(TEXT)).hasSize(2);
    }

    /** All is forgotten or nothing is. */
    @Test
    void nothingIsForgottenOfWhatIsDamagedOrOpen() throws ChangeException {
        edit(pair.one, pair.small, edit -> {
            edit.insertText("a", 0, "text");
            edit.deleteText("a", 0, 2);
            edit.insertText("b", 0, "xy");
            edit.deleteText("b", 0, 1);
        });
        byte[] saved = pair.one.save();
        int at = saved.length - 1;
        while (saved[at] != 'x') {
            at--;
        }
        saved[at - 1] = 4; // two deleted units, of one deletion
        byte[] damaged = new byte[saved.length + 1];
        System.arraycopy(saved, 0, damaged, 0, at);
        System.arraycopy(saved, at, damaged, at + 1, saved.length - at);
        damaged[at] = 'x';
        Checksums.repairState(damaged);
        ObjectState state = ObjectState.load(damaged, pair.actors);
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(state::forgetHistory).isInstanceOf(ChangeException.class);
            assertThat(TextHistory.write(state, "a")).isEqualTo(TextHistory.write(pair.one, "a"));
            assertThat(state.text("b")).isEqualTo("y");
        }
        Edit open = pair.one.edit(pair.small, ++lamport);
        assertThatThrownBy(pair.one::forgetHistory).isInstanceOf(IllegalStateException.class);
        open.finish();
        assertThat(pair.one.save()).isNotEqualTo(forgotten(pair.one));
    }

    private static byte[] forgotten(ObjectState state) throws ChangeException {
        state.forgetHistory();
        return state.save();
    }
}
