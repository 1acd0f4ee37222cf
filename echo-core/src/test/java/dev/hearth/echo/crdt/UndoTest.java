package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Undo and redo, alone and among the edits of others. */
final class UndoTest {
    private final Actors actors = new Actors();
    private final int ann = actors.intern(World.key(0));
    private final int bob = actors.intern(World.key(1));
    private ObjectState here = new ObjectState(actors);
    private ObjectState there = new ObjectState(actors);
    private UndoMemory memory = new UndoMemory();
    private long lamport;

    /** What is edited in one transaction. */
    private interface Work {
        void on(Edit edit) throws ChangeException;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Done(byte[] change, long lamport, UndoSteps steps) {}

    private Done edit(ObjectState state, int actor, Work work) throws ChangeException {
        Edit edit = state.edit(actor, ++lamport);
        work.on(edit);
        return new Done(edit.finish(), lamport, edit.undoSteps());
    }

    private UndoSteps undo(UndoSteps steps) throws ChangeException {
        return edit(here, ann, edit -> here.undo(edit, steps, memory)).steps();
    }

    /** Ann edits here, and Bob there without having seen it; then both see both. */
    private UndoSteps both(Work atHere, Work atThere) throws ChangeException {
        Done one = edit(here, ann, atHere);
        Done other = edit(there, bob, atThere);
        here.apply(other.change(), bob, other.lamport());
        there.apply(one.change(), ann, one.lamport());
        assertThat(here.canonical()).isEqualTo(there.canonical());
        return one.steps();
    }

    private void first(Work work) throws ChangeException {
        Done done = edit(here, ann, work);
        there.apply(done.change(), ann, done.lamport());
    }

    private static Scalar text(String value) {
        return new Scalar.Str(value);
    }

    /** What another wrote at the same time is not taken back with it, though it is the same. */
    @Test
    void whatOthersWroteAlikeStays() throws ChangeException {
        Work same = edit -> {
            edit.set("s", text("x"));
            edit.put("m", "k", text("x"));
            edit.add("e", text("x"));
        };
        UndoSteps redo = undo(both(same, same));
        assertThat(here.conflicts("s")).containsExactly(text("x"));
        assertThat(here.conflicts("m", "k")).containsExactly(text("x"));
        assertThat(here.set("e")).containsExactly(text("x"));
        undo(redo);
        assertThat(here.conflicts("s")).containsExactly(text("x"));
    }

    @Test
    void typingIsUndoneWhereItIsByThen() throws ChangeException {
        first(edit -> edit.insertText("t", 0, "the fox"));
        UndoSteps steps = both(edit -> edit.insertText("t", 4, "quick "), edit -> {
            edit.insertText("t", 0, ">> ");
            edit.insertText("t", 10, "!");
        });
        Done inside = edit(there, bob, edit -> edit.insertText("t", 9, "BIG"));
        here.apply(inside.change(), bob, inside.lamport());
        assertThat(here.text("t")).isEqualTo(">> the quBIGick fox!");
        UndoSteps redo = undo(steps);
        assertThat(here.text("t")).isEqualTo(">> the BIGfox!");
        undo(redo);
        assertThat(here.text("t")).isIn(">> the quick BIGfox!", ">> the BIGquick fox!", ">> the quBIGick fox!");
    }

    @Test
    void aDeletionComesBackUnlessSomebodyElseDeletedToo() throws ChangeException {
        first(edit -> edit.insertText("t", 0, "one two 🎈 three"));
        UndoSteps steps = both(edit -> edit.deleteText("t", 4, 7), edit -> edit.deleteText("t", 0, 6));
        assertThat(here.text("t")).isEqualTo("three");
        undo(steps);
        assertThat(here.text("t")).isEqualTo("o 🎈 three");
    }

    @Test
    void aValueThatSomebodyOverwroteStays() throws ChangeException {
        first(edit -> {
            edit.set("a", text("old"));
            edit.put("m", "k", text("old"));
        });
        UndoSteps steps = edit(here, ann, edit -> {
                    edit.set("a", text("mine"));
                    edit.put("m", "k", text("mine"));
                    edit.set("b", text("new"));
                })
                .steps();
        edit(here, bob, edit -> edit.set("a", text("theirs")));
        undo(steps);
        assertThat(here.scalar("a")).contains(text("theirs"));
        assertThat(here.map("m")).containsEntry("k", text("old"));
        assertThat(here.scalar("b")).isEmpty();
    }

    @Test
    void itemsComeBackWithTheirValueAndMovesGoBack() throws ChangeException {
        first(edit -> edit.insert("l", 0, List.of(text("a"), text("b"), text("c"), text("d"))));
        UndoSteps steps = both(
                edit -> {
                    edit.moveItem("l", 0, 3);
                    edit.removeItems("l", 0, 1);
                    edit.insert("l", 0, List.of(text("new")));
                },
                edit -> edit.setItem("l", 1, text("B")));
        assertThat(here.list("l")).containsExactly(text("new"), text("c"), text("d"), text("a"));
        undo(steps);
        assertThat(here.list("l")).containsExactly(text("a"), text("B"), text("c"), text("d"));
    }

    @Test
    void lifecycleAndMarksGoBack() throws ChangeException {
        first(edit -> {
            edit.insertText("t", 0, "abcdef");
            edit.mark("t", 0, 3, "bold", new Scalar.Bool(true), Expand.AFTER);
        });
        UndoSteps steps = edit(here, ann, edit -> {
                    edit.mark("t", 1, 5, "bold", new Scalar.Null(), Expand.NONE);
                    edit.mark("t", 2, 6, "link", text("x"), Expand.NONE);
                    edit.delete();
                })
                .steps();
        undo(steps);
        assertThat(here.deleted()).isFalse();
        assertThat(here.marks("t")).containsExactly(new MarkSpan(0, 3, "bold", new Scalar.Bool(true)));
    }

    @Test
    void whatIsDoneAgainMeetsWhatOthersDidMeanwhile() throws ChangeException {
        first(edit -> edit.insertText("t", 0, "one two three"));
        UndoSteps redo = undo(both(edit -> edit.deleteText("t", 4, 4), edit -> edit.insertText("t", 13, "!")));
        assertThat(here.text("t")).isEqualTo("one two three!");
        Done others = edit(there, bob, edit -> edit.insertText("t", 0, "<"));
        here.apply(others.change(), bob, others.lamport());
        UndoSteps again = undo(redo);
        assertThat(here.text("t")).isEqualTo("<one three!");
        undo(again);
        assertThat(here.text("t")).isEqualTo("<one two three!");
    }

    /** Of two moves of one item the later counts; taking back the other one changes nothing. */
    @Test
    void aMoveThatSomebodyMadeAfterwardsStays() throws ChangeException {
        first(edit -> edit.insert("l", 0, List.of(text("a"), text("b"), text("c"))));
        UndoSteps steps = both(edit -> edit.moveItem("l", 0, 2), edit -> edit.moveItem("l", 0, 1));
        assertThat(here.list("l")).containsExactly(text("b"), text("a"), text("c"));
        undo(steps);
        assertThat(here.list("l")).containsExactly(text("b"), text("a"), text("c"));
    }

    /**
     * Of an item that both moved two units stand in the row, of which one shows; positions in the list leave it out.
     */
    @Test
    void anItemComesBackBehindOneThatBothMoved() throws ChangeException {
        first(edit -> edit.insert("l", 0, List.of(text("a"), text("b"), text("c"), text("d"))));
        both(edit -> edit.moveItem("l", 0, 2), edit -> edit.moveItem("l", 0, 1));
        assertThat(here.list("l")).containsExactly(text("b"), text("a"), text("c"), text("d"));
        UndoSteps steps = both(edit -> edit.removeItems("l", 3, 1), edit -> edit.set("s", text("v")));
        undo(steps);
        assertThat(here.list("l")).containsExactly(text("b"), text("a"), text("c"), text("d"));
    }

    /** What came back before may be deleted and come back again, beside what came back from further left meanwhile. */
    @Test
    void whatComesBackTwiceStandsInItsOldOrder() throws ChangeException {
        first(edit -> edit.insertText("t", 0, "a12b"));
        UndoSteps second = edit(here, ann, edit -> edit.deleteText("t", 2, 1)).steps();
        UndoSteps first = edit(here, ann, edit -> edit.deleteText("t", 1, 1)).steps();
        undo(second);
        edit(here, ann, edit -> edit.insertText("t", 2, "x"));
        undo(first);
        assertThat(here.text("t")).isEqualTo("a2x1b"); // x was typed where nothing was known of the 1
        edit(here, ann, edit -> edit.deleteText("t", 2, 1));
        UndoSteps again = edit(here, ann, edit -> edit.deleteText("t", 1, 1)).steps();
        assertThat(here.text("t")).isEqualTo("a1b");
        undo(again);
        assertThat(here.text("t")).isEqualTo("a12b");
    }

    /** A state that was saved, or packed with others, and loaded, undoes as before. */
    @Test
    void undoReachesBeyondASavedState() throws ChangeException {
        UndoSteps typed =
                edit(here, ann, edit -> edit.insertText("t", 0, "typed")).steps();
        UndoSteps put = edit(here, ann, edit -> edit.put("m", "k", text("v"))).steps();
        UndoSteps deleted = edit(here, ann, edit -> edit.deleteText("t", 1, 3)).steps();
        here = ObjectState.load(here.save(), actors);
        undo(deleted);
        assertThat(here.text("t")).isEqualTo("typed");
        byte[] archive = StateArchive.write(List.of(new StateArchive.Entry(new byte[16], here)));
        here = StateArchive.read(archive, actors).get(0).state();
        undo(put);
        undo(typed);
        assertThat(here.map("m")).isEmpty();
        assertThat(here.text("t")).isEmpty();
    }

    @Test
    void aHundredThousandStepsAreUndoneAcrossWhatOthersWrote() throws ChangeException {
        int count = 100_000;
        List<UndoSteps> undos = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(here.textLength("t") + 1);
            Done done = edit(here, ann, edit -> edit.insertText("t", at, "x"));
            undos.add(done.steps());
            if (i % 100 == 0) {
                int place = random.nextInt(here.textLength("t") + 1);
                edit(here, bob, edit -> edit.insertText("t", place, "B"));
            }
        }
        for (int i = count - 1; i >= 0; i--) {
            undo(undos.get(i));
        }
        assertThat(here.text("t")).isEqualTo("B".repeat(count / 100));
    }

    /** What an application sees of the object. */
    private record Seen(
            String text,
            List<Scalar> list,
            Map<String, Scalar> map,
            Optional<Scalar> scalar,
            long counter,
            Set<Scalar> set,
            boolean deleted) {
        static Seen of(ObjectState state) {
            return new Seen(
                    state.text("t"),
                    state.list("l"),
                    state.map("m"),
                    state.scalar("s"),
                    state.counter("c"),
                    state.set("e"),
                    state.deleted());
        }
    }

    @Test
    void whateverWasDoneIsUndoneStepByStepAndDoneAgain() throws ChangeException {
        for (long seed = 0; seed < 3_000; seed++) {
            here = new ObjectState(actors);
            memory = new UndoMemory();
            Random random = new Random(seed);
            List<Seen> seen = new ArrayList<>();
            List<UndoSteps> undos = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                seen.add(Seen.of(here));
                undos.add(edit(here, ann, edit -> {
                            for (int k = random.nextInt(3); k >= 0; k--) {
                                any(edit, random);
                            }
                        })
                        .steps());
                if (random.nextInt(10) == 0) {
                    here = ObjectState.load(here.save(), actors);
                }
            }
            Seen last = Seen.of(here);
            List<UndoSteps> redos = new ArrayList<>();
            for (int i = undos.size() - 1; i >= 0; i--) {
                redos.add(undo(undos.get(i)));
                assertSame(seed, i, seen.get(i));
            }
            for (int i = redos.size() - 1; i >= 0; i--) {
                undo(redos.get(i));
            }
            assertSame(seed, undos.size(), last);
        }
    }

    private void assertSame(long seed, int step, Seen expected) {
        assertThat(Seen.of(here)).as("seed %d, step %d", seed, step).isEqualTo(expected);
    }

    private void any(Edit edit, Random random) {
        int text = here.textLength("t");
        int list = here.list("l").size();
        Scalar value = new Scalar.Int(random.nextInt(4));
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> edit.insertText("t", random.nextInt(text + 1), "abcdefgh".substring(random.nextInt(7)));
            case 3 -> {
                int from = random.nextInt(text + 1);
                edit.deleteText("t", from, random.nextInt(text - from + 1));
            }
            case 4 -> edit.insert("l", random.nextInt(list + 1), List.of(value, value));
            case 5 -> {
                int from = random.nextInt(list + 1);
                edit.removeItems("l", from, random.nextInt(list - from + 1));
            }
            case 6 -> {
                if (list > 0) {
                    edit.moveItem("l", random.nextInt(list), random.nextInt(list));
                }
            }
            case 7 -> {
                if (list > 0) {
                    edit.setItem("l", random.nextInt(list), value);
                }
            }
            case 8 -> edit.set("s", value);
            case 9 -> edit.clear(random.nextBoolean() ? "s" : "t");
            case 10 -> edit.put("m", "k" + random.nextInt(3), value);
            case 11 -> edit.remove("m", "k" + random.nextInt(3));
            case 12 -> edit.increment("c", random.nextInt(9) - 4L);
            default -> {
                if (random.nextBoolean()) {
                    edit.add("e", value);
                } else {
                    edit.discard("e", value);
                }
            }
        }
    }

    /** Ann takes back all that she wrote: what is left is what Bob wrote. */
    @Test
    void whatIsLeftIsWhatOthersWrote() throws ChangeException {
        for (long seed = 0; seed < 200; seed++) {
            here = new ObjectState(actors);
            memory = new UndoMemory();
            there = new ObjectState(actors);
            Random random = new Random(seed);
            List<UndoSteps> undos = new ArrayList<>();
            StringBuilder bobs = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                char letter = (char) ('A' + i);
                bobs.append(letter);
                undos.add(both(
                        edit -> {
                            edit.insertText("t", random.nextInt(here.textLength("t") + 1), "abc");
                            if (random.nextBoolean()) {
                                deleteSmall(edit, random);
                            }
                        },
                        edit -> edit.insertText(
                                "t", random.nextInt(there.textLength("t") + 1), String.valueOf(letter))));
            }
            for (int i = undos.size() - 1; i >= 0; i--) {
                undo(undos.get(i));
            }
            String left = here.text("t");
            assertThat(left.chars().sorted().toArray())
                    .as("seed %d: %s", seed, left)
                    .isEqualTo(bobs.chars().toArray());
        }
    }

    private void deleteSmall(Edit edit, Random random) {
        int at = random.nextInt(here.textLength("t"));
        if (Character.isLowerCase(here.text("t").charAt(at))) {
            edit.deleteText("t", at, 1);
        }
    }

    @Test
    void whatDidNotHappenHereIsLeftAlone() throws ChangeException {
        UndoSteps entry =
                edit(there, bob, edit -> edit.put("m", "k", text("v"))).steps();
        UndoSteps scalar = edit(there, bob, edit -> edit.set("s", text("v"))).steps();
        edit(there, bob, edit -> edit.insertText("t", 0, "abc"));
        UndoSteps marking = edit(there, bob, edit -> edit.mark("t", 0, 2, "bold", new Scalar.Bool(true), Expand.NONE))
                .steps();
        for (UndoSteps steps : List.of(entry, scalar, marking)) {
            Done done = edit(here, ann, edit -> here.undo(edit, steps, memory));
            assertThat(done.change()).isEmpty();
        }
    }

    @Test
    void aMarkThatIsNotHereLeavesNothingToMarkAnew() throws ChangeException {
        first(edit -> edit.insertText("t", 0, "abc"));
        UndoSteps marking = edit(there, bob, edit -> edit.mark("t", 0, 2, "bold", new Scalar.Bool(true), Expand.NONE))
                .steps();
        undo(marking);
        assertThat(here.marks("t")).isEmpty();
    }

    @Test
    void onlyTheOpenEditOfTheStateUndoes() throws ChangeException {
        UndoSteps steps = edit(here, ann, edit -> edit.set("s", text("v"))).steps();
        Edit elsewhere = there.edit(bob, ++lamport);
        assertThatThrownBy(() -> here.undo(elsewhere, steps, memory)).isInstanceOf(IllegalStateException.class);
        elsewhere.finish();
        here.pack();
        assertThatThrownBy(() -> here.undo(elsewhere, steps, memory)).isInstanceOf(IllegalStateException.class);
        assertThat(here.scalar("s")).contains(text("v"));
    }
}
