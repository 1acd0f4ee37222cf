package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that go from objects to others. */
class GraphQueryTest {
    record Person(
            @Index String name,
            @Index Optional<Ref<Person>> chief,
            @Index Set<Ref<Person>> friends) {}

    record Task(String title, @Index Ref<Person> owner) {}

    record Knows(Ref<Person> source, Ref<Person> target, int since) implements Relation<Person, Person> {}

    private final TestPeers peers = new TestPeers(41, 1);
    private final EchoDatabase database = peers.database(0);
    private final Query<Person> people = database.query(Person.class);

    private Ref<Person> person(String name, Optional<Ref<Person>> chief) {
        return database.put(new Person(name, chief, Set.of()));
    }

    private static List<String> names(Query<Person> query) {
        return query.orderBy(Person::name).list().stream()
                .map(result -> result.value().name())
                .toList();
    }

    @Test
    void referencesAreFollowedBothWays() {
        Ref<Person> ann = person("Ann", Optional.empty());
        Ref<Person> bob = person("Bob", Optional.of(ann));
        Ref<Person> cid = person("Cid", Optional.of(bob));
        Ref<Person> dan = person("Dan", Optional.of(bob));
        database.update(dan, each -> new Person(each.name(), each.chief(), Set.of(ann, cid)));
        database.put(new Task("mend", cid));
        database.put(new Task("bake", dan));
        Query<Task> tasks = database.query(Task.class);
        assertThat(names(tasks.follow(Task::owner, Person.class))).containsExactly("Cid", "Dan");
        assertThat(names(tasks.where(Task::title, "mend")
                        .follow(Task::owner, Person.class)
                        .follow(Person::chief, Person.class)))
                .containsExactly("Bob");
        assertThat(names(people.where(Person::name, "Dan").follow(Person::friends, Person.class)))
                .containsExactly("Ann", "Cid");
        assertThat(names(people.where(Person::name, "Cid").reach(Person::chief, 1)))
                .containsExactly("Bob");
        assertThat(names(people.where(Person::name, "Cid").reach(Person::chief, Integer.MAX_VALUE)))
                .containsExactly("Ann", "Bob");
        assertThat(names(people.where(Person::name, "Bob").referencedBy(Person.class, Person::chief)))
                .containsExactly("Cid", "Dan");
        assertThat(names(people.where(Person::name, "Ann").referencedBy(Person.class, Person::friends)))
                .containsExactly("Dan");
        assertThat(people.where(Filter.startsWith(Person::name, "D"))
                        .referencedBy(Task.class, Task::owner)
                        .explain())
                .hasToString("STEPS, read 1 (about 1) for 1");
        assertThat(tasks.follow(Task::owner, "Person").where("name", "Cid").count())
                .isEqualTo(1);
        assertThat(tasks.follow(Task::owner, Task.class).list()).isEmpty();
        assertThatThrownBy(() -> people.reach(Person::chief, 0)).isInstanceOf(IllegalArgumentException.class);
        database.update(ann, each -> new Person(each.name(), Optional.of(cid), each.friends()));
        assertThat(names(people.where(Person::name, "Cid").reach(Person::chief, Integer.MAX_VALUE)))
                .containsExactly("Ann", "Bob", "Cid");
        database.delete(bob);
        assertThat(names(people.where(Person::name, "Cid").reach(Person::chief, 5)))
                .isEmpty();
    }

    @Test
    void theTreeIsWalkedToAnyDepth() {
        List<Ref<Person>> refs = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            refs.add(person(name, Optional.empty()));
        }
        Hierarchy tree = database.hierarchy();
        tree.placeAtTop(refs.get(0).id(), 0);
        tree.place(refs.get(1).id(), refs.get(0).id(), 0);
        tree.place(refs.get(2).id(), refs.get(1).id(), 0);
        tree.place(refs.get(3).id(), refs.get(1).id(), 0);
        Query<Person> top = people.where(Person::name, "a");
        assertThat(names(top.children(Person.class))).containsExactly("b");
        assertThat(names(top.descendants(Person.class))).containsExactly("b", "c", "d");
        assertThat(names(people.where(Person::name, "d").ancestors(Person.class)))
                .containsExactly("a", "b");
        assertThat(names(people.where(Person::name, "e").ancestors(Person.class)))
                .isEmpty();
        List<List<String>> seen = new ArrayList<>();
        LiveList<Person> live =
                top.descendants(Person.class).orderBy(Person::name).liveList(Runnable::run);
        live.onChange(
                diff -> seen.add(live.stream().map(each -> each.value().name()).toList()));
        tree.place(refs.get(4).id(), refs.get(3).id(), 0);
        tree.placeAtTop(refs.get(1).id(), 0);
        assertThat(seen).containsExactly(List.of("b", "c", "d", "e"), List.of());
    }

    @Test
    void aTransactionSeesItsOwnSteps() {
        Ref<Person> ann = person("Ann", Optional.empty());
        database.transact(() -> {
            Ref<Person> bob = person("Bob", Optional.of(ann));
            database.put(new Task("mend", bob));
            assertThat(names(people.where(Person::name, "Ann").referencedBy(Person.class, Person::chief)))
                    .containsExactly("Bob");
            assertThat(names(database.query(Task.class).follow(Task::owner, Person.class)))
                    .containsExactly("Bob");
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stepsAlongARelationAreThoseOfAGraph(long seed) {
        Random random = new Random(seed);
        List<Ref<Person>> refs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            refs.add(person("p" + i, Optional.empty()));
        }
        Query<Person> start = people.where(Person::name, "p0");
        Query<Person> twice = along(along(start));
        LiveList<Person> live = twice.liveList(Runnable::run);
        Set<ObjectId> gone = new HashSet<>();
        Map<ObjectId, Set<ObjectId>> edges = new HashMap<>();
        for (int step = 0; step < 120; step++) {
            Ref<Person> one = refs.get(random.nextInt(refs.size()));
            Ref<Person> other = refs.get(random.nextInt(refs.size()));
            if (random.nextInt(6) == 0) {
                if (gone.remove(one.id())) {
                    database.restore(one.id());
                } else {
                    database.delete(one);
                    gone.add(one.id());
                }
            } else if (!gone.contains(one.id()) && !gone.contains(other.id())) {
                database.relate(new Knows(one, other, step));
                edges.computeIfAbsent(one.id(), id -> new HashSet<>()).add(other.id());
            }
            Set<ObjectId> expected = new HashSet<>();
            for (ObjectId next : hop(Set.of(refs.get(0).id()), edges, gone)) {
                expected.addAll(hop(Set.of(next), edges, gone));
            }
            assertThat(ids(twice.list())).as("seed %d step %d", seed, step).isEqualTo(expected);
            assertThat(ids(live)).as("seed %d step %d", seed, step).isEqualTo(expected);
        }
    }

    private static Query<Person> along(Query<Person> from) {
        return from.referencedBy(Knows.class, Knows::source).follow(Knows::target, Person.class);
    }

    private static Set<ObjectId> hop(Set<ObjectId> from, Map<ObjectId, Set<ObjectId>> edges, Set<ObjectId> gone) {
        Set<ObjectId> to = new HashSet<>();
        from.stream().filter(id -> !gone.contains(id)).forEach(id -> to.addAll(edges.getOrDefault(id, Set.of())));
        to.removeAll(gone);
        return to;
    }

    private static Set<ObjectId> ids(List<Result<Person>> results) {
        Set<ObjectId> ids = new HashSet<>();
        results.forEach(result -> ids.add(result.ref().id()));
        return ids;
    }
}
