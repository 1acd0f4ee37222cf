package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.echo.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries, and live results held against the same query asked anew. */
class QueryTest {
    record Task(String title, boolean done, int priority) {}

    private final TestPeers peers = new TestPeers(11, 1);
    private final EchoDatabase database = peers.database(0);

    private List<String> titles(Query<Task> query) {
        return query.list().stream().map(result -> result.value().title()).toList();
    }

    @Test
    void filtersOrdersAndLimits() {
        for (int i = 0; i < 6; i++) {
            database.put(new Task("t" + i, i % 2 == 0, i / 2));
        }
        Query<Task> all = database.query(Task.class);
        assertThat(titles(all.where(Task::done, true).orderBy(Task::title))).containsExactly("t0", "t2", "t4");
        assertThat(titles(all.orderByDescending(Task::priority)
                        .orderBy(Task::title)
                        .limit(3)))
                .containsExactly("t4", "t5", "t2");
        assertThat(titles(all.where(Task::priority, Comparison.AT_LEAST, 1)
                        .where(Task::priority, Comparison.LESS, 2)
                        .orderBy(Task::title)))
                .containsExactly("t2", "t3");
        Filter<Task> odd = Filter.equal(Task::done, false);
        Filter<Task> first = Filter.equal(Task::title, "t0");
        assertThat(titles(all.where(odd.or(first)).orderBy(Task::title))).containsExactly("t0", "t1", "t3", "t5");
        assertThat(titles(all.where(odd.not().and(first.not())).orderBy(Task::title)))
                .containsExactly("t2", "t4");
        assertThat(all.where(Task::done, false).count()).isEqualTo(3);
        assertThat(all.orderBy(Task::title).first().orElseThrow().value().title())
                .isEqualTo("t0");
        assertThat(all.where(Task::title, "none").first()).isEmpty();
        assertThat(database.query("Task")
                        .where(task -> task.get("done").equals(java.util.Optional.of(true)))
                        .count())
                .isEqualTo(3);
        assertThat(database.query("Nothing").list()).isEmpty();
    }

    @Test
    void fieldsAreNamedToo() {
        database.put(new Task("a", true, 1));
        database.put(new Task("b", false, 2));
        DynamicObject odd = database.create("Task").set("title", 7).set("priority", 1.5);
        assertThat(titles(database.query(Task.class).where("priority", Comparison.GREATER, 1)))
                .containsExactly("b");
        Query<DynamicObject> all = database.query("Task");
        assertThat(all.orderBy("priority").list().get(1).ref().id()).isEqualTo(odd.id());
        assertThat(all.where("priority", 2.0).count()).isEqualTo(1);
        assertThat(all.where("title", Comparison.LESS, "z").count()).isEqualTo(2);
        assertThat(all.where("title", Comparison.NOT_EQUAL, "a").count()).isEqualTo(2);
        assertThat(all.where(Filter.missing(Property.named("done")))
                        .first()
                        .orElseThrow()
                        .ref()
                        .id())
                .isEqualTo(odd.id());
        assertThatThrownBy(
                        () -> database.query(Task.class).where("colour", "red").list())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> all.where("title", Comparison.LESS, java.time.LocalDate.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Property.named("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesComeToSumsAndGroups() {
        for (int i = 1; i <= 5; i++) {
            database.put(new Task("t" + i % 2, i > 3, i));
        }
        Query<Task> all = database.query(Task.class);
        assertThat(all.sum(Task::priority)).isEqualTo(15);
        assertThat(all.average(Task::priority)).hasValue(3);
        assertThat(all.min(Task::title)).contains("t0");
        assertThat(all.max(Task::priority)).contains(5);
        assertThat(all.orderBy(Task::priority).limit(2).max(Task::priority)).contains(2);
        assertThat(all.orderBy(Task::priority).limit(2).sum(Task::priority)).isEqualTo(3);
        assertThat(all.where(Task::priority, 9).average(Task::priority)).isEmpty();
        assertThat(all.where(Task::priority, 9).exists()).isFalse();
        assertThat(all.groupBy(Task::title, Task::priority))
                .containsExactly(
                        new Group<>(Optional.of("t0"), 2, new Aggregate<>(2, Optional.of(2), Optional.of(4), 6, 6)),
                        new Group<>(Optional.of("t1"), 3, new Aggregate<>(3, Optional.of(1), Optional.of(5), 9, 9)));
        assertThat(all.groupBy(task -> task.priority() % 3).get(2).count()).isEqualTo(2);
        Aggregate<Long> large = all.aggregate(task -> task.priority() == 1 ? Long.MAX_VALUE : 1L);
        assertThat(large.wholeSum()).isEqualTo(Long.MIN_VALUE + 3);
        assertThat(large.sum()).isEqualTo(0x1p63);
    }

    @Test
    void aCursorBelongsToItsOrder() {
        for (int i = 0; i < 5; i++) {
            database.put(new Task("t" + i, false, i));
        }
        Query<Task> byTitle = database.query(Task.class).orderBy(Task::title);
        PageCursor cursor = byTitle.page(2).next().orElseThrow();
        database.query(Task.class).where(Task::title, "t1").list().forEach(found -> database.delete(found.ref()));
        database.put(new Task("t0", true, 7));
        assertThat(titles(byTitle.after(cursor))).containsExactly("t2", "t3", "t4");
        assertThat(byTitle.after(cursor).where(Task::priority, 4).count()).isEqualTo(1);
        assertThat(byTitle.page(6).next()).isEmpty();
        assertThatThrownBy(
                        () -> database.query(Task.class).orderBy(Task::priority).after(cursor))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.query(Task.class).after(PageCursor.parse("00")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> byTitle.after(cursor).orderBy(Task::priority))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> byTitle.page(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQueryMakesRoomAmongTheObjectsThatItLoads() {
        WatchedStore store = new WatchedStore(new MemoryStore());
        TestSpace.Member member = peers.peer(0).member;
        DatabaseOptions options = new DatabaseOptions(1 << 20, Duration.ofMillis(50), 1 << 20);
        try (EchoDatabase small = EchoDatabase.open(store, member, member, new ManualSeams(1), options)) {
            Ref<Task> first = small.put(new Task("first", false, 1));
            for (int i = 0; i < 2_000; i++) {
                small.put(new Task("t" + "x".repeat(1_000) + i, false, i));
            }
            store.objectsRead = 0;
            assertThat(small.query(Task.class)
                            .where(Task::priority, Comparison.AT_LEAST, 0)
                            .count())
                    .isEqualTo(2_001);
            int read = store.objectsRead;
            small.find(first);
            assertThat(store.objectsRead).isEqualTo(read + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void liveResultsFollowTheirQuery(long seed) {
        Query<Task> all = database.query(Task.class);
        List<Follower> followers = List.of(
                new Follower(all),
                new Follower(all.where(Task::done, false).orderBy(Task::priority)),
                new Follower(all.orderByDescending(Task::priority)
                        .orderBy(Task::title)
                        .limit(4)),
                new Follower(all.where(Task::priority, Comparison.GREATER, 2)
                        .orderBy(Task::title)
                        .limit(3)));
        Random random = new Random(seed);
        List<Ref<Task>> refs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            database.transact(() -> {
                for (int part = random.nextInt(3); part >= 0; part--) {
                    change(random, refs);
                }
            });
            for (Follower follower : followers) {
                assertThat(follower.rows).as("seed %d step %d", seed, i).isEqualTo(follower.expected.get());
            }
        }
    }

    private void change(Random random, List<Ref<Task>> refs) {
        if (refs.isEmpty() || random.nextInt(3) == 0) {
            refs.add(database.put(task(random)));
            return;
        }
        Ref<Task> ref = refs.get(random.nextInt(refs.size()));
        switch (random.nextInt(5)) {
            case 0 -> database.delete(ref);
            case 1 -> database.restore(ref.id());
            default -> {
                if (database.find(ref).isPresent()) {
                    database.update(ref, before -> task(random));
                }
            }
        }
    }

    private static Task task(Random random) {
        return new Task("t" + random.nextInt(50), random.nextBoolean(), random.nextInt(5));
    }

    /** Keeps a list by diffs alone. */
    private static final class Follower {
        private final Supplier<List<Result<Task>>> expected;
        private List<Result<Task>> rows = new ArrayList<>();

        Follower(Query<Task> query) {
            expected = query::list;
            query.live(Runnable::run, this::take);
        }

        private void take(Diff<Task> diff) {
            List<Result<Task>> next = new ArrayList<>(rows);
            Stream.concat(diff.removed().stream(), diff.moved().stream())
                    .forEach(row -> assertThat(next.removeIf(each -> each.ref().equals(row.ref())))
                            .isTrue());
            Stream.concat(diff.added().stream(), diff.moved().stream())
                    .sorted(Comparator.comparingInt(Diff.Row::index))
                    .forEach(row -> next.add(row.index(), new Result<>(row.ref(), row.value())));
            diff.updated().forEach(row -> {
                assertThat(next.get(row.index()).ref()).isEqualTo(row.ref());
                next.set(row.index(), new Result<>(row.ref(), row.value()));
            });
            rows = next;
        }
    }
}
