package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateDiffTest {
    private static Scalar number(long value) {
        return new Scalar.Int(value);
    }

    private static ObjectState edited(ObjectState from, Pair.Work work) throws ChangeException {
        ObjectState copy = ObjectState.load(from.save(), from.actors());
        Pair.edit(copy, 0, 9, work);
        return copy;
    }

    @Test
    void eachKindIsTold() throws ChangeException {
        Pair pair = new Pair();
        Pair.edit(pair.one, pair.small, 1, edit -> {
            edit.set("s", number(1));
            edit.put("m", "a", number(1));
            edit.put("m", "b", number(2));
            edit.insert("l", 0, Pair.numbers(5));
            edit.insertText("t", 0, "hello world");
            edit.increment("c", 3);
            edit.add("e", number(1));
            edit.submit("o", new byte[] {1});
        });
        ObjectState after = edited(pair.one, edit -> {
            edit.set("s", number(2));
            edit.put("m", "a", number(9));
            edit.remove("m", "b");
            edit.moveItem("l", 0, 4);
            edit.removeItems("l", 1, 1);
            edit.setItem("l", 0, number(7));
            edit.insert("l", 0, List.of(number(8)));
            edit.deleteText("t", 0, 5);
            edit.insertText("t", 0, "bye");
            edit.mark("t", 0, 3, "bold", new Scalar.Bool(true), Expand.AFTER);
            edit.increment("c", -5);
            edit.discard("e", number(1));
            edit.add("e", number(2));
            edit.submit("o", new byte[] {2});
            edit.delete();
        });
        StateDiff diff = StateDiff.between(pair.one, after);
        assertThat(diff.deleted()).contains(true);
        StateDiff.FieldDiff.Value was = new StateDiff.FieldDiff.Value(Optional.of(number(1)), Optional.of(number(2)));
        assertThat(diff.fields().get("s")).containsExactly(was);
        assertThat(diff.fields().get("m"))
                .containsExactly(new StateDiff.FieldDiff.Entries(new TreeMap<>(Map.of(
                        "a", new StateDiff.FieldDiff.Value(Optional.of(number(1)), Optional.of(number(9))),
                        "b", new StateDiff.FieldDiff.Value(Optional.of(number(2)), Optional.empty())))));
        assertThat(after.list("l")).containsExactly(number(8), number(7), number(3), number(4), number(0));
        assertThat(diff.fields().get("l"))
                .containsExactly(new StateDiff.FieldDiff.Items(
                        List.of(2),
                        new TreeMap<>(Map.of(0, number(8))),
                        new TreeMap<>(Map.of(0, 4)),
                        new TreeMap<>(Map.of(1, number(7)))));
        assertThat(diff.fields().get("t"))
                .containsExactly(
                        new StateDiff.FieldDiff.Characters(List.of(new TextSplice(0, 5, "bye"))),
                        new StateDiff.FieldDiff.Marked(
                                List.of(), List.of(new MarkSpan(0, 3, "bold", new Scalar.Bool(true)))));
        assertThat(diff.fields().get("c")).containsExactly(new StateDiff.FieldDiff.Count(-5));
        assertThat(diff.fields().get("e"))
                .containsExactly(new StateDiff.FieldDiff.Members(List.of(number(2)), List.of(number(1))));
        assertThat(diff.fields().get("o"))
                .containsExactly(
                        new StateDiff.FieldDiff.Operations(after.events("o").subList(1, 2)));
        assertThat(StateDiff.between(after, after).isEmpty()).isTrue();
        assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void equalTextOfOthersIsNotTheSameText() throws ChangeException {
        Pair pair = new Pair();
        Pair.edit(pair.one, pair.small, 1, edit -> edit.insertText("t", 0, "aa"));
        ObjectState after = edited(pair.one, edit -> {
            edit.insertText("t", 0, "a");
            edit.deleteText("t", 2, 1);
        });
        assertThat(after.text("t")).isEqualTo("aa");
        assertThat(StateDiff.between(pair.one, after).fields().get("t"))
                .containsExactly(new StateDiff.FieldDiff.Characters(
                        List.of(new TextSplice(0, 0, "a"), new TextSplice(2, 1, ""))));
    }

    /** Applying what differs to what was gives what is, forwards and backwards, for any two versions. */
    @Test
    void whatDiffersLeadsFromAnyVersionToAnyOther() throws ChangeException {
        for (long seed = 0; seed < 200; seed++) {
            RandomHistory history = new RandomHistory(seed, 3, 60);
            ChangeLog log = new ChangeLog(history.actors);
            history.made.forEach(made -> log.add(made.change()));
            Random random = new Random(seed);
            List<RandomHistory.Made> made = history.made;
            for (int i = 0; i < 5 && !made.isEmpty(); i++) {
                ObjectState from =
                        log.state(made.get(random.nextInt(made.size())).horizon());
                ObjectState to = log.state(made.get(random.nextInt(made.size())).horizon());
                if (i % 2 == 0) { // as they come from a store, or from the cache
                    from = ObjectState.load(from.save(), history.actors);
                    to.pack();
                }
                StateDiff diff = StateDiff.between(from, to);
                for (String field : List.of("f0", "f1")) {
                    List<StateDiff.FieldDiff> diffs = diff.fields().getOrDefault(field, List.of());
                    requireText(from, to, field, diffs, seed);
                    requireList(from, to, field, diffs, seed);
                    requireSum(from, to, field, diffs);
                }
                assertThat(diff.isEmpty()).isEqualTo(StateDiff.between(to, from).isEmpty());
            }
        }
    }

    private static void requireText(
            ObjectState from, ObjectState to, String field, List<StateDiff.FieldDiff> diffs, long seed) {
        StringBuilder text = new StringBuilder(from.text(field));
        for (StateDiff.FieldDiff diff : diffs) {
            if (diff instanceof StateDiff.FieldDiff.Characters characters) {
                for (TextSplice splice : characters.splices()) {
                    text.replace(splice.position(), splice.position() + splice.deleted(), splice.inserted());
                }
            }
        }
        assertThat(text.toString()).as("seed %d", seed).isEqualTo(to.text(field));
    }

    private static void requireList(
            ObjectState from, ObjectState to, String field, List<StateDiff.FieldDiff> diffs, long seed) {
        List<Scalar> before = from.list(field);
        List<Scalar> after = to.list(field);
        StateDiff.FieldDiff.Items items =
                new StateDiff.FieldDiff.Items(List.of(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (StateDiff.FieldDiff diff : diffs) {
            items = diff instanceof StateDiff.FieldDiff.Items found ? found : items;
        }
        List<Scalar> staying = new ArrayList<>();
        for (int at = 0; at < before.size(); at++) {
            if (!items.removed().contains(at) && !items.moved().containsKey(at)) {
                staying.add(before.get(at));
            }
        }
        List<Scalar> built = new ArrayList<>();
        Map<Integer, Integer> cameFrom = new TreeMap<>();
        items.moved().forEach((was, is) -> cameFrom.put(is, was));
        for (int at = 0; at < after.size(); at++) {
            Scalar value = items.added().containsKey(at)
                    ? items.added().get(at)
                    : cameFrom.containsKey(at) ? before.get(cameFrom.get(at)) : staying.remove(0);
            built.add(items.changed().getOrDefault(at, value));
        }
        assertThat(staying).isEmpty();
        assertThat(built).as("seed %d", seed).isEqualTo(after);
    }

    private static void requireSum(ObjectState from, ObjectState to, String field, List<StateDiff.FieldDiff> diffs) {
        long sum = from.counter(field);
        for (StateDiff.FieldDiff diff : diffs) {
            sum += diff instanceof StateDiff.FieldDiff.Count count ? count.by() : 0;
        }
        assertThat(sum).isEqualTo(to.counter(field));
    }

    @Test
    void statesOfOtherSpacesAreRefused() {
        ObjectState one = new ObjectState(new Actors());
        ObjectState other = new ObjectState(new Actors());
        assertThatThrownBy(() -> StateDiff.between(one, other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsThatComeAndGoAreTold() throws ChangeException {
        Pair pair = new Pair();
        Pair.edit(pair.one, pair.small, 1, edit -> edit.set("t", number(1)));
        ObjectState after = edited(pair.one, edit -> edit.insertText("t", 0, "new"));
        assertThat(StateDiff.between(pair.one, after).fields().get("t"))
                .containsExactly(new StateDiff.FieldDiff.Characters(List.of(new TextSplice(0, 0, "new"))));
        assertThat(StateDiff.between(after, pair.one).fields().get("t"))
                .containsExactly(new StateDiff.FieldDiff.Characters(List.of(new TextSplice(0, 3, ""))));
    }

    @Test
    void aFieldOfWhichNothingDiffersIsRefused() {
        TreeMap<String, List<StateDiff.FieldDiff>> fields = new TreeMap<>(Map.of("f", List.of()));
        assertThatThrownBy(() -> new StateDiff(fields, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing differs of f");
    }
}
