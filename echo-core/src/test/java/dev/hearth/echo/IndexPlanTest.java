package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts that indexes tell alone, and alternatives of which each comes from an index of its own. */
class IndexPlanTest {
    record Item(@Index String name, @Index int rank, @Index Set<String> tags, String note) {
        Item {
            name = name.strip();
        }
    }

    private final TestPeers peers = new TestPeers(31, 1);
    private final EchoDatabase database = peers.database(0);
    private final Query<Item> items = database.query(Item.class);

    private void fill(int count) {
        database.transact(() -> {
            for (int i = 0; i < count; i++) {
                database.put(new Item("n" + i % 10, i, Set.of("t" + i % 7), ""));
            }
        });
        database.indexes().build();
    }

    @Test
    void alternativesComeFromAnIndexEach() {
        fill(400);
        Filter<Item> named = Filter.equal(Item::name, "n3");
        Filter<Item> ranked = Filter.of(Item::rank, Comparison.LESS, 5);
        Filter<Item> tagged = Filter.contains(Item::tags, "t2");
        Query<Item> two = items.where(named.or(ranked));
        assertThat(two.explain())
                .hasToString("INDEX Item(name) or Item(rank) where name = \"n3\" or rank < 5, "
                        + "filter name = \"n3\" or rank < 5, read 44 (about 45) for 44, countable");
        assertThat(two.orderByDescending(Item::rank).limit(2).list().stream()
                        .map(each -> each.value().rank()))
                .containsExactly(393, 383);
        QueryPlan three = items.where(named.or(ranked).or(tagged)).explain();
        assertThat(three.index()).contains("Item(name) or Item(rank) or Item(members of tags)");
        assertThat(three.results()).isEqualTo(three.visited());
        assertThat(three.countable()).isFalse();
        // What else is asked narrows each of them; an index of that alone is taken when it does better.
        QueryPlan narrowed = items.where(named.or(ranked))
                .where(Item::rank, Comparison.AT_MOST, 50)
                .explain();
        assertThat(narrowed.results()).isEqualTo(9);
        assertThat(narrowed.visited()).isLessThanOrEqualTo(51);
        // One alternative without an index needs all objects.
        assertThat(items.where(named.or(Filter.equal(Item::note, ""))).explain().kind())
                .isEqualTo(QueryPlan.Kind.SCAN);
        assertThat(items.where(named.and(ranked).or(tagged.and(ranked.not())))
                        .explain()
                        .index())
                .contains("Item(rank) or Item(members of tags)");
    }

    @Test
    void whatTheRecordRefusesIsNotCounted() {
        fill(40);
        Query<Item> some = items.where(Item::rank, Comparison.AT_LEAST, 10);
        assertThat(some.explain().countable()).isTrue();
        assertThat(some.count()).isEqualTo(30);
        DynamicObject one =
                database.object(some.first().orElseThrow().ref().id()).orElseThrow();
        one.set("note", 5);
        assertThat(some.count()).isEqualTo(29);
        assertThat(items.count()).isEqualTo(39);
        assertThat(database.query("Item").count()).isEqualTo(40);
        one.set("note", "");
        assertThat(some.count()).isEqualTo(30);
        database.transact(() -> {
            one.set("rank", 1);
            assertThat(some.count()).isEqualTo(29);
            database.put(new Item("x", 10, Set.of(), ""));
            assertThat(some.count()).isEqualTo(30);
            assertThat(some.limit(7).count()).isEqualTo(7);
        });
        assertThat(some.count()).isEqualTo(30);
    }

    @Test
    void whatTheConstructorChangesIsCountedAsItReads() {
        fill(3);
        database.create("Item").set("name", "  n1 ").set("rank", 9);
        assertThat(items.where(Item::name, "  n1 ").count()).isZero();
        assertThat(items.where(Item::name, "  n1 ").explain().countable()).isTrue();
        assertThat(items.count()).isEqualTo(4);
    }

    @Test
    void longValuesAreReadToBeCounted() {
        fill(3);
        database.put(new Item("z".repeat(200), 1, Set.of(), ""));
        database.put(new Item("z".repeat(201), 1, Set.of(), ""));
        Query<Item> some = items.where(Item::name, "z".repeat(200));
        assertThat(some.explain().countable()).isFalse();
        assertThat(some.count()).isEqualTo(1);
        assertThat(items.where(Filter.startsWith(Item::name, "zz")).explain().countable())
                .isTrue();
        assertThat(items.where(Filter.startsWith(Item::name, "zz")).count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsAreThoseOfTheLists(long seed) {
        Random random = new Random(seed);
        List<Ref<Item>> refs = new ArrayList<>();
        database.indexes().declare("Item", IndexDefinition.of("rank", "name"));
        for (int step = 0; step < 150; step++) {
            for (int part = random.nextInt(4); part >= 0; part--) {
                change(refs, random);
            }
            Query<Item> asked = items.where(filter(random, 2));
            assertThat(asked.count())
                    .as("seed %d step %d: %s", seed, step, asked.explain())
                    .isEqualTo(asked.list().size());
            int limit = 1 + random.nextInt(5);
            assertThat(asked.limit(limit).count())
                    .isEqualTo(asked.limit(limit).list().size());
            Query<DynamicObject> named =
                    database.query("Item").where("rank", random.nextInt(6)).where("name", Comparison.LESS, "n4");
            assertThat(named.count())
                    .as("seed %d step %d: %s", seed, step, named.explain())
                    .isEqualTo(named.list().size());
        }
    }

    private void change(List<Ref<Item>> refs, Random random) {
        if (refs.isEmpty() || random.nextInt(3) == 0) {
            refs.add(database.put(
                    new Item("n" + random.nextInt(6), random.nextInt(6), Set.of("t" + random.nextInt(3)), "")));
            return;
        }
        Ref<Item> ref = refs.get(random.nextInt(refs.size()));
        DynamicObject object = database.object(ref.id()).orElseThrow();
        switch (random.nextInt(6)) {
            case 0 -> database.delete(ref);
            case 1 -> database.restore(ref.id());
            case 2 -> object.set("note", random.nextBoolean() ? 5 : (Object) "n");
            case 3 -> object.set("name", random.nextBoolean() ? " n1" : (Object) 7);
            default -> object.set("rank", random.nextInt(6));
        }
    }

    private static Filter<Item> filter(Random random, int depth) {
        int rank = random.nextInt(6);
        String name = "n" + random.nextInt(6);
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> Filter.equal(Item::name, name);
            case 1 -> Filter.of(Item::rank, Comparison.AT_MOST, rank);
            case 2 -> Filter.in(Item::rank, List.of(rank, 2));
            case 3 -> Filter.contains(Item::tags, "t" + rank % 3);
            case 4 -> Filter.exists(Item::name);
            case 5 -> filter(random, depth - 1).and(filter(random, depth - 1));
            default -> filter(random, depth - 1).or(filter(random, depth - 1));
        };
    }
}
