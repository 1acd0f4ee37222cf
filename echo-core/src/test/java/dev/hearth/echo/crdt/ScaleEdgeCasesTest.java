package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of shapes that make engines slow or deep: many authors, many heads, long branches, no common point. */
final class ScaleEdgeCasesTest {
    private final Pair pair = new Pair();

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Actors.KEY_LENGTH).putInt(number).array();
    }

    @Test
    void tenThousandAuthorsOneAfterAnother() throws ChangeException {
        for (int i = 0; i < 10_000; i++) {
            int author = pair.actors.intern(key(1_000 + i));
            int at = i / 2;
            byte[] change = Pair.edit(pair.one, author, 1 + i, edit -> edit.insertText(Pair.TEXT, at, "x"));
            pair.two.apply(change, author, 1 + i);
        }
        pair.verify();
        assertThat(pair.one.textLength(Pair.TEXT)).isEqualTo(10_000);
    }

    @Test
    void twentyThousandAuthorsAtOnce() throws ChangeException {
        int count = 20_000;
        List<byte[]> changes = new ArrayList<>();
        List<Integer> authors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int author = pair.actors.intern(key(1_000 + i));
            authors.add(author);
            changes.add(Pair.edit(new ObjectState(pair.actors), author, 1, edit -> {
                edit.insertText(Pair.TEXT, 0, "x");
                edit.increment("c", 1);
            }));
        }
        for (int i = 0; i < count; i++) {
            pair.one.apply(changes.get(i), authors.get(i), 1);
            pair.two.apply(changes.get(count - 1 - i), authors.get(count - 1 - i), 1);
        }
        pair.verify();
        assertThat(pair.one.textLength(Pair.TEXT)).isEqualTo(count);
        assertThat(pair.one.counter("c")).isEqualTo(count);
        byte[] join = Pair.edit(pair.one, pair.small, 2, edit -> edit.clear(Pair.TEXT)); // names all heads
        pair.two.apply(join, pair.small, 2);
        pair.verify();
        assertThat(pair.two.text(Pair.TEXT)).isEmpty();
    }

    @Test
    void aThousandValuesOfOneField() throws ChangeException {
        int count = 1_000;
        for (int i = 0; i < count; i++) {
            int author = pair.actors.intern(key(count - i));
            Scalar value = new Scalar.Int(i);
            byte[] change = Pair.edit(new ObjectState(pair.actors), author, 1, edit -> edit.set("f", value));
            pair.one.apply(change, author, 1);
        }
        assertThat(pair.one.conflicts("f")).isEqualTo(Pair.numbers(count));
        byte[] saved = pair.one.save();
        assertThat(ObjectState.load(saved, pair.actors).conflicts("f")).hasSize(count);
        Pair.edit(pair.one, pair.small, 2, edit -> edit.set("f", Pair.text("one")));
        assertThat(pair.one.conflicts("f")).containsExactly(Pair.text("one"));
    }

    @Test
    void aLongBranchMergedWithOneCharacter() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "[]"));
        List<Pair.Work> branch = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int middle = (2 + i / 4 * 2 + i % 4) / 2;
            branch.add(
                    i % 4 == 3
                            ? edit -> edit.deleteText(Pair.TEXT, middle, 1)
                            : edit -> edit.insertText(Pair.TEXT, middle, "x"));
        }
        pair.rows(branch, List.of(edit -> edit.insertText(Pair.TEXT, 1, "|")));
        assertThat(pair.one.text(Pair.TEXT))
                .hasSize(50_003)
                .contains("|")
                .startsWith("[")
                .endsWith("]");
    }

    /** Two authors that always know the other's last but one: no event that all later ones descend from. */
    @Test
    void aHistoryWithoutCommonPoint() throws ChangeException {
        byte[] lastOfOne = new byte[0];
        byte[] lastOfTwo = new byte[0];
        int rounds = 5_000;
        for (int i = 0; i < rounds; i++) {
            int at = i;
            byte[] a = Pair.edit(pair.one, pair.small, 1 + i, edit -> edit.insertText(Pair.TEXT, at, "a"));
            byte[] b = Pair.edit(pair.two, pair.great, 1 + i, edit -> edit.insertText(Pair.TEXT, 0, "b"));
            pair.one.apply(lastOfTwo, pair.great, i);
            pair.two.apply(lastOfOne, pair.small, i);
            lastOfOne = a;
            lastOfTwo = b;
        }
        pair.one.apply(lastOfTwo, pair.great, rounds);
        pair.two.apply(lastOfOne, pair.small, rounds);
        pair.verify();
        assertThat(pair.one.textLength(Pair.TEXT)).isEqualTo(2 * rounds);
    }

    /** Every event of one author follows one of the other: as many entries as events, one deep chain. */
    @Test
    void aDeepChainOfTwoAuthors() throws ChangeException {
        int events = 50_000;
        for (int i = 0; i < events; i++) {
            boolean even = i % 2 == 0;
            ObjectState from = even ? pair.one : pair.two;
            ObjectState to = even ? pair.two : pair.one;
            int author = even ? pair.small : pair.great;
            int at = even ? i : i / 2;
            to.apply(Pair.edit(from, author, 1 + i, edit -> edit.insertText(Pair.TEXT, at, "x")), author, 1 + i);
        }
        pair.verify();
        ObjectState loaded = ObjectState.load(pair.one.save(), pair.actors);
        assertThat(loaded.position(Pair.TEXT, loaded.anchor(Pair.TEXT, 777, true)))
                .hasValue(777);
    }

    @Test
    void aTransactionOfAHundredThousandOperations() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "seed"));
        pair.both(
                edit -> {
                    for (int i = 0; i < 20_000; i++) {
                        edit.insertText(Pair.TEXT, 2 + i, "x");
                        edit.insert(Pair.LIST, i / 2, List.of(new Scalar.Int(i)));
                        edit.put(Pair.MAP, "k" + i % 100, new Scalar.Int(i));
                        edit.increment("c", 1);
                        edit.submit("e", new byte[] {(byte) i});
                    }
                },
                edit -> edit.deleteText(Pair.TEXT, 1, 2));
        assertThat(pair.two.text(Pair.TEXT)).isEqualTo("s" + "x".repeat(20_000) + "d");
        assertThat(pair.two.events("e")).hasSize(20_000);
    }

    @Test
    void thousandsOfFields() throws ChangeException {
        pair.first(edit -> {
            for (int i = 0; i < 5_000; i++) {
                edit.insertText("field " + i, 0, "x");
            }
        });
        pair.both(edit -> edit.insertText("field 4999", 1, "y"), edit -> edit.insertText("field 0", 0, "z"));
        assertThat(pair.one.fields()).hasSize(5_000);
        assertThat(pair.one.text("field 4999")).isEqualTo("xy");
    }
}
