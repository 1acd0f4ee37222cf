package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where engines of this kind break: interleaving, forks, delivery, clocks, maps and misuse. Texts, lists and great
 * sizes have their own classes beside this one.
 */
final class EdgeCasesTest {
    private final Pair pair = new Pair();

    // 1. Interleaving; typing forward, backward and into a deleted run is in InterleavingTest.

    @Test
    void insertsBetweenCharactersWhoseNeighboursWereDeleted() throws ChangeException {
        for (int deleted = 0; deleted < 4; deleted++) {
            World world = new World(3);
            world.replicas.get(0).edit(writer -> writer.insertText(0, "abcd"));
            world.settle();
            int at = deleted;
            world.replicas.get(0).edit(writer -> writer.deleteText(at, 1));
            world.replicas.get(0).edit(writer -> writer.insertText(2, "[one]"));
            world.replicas.get(1).edit(writer -> writer.insertText(2, "(two)"));
            world.replicas.get(2).edit(writer -> writer.deleteText(1, 2));
            world.replicas.get(2).edit(writer -> writer.insertText(1, "<three>"));
            world.settle();
            Agreement.verify(world, "deleted " + deleted);
            assertThat(world.replicas.get(0).state.text(World.TEXT))
                    .contains("[one]")
                    .contains("(two)")
                    .contains("<three>");
        }
    }

    // 2. One author on two branches. A change does not say its own number, so two branches of one author are two
    // changes to the engine: the feeds under it are chains of hashes, and a fork freezes the author there; see
    // ReplicationTest.anAuthorThatSaysTwoThingsIsFrozen. What the engine owes is never to fail in another way than it
    // says, and to be the same at all replicas that were told the same.

    @Test
    void anAuthorOnTwoBranchesBreaksNothingButItsOwnEdits() throws ChangeException {
        pair.first(edit -> edit.insertText(Pair.TEXT, 0, "base"));
        ObjectState backup = ObjectState.load(pair.one.save(), pair.actors);
        byte[] here = Pair.edit(pair.one, pair.small, 2, edit -> edit.insertText(Pair.TEXT, 4, " here"));
        byte[] there = Pair.edit(backup, pair.small, 2, edit -> {
            edit.insertText(Pair.TEXT, 0, "there ");
            edit.insert(Pair.LIST, 0, List.of(Pair.text("there")));
        });
        byte[] later = Pair.edit(backup, pair.small, 3, edit -> {
            edit.removeItems(Pair.LIST, 0, 1);
            edit.deleteText(Pair.TEXT, 0, 6);
        });
        ObjectState three = ObjectState.load(pair.two.save(), pair.actors);
        for (ObjectState state : List.of(pair.two, three)) {
            state.apply(here, pair.small, 2);
            state.apply(there, pair.small, 2);
        }
        assertThat(three.save()).isEqualTo(pair.two.save());
        assertThat(pair.two.text(Pair.TEXT)).hasSize("there base here".length());
        byte[] before = pair.one.save();
        assertThatThrownBy(() -> pair.one.apply(later, pair.small, 3)).isInstanceOf(ChangeException.class);
        assertThat(pair.one.save()).isEqualTo(before);
    }

    @Test
    void authorsWhoseKeysDifferInTheLastByteOnlyAreTwo() throws ChangeException {
        byte[] key = new byte[Actors.KEY_LENGTH];
        key[31] = (byte) 0x80;
        int other = pair.actors.intern(key);
        byte[] a = Pair.edit(pair.one, other, 1, edit -> edit.set("f", Pair.text("high")));
        key[31] = 0x7F;
        int another = pair.actors.intern(key);
        byte[] b = Pair.edit(pair.two, another, 1, edit -> edit.set("f", Pair.text("low")));
        pair.one.apply(b, another, 1);
        pair.two.apply(a, other, 1);
        pair.verify();
        assertThat(pair.one.scalar("f")).contains(Pair.text("high")); // keys compare as unsigned bytes
    }

    // 3. Delivery. Duplicates and overlapping ranges never get here, because a feed holds each block once, in its
    // order; see ReplicationTest.nothingIsSentTwiceOverOneLink.

    @Test
    void whatComesTooEarlyIsRefusedUntilItsParentsAreHere() throws ChangeException {
        List<byte[]> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int at = i;
            changes.add(Pair.edit(pair.one, pair.small, 1 + i, edit -> {
                edit.insertText(Pair.TEXT, at, "x");
                edit.insert(Pair.LIST, at, Pair.numbers(1));
            }));
            pair.two.apply(changes.get(i), pair.small, 1 + i);
        }
        byte[] answer = Pair.edit(pair.two, pair.great, 30, edit -> edit.deleteText(Pair.TEXT, 3, 15));
        ObjectState late = new ObjectState(pair.actors);
        for (int i = 0; i < 20; i++) {
            byte[] before = late.save();
            for (int times = 0; times < 50; times++) {
                assertThatThrownBy(() -> late.apply(answer, pair.great, 30)).isInstanceOf(ChangeException.class);
            }
            assertThat(late.save()).isEqualTo(before);
            late.apply(changes.get(i), pair.small, 1 + i);
        }
        late.apply(answer, pair.great, 30);
        assertThat(late.save()).isEqualTo(pair.two.save());
    }

    @Test
    void everyOrderOfConcurrentChangesEndsEqual() throws ChangeException {
        pair.first(edit -> {
            edit.insertText(Pair.TEXT, 0, "seed");
            edit.insert(Pair.LIST, 0, Pair.numbers(4));
        });
        byte[] start = pair.one.save();
        List<byte[]> changes = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int author = pair.actors.intern(World.key(10 + i));
            int at = i;
            changes.add(Pair.edit(ObjectState.load(start, pair.actors), author, 2 + i % 3, edit -> {
                edit.insertText(Pair.TEXT, at % 5, "<" + at + ">");
                edit.deleteText(Pair.TEXT, 0, 1);
                edit.moveItem(Pair.LIST, at % 4, (at + 1) % 4);
                edit.setItem(Pair.LIST, at % 3, new Scalar.Int(at));
                edit.put(Pair.MAP, "k" + at % 2, new Scalar.Int(at));
                edit.increment("c", at);
                edit.submit("e", new byte[] {(byte) at});
            }));
            order.add(i);
        }
        byte[] expected = null;
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(order, new Random(seed));
            ObjectState state = ObjectState.load(start, pair.actors);
            for (int i : order) {
                state.apply(changes.get(i), pair.actors.intern(World.key(10 + i)), 2 + i % 3);
            }
            expected = expected == null ? state.save() : expected;
            assertThat(state.save()).as("seed " + seed).isEqualTo(expected);
        }
    }

    // 4. Clocks; huge lengths and counts are in MalformedTest.

    @ParameterizedTest
    @ValueSource(longs = {(1L << 31) - 1, (1L << 32) - 1, 1L << 32, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE - 1})
    void aClockFarAheadWinsAndEveryoneGoesOn(long ahead) throws ChangeException {
        byte[] attack = Pair.edit(pair.two, pair.great, ahead, EdgeCasesTest::everything);
        pair.one.apply(attack, pair.great, ahead);
        pair.verify();
        byte[] answer = Pair.edit(pair.one, pair.small, ahead + 1, edit -> {
            edit.set("s", Pair.text("answer"));
            edit.put(Pair.MAP, "k", Pair.text("answer"));
            edit.setItem(Pair.LIST, 0, Pair.text("answer"));
            edit.moveItem(Pair.LIST, 0, 1);
            edit.insertText(Pair.TEXT, 1, "answer");
            edit.discard("set", Pair.text("m"));
            edit.restore();
        });
        pair.two.apply(answer, pair.small, ahead + 1);
        pair.verify();
        assertThat(pair.two.conflicts("s")).containsExactly(Pair.text("answer"));
        assertThat(pair.two.list(Pair.LIST)).endsWith(Pair.text("answer"));
        assertThat(pair.two.set("set")).isEmpty();
        assertThat(pair.two.deleted()).isFalse();
        ObjectState loaded = ObjectState.load(pair.two.save(), new Actors());
        assertThat(loaded.canonical()).isEqualTo(pair.two.canonical());
    }

    private static void everything(Edit edit) throws ChangeException {
        edit.set("s", Pair.text("v"));
        edit.put(Pair.MAP, "k", Pair.text("v"));
        edit.insert(Pair.LIST, 0, List.of(Pair.text("a"), Pair.text("b")));
        edit.setItem(Pair.LIST, 0, Pair.text("c"));
        edit.insertText(Pair.TEXT, 0, "text");
        edit.mark(Pair.TEXT, 0, 2, "bold", new Scalar.Bool(true), Expand.BOTH);
        edit.increment("c", Long.MAX_VALUE);
        edit.add("set", Pair.text("m"));
        edit.submit("e", new byte[] {1});
        edit.delete();
    }

    @Test
    void aNegativeClockIsTheCallersFault() {
        for (long lamport : new long[] {-1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> pair.one.edit(pair.small, lamport)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pair.one.apply(new byte[0], pair.small, lamport))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(pair.one.fields()).isEmpty();
    }

    /** An author that sets its clock back still covers what it saw; all replicas agree on the rest. */
    @Test
    void aClockThatGoesBackStillCoversWhatItsAuthorSaw() throws ChangeException {
        byte[] a = Pair.edit(pair.one, pair.small, 100, EdgeCasesTest::everything);
        pair.two.apply(a, pair.small, 100);
        byte[] b = Pair.edit(pair.two, pair.great, 3, edit -> {
            edit.set("s", Pair.text("back"));
            edit.remove(Pair.MAP, "k");
            edit.setItem(Pair.LIST, 0, Pair.text("back"));
            edit.mark(Pair.TEXT, 0, 2, "bold", new Scalar.Null(), Expand.NONE);
            edit.restore();
        });
        pair.one.apply(b, pair.great, 3);
        pair.verify();
        assertThat(pair.one.conflicts("s")).containsExactly(Pair.text("back"));
        assertThat(pair.one.map(Pair.MAP)).isEmpty();
        byte[] c = Pair.edit(
                pair.one, pair.small, 2, edit -> edit.mark(Pair.TEXT, 1, 3, "bold", Pair.text("again"), Expand.NONE));
        pair.two.apply(c, pair.small, 2);
        pair.verify();
    }

    /** What an author says it covers may be a stamp that nobody ever gave. */
    @Test
    void stampsThatNobodyGaveCoverNothing() throws ChangeException {
        pair.first(edit -> edit.set("f", Pair.text("stands")));
        for (long distance : new long[] {0, 5, -5, Long.MIN_VALUE, Long.MAX_VALUE}) {
            ByteSink out = new ByteSink();
            out.u8((Op.SET_OVER << 4) | Op.FIELD_NAME);
            out.text("f");
            out.varint(1);
            out.varint(0);
            out.raw(World.key(0));
            out.zigzag(distance);
            ScalarCodec.write(out, Pair.text("liar"));
            ObjectState state = ObjectState.load(pair.one.save(), pair.actors);
            state.apply(out.toByteArray(), pair.great, 9);
            assertThat(state.conflicts("f")).containsExactly(Pair.text("liar"), Pair.text("stands"));
        }
    }

    // 6. Maps; removal beside writing, in both orders of keys, is in ObjectStateTest.

    @Test
    void keysAreAnyWellFormedString() throws ChangeException {
        String long1 = "k".repeat(1 << 20);
        String long2 = long1.substring(1) + "🎈";
        List<String> keys = List.of(
                "", " ", "\0", "__proto__", "constructor", "toString", "é", "e\u0301", "🎈", "\uFFFF", long1, long2);
        pair.first(edit -> {
            for (String key : keys) {
                edit.put(Pair.MAP, key, new Scalar.Int(key.length()));
            }
        });
        pair.verify();
        assertThat(pair.two.map(Pair.MAP)).containsOnlyKeys(keys);
        assertThat(pair.two.map(Pair.MAP).get(long1)).isEqualTo(new Scalar.Int(1 << 20));
        assertThatThrownBy(() -> pair.first(edit -> edit.put(Pair.MAP, "\uD83C", new Scalar.Null())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfFieldsAreBounded() {
        Edit edit = pair.one.edit(pair.small, 1);
        edit.set("", Pair.text("empty"));
        edit.set("n".repeat(Op.MAX_NAME), Pair.text("longest"));
        edit.set("é".repeat(Op.MAX_NAME / 2), Pair.text("longest"));
        for (String name : List.of(
                "n".repeat(Op.MAX_NAME + 1), "é".repeat(Op.MAX_NAME / 2 + 1), "\uDF88", "€".repeat(Op.MAX_NAME / 2))) {
            assertThatThrownBy(() -> edit.set(name, Pair.text("v"))).isInstanceOf(IllegalArgumentException.class);
        }
        edit.finish();
        assertThat(pair.one.fields()).hasSize(3).contains("");
    }

    @Test
    void numbersKeepTheirOneForm() throws ChangeException {
        double otherNan = Double.longBitsToDouble(0x7FF8_0000_0000_0001L);
        pair.both(
                edit -> {
                    edit.put(Pair.MAP, "nan", new Scalar.Real(otherNan));
                    edit.put(Pair.MAP, "minus zero", new Scalar.Real(-0.0));
                    edit.put(Pair.MAP, "zero", new Scalar.Real(0.0));
                    edit.put(Pair.MAP, "int", new Scalar.Int((1L << 53) + 1));
                    edit.put(Pair.MAP, "null", new Scalar.Null());
                    edit.add("set", new Scalar.Real(otherNan));
                    edit.add("set", new Scalar.Real(-0.0));
                    edit.add("set", new Scalar.Real(0.0));
                    edit.add("set", new Scalar.Int(0));
                },
                edit -> edit.add("set", new Scalar.Real(Double.NaN)));
        Map<String, Scalar> map = pair.two.map(Pair.MAP);
        assertThat(map.get("nan")).isEqualTo(new Scalar.Real(Double.NaN));
        assertThat(map.get("minus zero")).isNotEqualTo(map.get("zero"));
        assertThat(map).containsEntry("int", new Scalar.Int(9007199254740993L));
        assertThat(map).containsEntry("null", new Scalar.Null()).doesNotContainKey("absent");
        assertThat(pair.two.set("set")).hasSize(4);
        assertThatThrownBy(() -> Scalar.decode(new byte[] {4, 0x7F, (byte) 0xF8, 0, 0, 0, 0, 0, 1}))
                .isInstanceOf(ChangeException.class);
    }

    @Test
    void aHundredThousandOverwritesLeaveOneValue() throws ChangeException {
        for (int i = 0; i < 100_000; i++) {
            Scalar value = new Scalar.Int(i);
            Pair.edit(pair.one, pair.small, 1 + i, edit -> edit.put(Pair.MAP, "key", value));
        }
        assertThat(pair.one.map(Pair.MAP)).containsExactly(Map.entry("key", new Scalar.Int(99_999)));
        assertThat(pair.one.save()).hasSizeLessThan(80);
    }

    @Test
    void twoAuthorsOverwritingEachOtherLeaveOneValue() throws ChangeException {
        for (int i = 0; i < 10_000; i++) {
            Scalar value = new Scalar.Int(i);
            ObjectState from = i % 2 == 0 ? pair.one : pair.two;
            ObjectState to = i % 2 == 0 ? pair.two : pair.one;
            int author = i % 2 == 0 ? pair.small : pair.great;
            to.apply(Pair.edit(from, author, 1 + i, edit -> edit.put(Pair.MAP, "key", value)), author, 1 + i);
        }
        pair.verify();
        assertThat(pair.one.conflicts(Pair.MAP, "key")).containsExactly(new Scalar.Int(9_999));
        assertThat(pair.one.save()).hasSizeLessThan(150);
    }

    @Test
    void setAndRemovedKeysLeaveNothing() throws ChangeException {
        byte[] change = Pair.edit(pair.one, pair.small, 1, edit -> {
            for (int i = 0; i < 100_000; i++) {
                edit.put(Pair.MAP, "key" + i, new Scalar.Int(i));
            }
        });
        pair.two.apply(change, pair.small, 1);
        byte[] removal = Pair.edit(pair.two, pair.great, 2, edit -> edit.clear(Pair.MAP));
        pair.one.apply(removal, pair.great, 2);
        pair.verify();
        assertThat(pair.one.map(Pair.MAP)).isEmpty();
        assertThat(pair.one.save()).hasSizeLessThan(150);
    }

    @Test
    void oneFieldMadeTwiceIsOneField() throws ChangeException {
        pair.both(
                edit -> {
                    edit.put("f", "one", Pair.text("1"));
                    edit.insert("g", 0, List.of(Pair.text("1")));
                    edit.insertText("h", 0, "one");
                    edit.add("i", Pair.text("m"));
                    edit.increment("j", 1);
                },
                edit -> {
                    edit.put("f", "two", Pair.text("2"));
                    edit.insert("g", 0, List.of(Pair.text("2")));
                    edit.insertText("h", 0, "two");
                    edit.add("i", Pair.text("m"));
                    edit.increment("j", 2);
                });
        assertThat(pair.one.map("f")).containsOnlyKeys("one", "two");
        assertThat(pair.one.list("g")).hasSize(2);
        assertThat(pair.one.text("h")).isIn("onetwo", "twoone");
        assertThat(pair.one.set("i")).hasSize(1);
        assertThat(pair.one.counter("j")).isEqualTo(3);
    }

    @Test
    void anEntryChangesItsTypeAndAClearMissesWhatIsWrittenBeside() throws ChangeException {
        pair.first(edit -> edit.put(Pair.MAP, "k", Pair.text("text")));
        pair.both(edit -> edit.put(Pair.MAP, "k", new Scalar.Int(1)), edit -> edit.clear(Pair.MAP));
        assertThat(pair.two.map(Pair.MAP)).containsExactly(Map.entry("k", new Scalar.Int(1)));
        pair.both(
                edit -> edit.put(Pair.MAP, "k", new Scalar.Blob(new byte[] {1})),
                edit -> edit.put(Pair.MAP, "k", new Scalar.Time(0, 0)));
        assertThat(pair.one.conflicts(Pair.MAP, "k"))
                .containsExactly(new Scalar.Time(0, 0), new Scalar.Blob(new byte[] {1}));
    }

    /** An edit within an object that somebody deletes meanwhile is kept, and there again when the object is. */
    @Test
    void anEditWithinADeletedObjectIsKept() throws ChangeException {
        pair.first(edit -> edit.put(Pair.MAP, "k", Pair.text("old")));
        pair.both(Edit::delete, edit -> {
            edit.put(Pair.MAP, "k", Pair.text("new"));
            edit.insertText(Pair.TEXT, 0, "typed");
        });
        assertThat(pair.one.deleted()).isTrue();
        pair.both(Edit::restore, edit -> edit.increment("c", 1));
        assertThat(pair.one.deleted()).isFalse();
        assertThat(pair.one.map(Pair.MAP)).containsEntry("k", Pair.text("new"));
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("typed");
    }

    @Test
    void aCounterWrapsTheSameEverywhere() throws ChangeException {
        pair.both(edit -> edit.increment("c", Long.MAX_VALUE), edit -> edit.increment("c", Long.MAX_VALUE));
        assertThat(pair.one.counter("c")).isEqualTo(-2);
        pair.both(edit -> edit.increment("c", Long.MIN_VALUE), edit -> edit.clear("c"));
        assertThat(pair.two.counter("c")).isEqualTo(Long.MIN_VALUE);
    }

    // 10. Undo is made of edits by the database; what it rests on here is that edits against what is gone are harmless.

    @Test
    void whatBothDeleteIsDeletedOnce() throws ChangeException {
        pair.first(edit -> {
            edit.insertText(Pair.TEXT, 0, "abcdef");
            edit.insert(Pair.LIST, 0, Pair.numbers(3));
            edit.add("set", Pair.text("m"));
            edit.put(Pair.MAP, "k", Pair.text("v"));
        });
        Pair.Work work = edit -> {
            edit.deleteText(Pair.TEXT, 1, 3);
            edit.removeItems(Pair.LIST, 1, 1);
            edit.discard("set", Pair.text("m"));
            edit.remove(Pair.MAP, "k");
        };
        pair.both(work, work);
        assertThat(pair.one.text(Pair.TEXT)).isEqualTo("aef");
        assertThat(pair.one.list(Pair.LIST)).hasSize(2);
        assertThat(pair.one.set("set")).isEmpty();
        assertThat(pair.one.map(Pair.MAP)).isEmpty();
        pair.both(edit -> edit.insertText(Pair.TEXT, 1, "bcd"), edit -> edit.add("set", Pair.text("m")));
        assertThat(pair.two.text(Pair.TEXT)).isEqualTo("abcdef");
    }

    // 12. Transactions of nothing.

    @Test
    void emptyTransactionsChangeNothing() throws ChangeException {
        pair.first(EdgeCasesTest::everything);
        byte[] before = pair.one.save();
        for (int i = 0; i < 10_000; i++) {
            byte[] empty = Pair.edit(pair.one, pair.small, 200 + i, edit -> {
                edit.insertText(Pair.TEXT, 0, "");
                edit.deleteText(Pair.TEXT, 4, 0);
                edit.insert(Pair.LIST, 2, List.of());
                edit.removeItems(Pair.LIST, 2, 0);
                edit.remove(Pair.MAP, "absent");
                edit.discard("set", Pair.text("absent"));
                edit.clear("absent");
            });
            assertThat(empty).isEmpty();
            pair.two.apply(empty, pair.small, 200 + i);
        }
        assertThat(pair.two.lastChange().fields()).isEmpty();
        assertThat(pair.one.save()).isEqualTo(before);
        pair.verify();
    }

    // 13. Misuse. Listeners, threads and closed objects are the database's; see DatabaseTest.

    @Test
    void aCallThatThrowsChangedNothing() throws ChangeException {
        pair.first(EdgeCasesTest::everything);
        pair.first(edit -> edit.insertText(Pair.TEXT, 4, "🎈"));
        byte[] before = pair.one.save();
        Edit edit = pair.one.edit(pair.small, 10);
        Scalar value = Pair.text("v");
        List<Consumer<Edit>> faults = List.of(
                e -> e.insertText(Pair.TEXT, 7, "x"),
                e -> e.insertText(Pair.TEXT, -1, "x"),
                e -> e.insertText(Pair.TEXT, 5, "x"),
                e -> e.insertText(Pair.TEXT, 0, "\uD83C"),
                e -> e.deleteText(Pair.TEXT, 5, 1),
                e -> e.deleteText(Pair.TEXT, 4, 1),
                e -> e.deleteText(Pair.TEXT, 0, -1),
                e -> e.deleteText(Pair.TEXT, 1, Integer.MAX_VALUE),
                e -> e.insert(Pair.LIST, 3, List.of(value)),
                e -> e.removeItems(Pair.LIST, 1, 2),
                e -> e.setItem(Pair.LIST, 2, value),
                e -> e.moveItem(Pair.LIST, 2, 0),
                e -> e.moveItem(Pair.LIST, 0, 2),
                e -> e.put(Pair.MAP, "\uDF88", value),
                e -> e.set("\uDF88", value),
                e -> e.submit("e", new byte[ModelEvent.MAX_BYTES + 1]),
                e -> e.insertText("new", 1, "x"),
                e -> e.removeItems("new", 0, 1));
        for (Consumer<Edit> fault : faults) {
            assertThatThrownBy(() -> fault.accept(edit)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> edit.mark(Pair.TEXT, 0, 2, "\uDF88", value, Expand.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(edit.finish()).isEmpty();
        assertThat(pair.one.save()).isEqualTo(before);
        assertThat(pair.one.fields()).doesNotContain("new");
    }

    @Test
    void aFinishedEditDoesNothingMore() throws ChangeException {
        Edit edit = pair.one.edit(pair.small, 1);
        EdgeCasesTest.everything(edit);
        byte[] change = edit.finish();
        byte[] before = pair.one.save();
        Scalar value = Pair.text("v");
        List<Consumer<Edit>> calls = List.of(
                e -> e.insertText(Pair.TEXT, 0, "x"),
                e -> e.deleteText(Pair.TEXT, 0, 1),
                e -> e.insert(Pair.LIST, 0, List.of(value)),
                e -> e.removeItems(Pair.LIST, 0, 1),
                e -> e.setItem(Pair.LIST, 0, value),
                e -> e.moveItem(Pair.LIST, 0, 1),
                e -> e.set("s", value),
                e -> e.clear("s"),
                e -> e.put(Pair.MAP, "k", value),
                e -> e.remove(Pair.MAP, "k"),
                e -> e.add("set", value),
                e -> e.discard("set", value),
                e -> e.increment("c", 1),
                e -> e.submit("e", new byte[0]),
                Edit::delete,
                Edit::restore,
                Edit::finish);
        for (Consumer<Edit> call : calls) {
            assertThatThrownBy(() -> call.accept(edit)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(pair.one.save()).isEqualTo(before);
        pair.two.apply(change, pair.small, 1);
        pair.verify();
    }

    @Test
    void twoEditsAtOnceAreRefusedAndNothingIsApplied() throws ChangeException {
        byte[] change = Pair.edit(pair.two, pair.great, 1, EdgeCasesTest::everything);
        Edit edit = pair.one.edit(pair.small, 1);
        byte[] before = pair.one.save();
        assertThatThrownBy(() -> pair.one.edit(pair.great, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pair.one.apply(change, pair.great, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pair.two.undo(edit, edit.undoSteps(), new UndoMemory()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pair.one.save()).isEqualTo(before);
        edit.finish();
        pair.one.apply(change, pair.great, 1);
        pair.verify();
    }

    /** What an application got or gave is its own: neither side sees the other's later changes. */
    @Test
    void valuesAreCopiedInAndOut() throws ChangeException {
        byte[] bytes = {1, 2, 3};
        Scalar.Blob blob = new Scalar.Blob(bytes);
        byte[] operation = {4, 5};
        List<Scalar> given = new ArrayList<>(Pair.numbers(3));
        pair.first(edit -> {
            edit.set("s", blob);
            edit.insert(Pair.LIST, 0, given);
            edit.put(Pair.MAP, "k", blob);
            edit.submit("e", operation);
        });
        List<Scalar> items = pair.one.list(Pair.LIST);
        Map<String, Scalar> map = pair.one.map(Pair.MAP);
        Arrays.fill(bytes, (byte) 9);
        Arrays.fill(operation, (byte) 9);
        Arrays.fill(blob.bytes(), (byte) 9);
        Arrays.fill(pair.one.events("e").get(0).bytes(), (byte) 9);
        given.clear();
        pair.verify();
        assertThat(pair.one.scalar("s")).contains(new Scalar.Blob(new byte[] {1, 2, 3}));
        assertThat(pair.one.events("e").get(0).bytes()).containsExactly(4, 5);
        byte[] change = Pair.edit(pair.two, pair.great, 5, edit -> {
            edit.removeItems(Pair.LIST, 0, 3);
            edit.clear(Pair.MAP);
        });
        pair.one.apply(change, pair.great, 5);
        assertThat(items).isEqualTo(Pair.numbers(3));
        assertThat(map).hasSize(1);
        assertThatThrownBy(() -> items.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }
}
