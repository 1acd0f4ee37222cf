package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Single steps of the engine that no other test is sure to take. */
final class SingleStepsTest {
    private final Pair pair = new Pair();

    @Test
    void whatWasNeverWrittenIsEmpty() {
        ObjectState state = pair.one;
        assertThat(state.kind("f")).isEmpty();
        assertThat(state.scalar("f")).isEmpty();
        assertThat(state.conflicts("f")).isEmpty();
        assertThat(state.conflicts("f", "k")).isEmpty();
        assertThat(state.map("f")).isEmpty();
        assertThat(state.stamps("f")).isEmpty();
        assertThat(state.list("f")).isEmpty();
        assertThat(state.text("f")).isEmpty();
        assertThat(state.textLength("f")).isZero();
        assertThat(state.counter("f")).isZero();
        assertThat(state.set("f")).isEmpty();
        assertThat(state.events("f")).isEmpty();
        assertThat(state.deleted()).isFalse();
    }

    @Test
    void fieldsOfOneKindHaveNothingOfTheOthers() throws ChangeException {
        pair.first(edit -> edit.set("f", Pair.text("v")));
        assertThat(pair.one.lastChange().fields()).containsExactly("f");
        assertThat(pair.one.lastChange().texts()).isEmpty();
        assertThat(pair.one.map("f")).isEmpty();
        assertThat(pair.one.stamps("f")).isEmpty();
        assertThat(pair.one.conflicts("f", "k")).isEmpty();
        assertThat(pair.one.counter("f")).isZero();
        pair.first(edit -> edit.put("g", "k", Pair.text("v")));
        assertThat(pair.one.scalar("g")).isEmpty();
        assertThat(pair.one.stamps("g")).containsExactly(new EntryStamp("k", 2, pair.small));
    }

    @Test
    void clearingEmptiesEveryKindAndSaysNothingOfWhatIsEmpty() throws ChangeException {
        pair.first(edit -> {
            edit.add("f", Pair.text("m"));
            edit.add("f", Pair.text("n"));
            edit.increment("f", 5);
            edit.insert("f", 0, Pair.numbers(2));
            edit.insertText("f", 0, "abc");
            edit.submit("f", new byte[] {1});
        });
        pair.both(edit -> edit.clear("f"), edit -> edit.add("f", Pair.text("o")));
        assertThat(pair.one.set("f")).containsExactly(Pair.text("o"));
        assertThat(pair.one.counter("f")).isZero();
        assertThat(pair.one.list("f")).isEmpty();
        assertThat(pair.one.text("f")).isEmpty();
        assertThat(pair.one.events("f")).hasSize(1);
        pair.first(edit -> edit.clear("f"));
        assertThat(Pair.edit(pair.one, pair.small, 9, edit -> edit.clear("f"))).isEmpty();
    }

    /** Reading an edit's refusal makes containers that hold nothing; they are not saved. */
    @Test
    void containersThatHoldNothingAreNotSaved() throws ChangeException {
        Edit edit = pair.one.edit(pair.small, 1);
        edit.set("f", Pair.text("v"));
        edit.insertText("f", 0, "");
        edit.insert("f", 0, List.of());
        byte[] change = edit.finish();
        Field field = pair.one.view().field("f");
        field.mapEntries();
        field.setMembers();
        field.counterCell();
        field.modelLog();
        pair.two.apply(change, pair.small, 1);
        pair.verify();
    }

    @Test
    void anAuthorOfTheLifecycleAloneIsSaved() throws ChangeException {
        pair.first(Edit::delete);
        pair.verify();
        assertThat(ObjectState.load(pair.two.save(), new Actors()).deleted()).isTrue();
    }

    /** Pastes of more than half a block, and deletions, wherever they fall within the blocks of a text. */
    @Test
    void pastesAndDeletionsAnywhere() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            CharRope rope = new CharRope();
            StringBuilder expected = new StringBuilder();
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) > 0 || expected.isEmpty()) {
                    int at = random.nextInt(expected.length() + 1);
                    String text = String.valueOf((char) ('a' + step % 26))
                            .repeat(1 + random.nextInt(random.nextBoolean() ? 10 : 3 * Rope.BLOCK));
                    rope.insert(at, text);
                    expected.insert(at, text);
                } else {
                    int at = random.nextInt(expected.length());
                    int count = 1 + random.nextInt(Math.min(2 * Rope.BLOCK, expected.length() - at));
                    rope.delete(at, count);
                    expected.delete(at, at + count);
                }
            }
            assertThat(rope.toString()).as("seed " + seed).isEqualTo(expected.toString());
        }
    }

    /** A walk that is far behind is given up, and the next concurrency begins a new one. */
    @Test
    void concurrencyAgainAfterALongTimeAlone() throws ChangeException {
        pair.first(edit -> {
            edit.insertText(Pair.TEXT, 0, "[🎈]");
            edit.insert(Pair.LIST, 0, Pair.numbers(4));
        });
        for (int round = 0; round < 3; round++) {
            pair.both(
                    edit -> {
                        edit.insertText(Pair.TEXT, 1, "a🎈");
                        edit.insert(Pair.LIST, 1, Pair.numbers(1));
                        edit.removeItems(Pair.LIST, 0, 1);
                    },
                    edit -> {
                        edit.insertText(Pair.TEXT, 1, "b🎈");
                        edit.deleteText(Pair.TEXT, 1, 1);
                        edit.setItem(Pair.LIST, 0, Pair.text("gone or not"));
                        edit.setItem(Pair.LIST, 2, Pair.text("set"));
                    });
            pair.first(edit -> {
                for (int i = 0; i < 5_000; i++) {
                    edit.insertText(Pair.TEXT, i % 2, i % 2 == 0 ? "x" : "y");
                    edit.insert(Pair.LIST, 2, Pair.numbers(1));
                }
            });
            pair.verify();
        }
    }

    @Test
    void twoListsInOneTransaction() throws ChangeException {
        pair.first(edit -> {
            edit.insert("l", 0, Pair.numbers(2));
            edit.insert("k", 0, Pair.numbers(2));
        });
        pair.both(
                edit -> {
                    edit.insert("l", 0, List.of(Pair.text("new")));
                    edit.insert("k", 0, List.of(Pair.text("new")));
                    edit.moveItem("l", 0, 1);
                    edit.moveItem("k", 0, 2);
                    edit.moveItem("k", 0, 1);
                },
                edit -> {
                    edit.moveItem("l", 0, 1);
                    edit.moveItem("k", 0, 1);
                });
        assertThat(pair.one.list("l")).hasSize(3);
        assertThat(pair.one.list("k")).hasSize(3);
    }
}
