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

    @Test
    void aLiveStepIsTakenAgainOnlyWhenItMayLeadElsewhere() {
        Ref<Person> ann = person("Ann", Optional.empty());
        List<Ref<Task>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(database.put(new Task("t" + i, ann)));
        }
        for (int i = 0; i < 20; i++) {
            person("p" + i, Optional.of(ann));
        }
        Ref<Person> bob = person("Bob", Optional.empty());
        long[] read = new long[1];
        LiveList<Task> live = people.where(person -> {
                    read[0]++;
                    return person.name().equals("Ann");
                })
                .referencedBy(Task.class, Task::owner)
                .liveList(Runnable::run);
        long first = read[0];
        assertThat(live).hasSize(50);
        database.update(tasks.get(3), it -> new Task("other", it.owner()));
        assertThat(live.stream().map(each -> each.value().title())).contains("other");
        assertThat(read[0]).isEqualTo(first);
        database.update(bob, it -> new Person("Bobby", it.chief(), it.friends()));
        assertThat(read[0]).isEqualTo(first + 1);
        database.update(tasks.get(3), it -> new Task("other", bob));
        assertThat(live).hasSize(49);
        database.update(bob, it -> new Person("Ann", it.chief(), it.friends()));
        assertThat(live).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void liveStepsLeadWhereTheSameStepsAnewDo(long seed) {
        Random random = new Random(seed);
        List<Ref<Person>> refs = new ArrayList<>();
        List<Ref<Task>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            refs.add(person("p" + i % 4, Optional.empty()));
            tasks.add(database.put(new Task("t" + i % 3, refs.get(i))));
        }
        Query<Person> some = people.where(Filter.in(Person::name, Set.of("p0", "p1")));
        Query<Task> named = database.query(Task.class).where(Task::title, "t1");
        List<Query<Person>> asked = List.of(
                named.follow(Task::owner, Person.class),
                named.follow(Task::owner, Person.class).follow(Person::chief, Person.class),
                some.reach(Person::chief, 3),
                some.limit(1).reach(Person::friends, Integer.MAX_VALUE),
                some.referencedBy(Person.class, Person::friends),
                some.referencedBy(Task.class, Task::owner).follow(Task::owner, Person.class),
                along(some).where(Filter.startsWith(Person::name, "p")),
                some.descendants(Person.class).follow(Person::chief, Person.class),
                named.follow(Task::owner, Person.class).ancestors(Person.class).limit(2),
                some.children(Person.class).referencedBy(Person.class, Person::chief));
        List<LiveList<Person>> live =
                asked.stream().map(each -> each.liveList(Runnable::run)).toList();
        for (int step = 0; step < 200; step++) {
            database.transact(() -> {
                for (int part = random.nextInt(3); part >= 0; part--) {
                    turn(refs, tasks, random);
                }
            });
            for (int i = 0; i < asked.size(); i++) {
                assertThat(List.copyOf(live.get(i)))
                        .as("seed %d step %d query %d", seed, step, i)
                        .isEqualTo(asked.get(i).list());
            }
        }
    }

    private void turn(List<Ref<Person>> refs, List<Ref<Task>> tasks, Random random) {
        Ref<Person> one = refs.get(random.nextInt(refs.size()));
        Ref<Person> other = refs.get(random.nextInt(refs.size()));
        Ref<Task> task = tasks.get(random.nextInt(tasks.size()));
        boolean here = database.find(one).isPresent();
        switch (random.nextInt(9)) {
            case 0 -> {
                if (here) {
                    database.delete(one);
                } else {
                    database.restore(one.id());
                }
            }
            case 1 -> database.object(task.id()).orElseThrow().set("title", random.nextBoolean() ? 5 : (Object) "t1");
            case 2 -> database.object(one.id()).orElseThrow().set("name", "p" + random.nextInt(4));
            case 3 -> database.object(one.id()).orElseThrow().set("chief", other);
            case 4 -> database.object(task.id()).orElseThrow().set("owner", other);
            case 5 -> {
                if (here) {
                    database.update(one, it -> new Person(it.name(), it.chief(), Set.of(other)));
                }
            }
            case 6 -> {
                if (here && database.find(other).isPresent()) {
                    database.relate(new Knows(one, other, 1));
                }
            }
            case 7 -> {
                Hierarchy tree = database.hierarchy();
                if (here && database.find(other).isPresent() && !one.equals(other) && !isUnder(other, one)) {
                    tree.place(one.id(), other.id(), 0);
                }
            }
            default -> refs.add(person("p" + random.nextInt(4), Optional.of(other)));
        }
    }

    private boolean isUnder(Ref<Person> object, Ref<Person> ancestor) {
        Optional<ObjectId> parent = database.hierarchy().parent(object.id());
        while (parent.isPresent() && !parent.get().equals(ancestor.id())) {
            parent = database.hierarchy().parent(parent.get());
        }
        return parent.isPresent();
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
