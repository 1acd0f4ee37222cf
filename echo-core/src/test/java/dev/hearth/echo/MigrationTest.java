package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of several versions of a type, on the same objects. */
class MigrationTest {
    @Type("Task")
    record First(String title, boolean done, String labels, Text notes) {}

    enum State {
        OPEN,
        WAITING,
        DONE
    }

    /** What was done or not has a state, and a string of labels is a set. */
    static final class ToStates implements Migration {
        @Override
        public Set<String> fields() {
            return Set.of("state", "tags");
        }

        @Override
        public Map<String, Object> migrate(Map<String, Object> fields) {
            String labels = (String) fields.getOrDefault("labels", "");
            Set<String> tags = labels.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(labels.split(",", -1)));
            return Map.of("state", fields.get("done") == Boolean.TRUE ? State.DONE : State.OPEN, "tags", tags);
        }
    }

    @Type(value = "Task", version = 2, migrations = ToStates.class)
    record Second(@Renamed("title") String name, @Index State state, Set<String> tags, Text notes) {}

    /** A state has a number. */
    static final class ToProgress implements Migration {
        @Override
        public Set<String> fields() {
            return Set.of("progress");
        }

        @Override
        public Map<String, Object> migrate(Map<String, Object> fields) {
            return Map.of("progress", "DONE".equals(String.valueOf(fields.get("state"))) ? 100 : 0);
        }
    }

    @Type(
            value = "Task",
            version = 3,
            migrations = {ToStates.class, ToProgress.class})
    record Third(@Renamed("title") String name, Optional<Integer> progress) {}

    @Type(value = "Task", version = 2, migrations = ToStates.class)
    interface SecondView extends Live {
        @Renamed("title")
        String name();

        State state();

        void state(State state);

        Set<String> tags();

        void tags(Set<String> tags);
    }

    /** Refuses to read what it does not like. */
    static final class Picky implements Migration {
        @Override
        public Set<String> fields() {
            return Set.of("state");
        }

        @Override
        public Map<String, Object> migrate(Map<String, Object> fields) {
            if ("none".equals(fields.get("title"))) {
                return Map.of("other", 1);
            }
            throw new IllegalStateException("no");
        }
    }

    @Type(value = "Task", version = 2, migrations = Picky.class)
    record Refused(String title) {}

    @Type(value = "Task", migrations = Picky.class)
    record Unversioned(String title) {}

    private final TestPeers peers = new TestPeers(6, 1);
    private final EchoDatabase database = peers.database(0);

    private Ref<First> put(boolean done) {
        return database.put(new First("paint", done, "home,garden", Text.of("red")));
    }

    @Test
    void anOlderObjectIsReadAsALaterVersionAndStaysAsItIs() {
        Ref<First> ref = put(true);
        Version before = database.version();
        Second second = new Second("paint", State.DONE, Set.of("home", "garden"), Text.of("red"));
        assertThat(database.get(database.ref(Second.class, ref.id()))).isEqualTo(second);
        assertThat(database.get(database.ref(Third.class, ref.id()))).isEqualTo(new Third("paint", Optional.of(100)));
        assertThat(database.live(ref, SecondView.class).state()).isEqualTo(State.DONE);
        assertThat(database.version()).isEqualTo(before);
        assertThat(database.object(ref.id()).orElseThrow().fields())
                .containsExactly("done", "labels", "notes", "title");
    }

    @Test
    void anEditWritesItsOwnFieldsAndTheOthersStillFollowTheOlderProgram() {
        Ref<First> ref = put(false);
        Ref<Second> later = database.ref(Second.class, ref.id());
        database.update(later, it -> new Second("sand", it.state(), it.tags(), it.notes()));
        database.update(ref, it -> new First(it.title(), true, "cellar", it.notes()));
        assertThat(database.get(later)).isEqualTo(new Second("sand", State.DONE, Set.of("cellar"), Text.of("red")));
        database.update(later, it -> new Second(it.name(), State.WAITING, it.tags(), it.notes()));
        database.update(ref, it -> new First(it.title(), false, "attic,roof", it.notes()));
        assertThat(database.get(later).state()).isEqualTo(State.WAITING);
        assertThat(database.get(later).tags()).containsExactlyInAnyOrder("attic", "roof");
        database.live(ref, SecondView.class).tags(Set.of("attic", "door"));
        database.update(ref, it -> new First(it.title(), false, "sky", it.notes()));
        assertThat(database.get(later).tags()).containsExactlyInAnyOrder("attic", "door");
        assertThat(database.get(ref)).isEqualTo(new First("sand", false, "sky", Text.of("red")));
    }

    @Test
    void whatALaterProgramEmptiesStaysEmpty() {
        Ref<First> ref = put(true);
        Ref<Third> third = database.ref(Third.class, ref.id());
        database.update(third, it -> new Third(it.name(), Optional.empty()));
        assertThat(database.get(third).progress()).isEmpty();
        SecondView view = database.live(ref, SecondView.class);
        view.tags(Set.of());
        assertThat(view.tags()).isEmpty();
        view.tags(Set.of("again"));
        assertThat(view.tags()).containsExactly("again");
        database.update(third, it -> new Third(it.name(), Optional.of(7)));
        assertThat(database.get(third).progress()).contains(7);
        peers.peer(0).restart();
        assertThat(peers.database(0).get(third).progress()).contains(7);
    }

    @Test
    void whatWasCreatedInAVersionNeedsNoMigrationToIt() {
        Ref<Third> third = database.put(new Third("new", Optional.empty()));
        assertThat(database.get(third).progress()).isEmpty();
        DynamicObject object = database.object(third.id()).orElseThrow();
        object.set("done", true);
        assertThat(database.get(third).progress()).isEmpty();
        assertThat(object.fields()).containsExactly("done", "title");
        SecondView second = database.create(SecondView.class, it -> it.state(State.WAITING));
        assertThat(database.get(database.ref(Third.class, second.object().id())).progress())
                .contains(0);
    }

    @Test
    void queriesFindWhatMigrationsGive() {
        put(true);
        put(false);
        Query<Second> done = database.query(Second.class).where(Second::state, State.DONE);
        assertThat(done.count()).isEqualTo(1);
        assertThat(done.explain().kind()).isEqualTo(QueryPlan.Kind.SCAN);
        assertThat(database.query(Second.class)
                        .where(Filter.contains(Second::tags, "home"))
                        .count())
                .isEqualTo(2);
        assertThat(database.indexes().list()).isEmpty();
    }

    @Test
    void aMigrationThatFailsMakesAMisfitAndOneThatGivesWhatItDidNotSayIsADefect() {
        Ref<First> ref = put(true);
        Ref<Refused> refused = database.ref(Refused.class, ref.id());
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.get(refused));
        assertThat(database.query(Refused.class).list()).isEmpty();
        assertThat(database.unfit(Refused.class)).extracting(Unfit::object).containsExactly(ref.id());
        database.update(ref, it -> new First("none", it.done(), it.labels(), it.notes()));
        assertThatThrownBy(() -> database.get(refused))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gives other");
        assertThatThrownBy(() -> database.query(Unversioned.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 1 with 1 migrations");
    }

    /** Two programs edit and meet at random; then each reads the same on both devices, and a model knows what. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void programsOfTwoVersionsConverge(long seed) {
        TestPeers two = new TestPeers(seed, 2);
        Random random = new Random(seed);
        List<Ref<First>> refs = new ArrayList<>();
        Map<Ref<First>, Set<State>> set = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            refs.add(two.database(0).put(new First("t" + i, random.nextBoolean(), "", Text.of(""))));
        }
        for (int round = 0; round < 15; round++) {
            two.linkAll();
            two.settle();
            two.cutAll();
            compare(two, refs, set, "seed " + seed + " round " + round);
            for (int i = 0; i < 6; i++) {
                Ref<First> ref = refs.get(random.nextInt(refs.size()));
                String word = "w" + random.nextInt(100);
                two.database(0)
                        .update(
                                ref,
                                it -> new First(
                                        word,
                                        random.nextBoolean(),
                                        random.nextBoolean() ? it.labels() : word + ",x",
                                        it.notes()));
                two.database(0).text(ref, First::notes).insert(0, "a");
                Ref<First> other = refs.get(random.nextInt(refs.size()));
                SecondView view = two.database(1).live(other, SecondView.class);
                two.database(1)
                        .text(two.database(1).ref(Second.class, other.id()), Second::notes)
                        .insert(0, "b");
                if (random.nextInt(8) == 0) {
                    State state = State.values()[random.nextInt(3)];
                    boolean same = view.state() == state;
                    view.state(state);
                    if (!same || !set.getOrDefault(other, Set.of()).isEmpty()) {
                        set.put(other, Set.of(state));
                    }
                }
            }
        }
    }

    private static void compare(TestPeers two, List<Ref<First>> refs, Map<Ref<First>, Set<State>> set, String where) {
        for (Ref<First> ref : refs) {
            First first = two.database(0).get(ref);
            Ref<Second> later = two.database(0).ref(Second.class, ref.id());
            Second second = two.database(0).get(later);
            assertThat(two.database(1).get(ref)).as(where).isEqualTo(first);
            assertThat(two.database(1).get(later)).as(where).isEqualTo(second);
            assertThat(second.name()).as(where).isEqualTo(first.title());
            assertThat(second.notes()).as(where).isEqualTo(first.notes());
            assertThat(String.join(",", second.tags())).as(where).isEqualTo(first.labels());
            State derived = first.done() ? State.DONE : State.OPEN;
            assertThat(second.state()).as(where).isIn(set.getOrDefault(ref, Set.of(derived)));
        }
    }
}
