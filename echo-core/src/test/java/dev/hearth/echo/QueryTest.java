package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
