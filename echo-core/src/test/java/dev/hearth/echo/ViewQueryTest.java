package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that read objects as live views of an interface. */
class ViewQueryTest {
    interface Named extends Live {
        @Index
        String title();
    }

    @Type("Task")
    @Index({"done", "rank desc"})
    interface TaskView extends Named {
        void title(String title);

        boolean done();

        void done(boolean done);

        @Renamed("priority")
        int rank();

        void rank(int rank);

        Optional<Instant> due();

        @FullText
        TextField notes();

        @Index
        SetField tags();

        CounterField hits();

        @Index
        Optional<Ref<TaskView>> next();

        void next(Optional<Ref<TaskView>> next);

        default int priority() {
            return -rank();
        }
    }

    @Type("Task")
    record Task(@Index String title, boolean done, int priority) {}

    interface Loose extends Live {
        @Index
        String a();

        @FullText
        int b();
    }

    private final TestPeers peers = new TestPeers(23, 2);
    private final EchoDatabase database = peers.database(0);
    private final Query<TaskView> tasks = database.query(TaskView.class);

    private TaskView task(String title, int rank, String... tags) {
        return database.create(TaskView.class, it -> {
            it.title(title);
            it.rank(rank);
            it.notes().insert(0, "About " + title);
            Set.of(tags).forEach(it.tags()::add);
        });
    }

    private static List<String> titles(Query<TaskView> query) {
        return query.orderBy(TaskView::title).list().stream()
                .map(found -> found.value().title())
                .toList();
    }

    @Test
    void viewsAreFoundByTheMethodsOfTheirInterface() {
        task("mend", 2, "shop");
        task("bake", 1, "home", "shop");
        database.put(new Task("call", true, 3));
        assertThat(titles(tasks)).containsExactly("bake", "call", "mend");
        assertThat(titles(tasks.where(TaskView::rank, Comparison.AT_LEAST, 2))).containsExactly("call", "mend");
        assertThat(titles(tasks.where(Filter.words(TaskView::notes, "BAKE")))).containsExactly("bake");
        assertThat(titles(tasks.where(Filter.contains(Property.<TaskView, Set<String>>named("tags"), "shop"))))
                .containsExactly("bake", "mend");
        assertThat(tasks.where(TaskView::title, "mend").explain())
                .hasToString(
                        "INDEX Task(title) where title = \"mend\", filter title = \"mend\", read 1 (about 1) for 1, countable");
        assertThat(tasks.where(Filter.words(TaskView::notes, "bake")).explain().index())
                .contains("Task(words of notes)");
        assertThat(tasks.where(TaskView::done, false)
                        .orderByDescending(TaskView::rank)
                        .limit(1)
                        .explain()
                        .index())
                .contains("Task(done, priority desc)");
        // A method of the interface's own is no field, though a field has its name.
        assertThat(tasks.where(TaskView::priority, -2).explain().kind()).isEqualTo(QueryPlan.Kind.SCAN);
        assertThat(titles(tasks.where(TaskView::priority, -2))).containsExactly("mend");
        assertThat(tasks.sum(TaskView::rank)).isEqualTo(6);
        Optional<String> last = tasks.max(TaskView::title);
        assertThat(last).contains("mend");
        assertThat(tasks.where("rank", 2).count()).isEqualTo(1);
        assertThatThrownBy(() -> tasks.where("colour", 2).count())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colour");
        assertThat(tasks.written("title starts with \"b\"")
                        .first()
                        .orElseThrow()
                        .value()
                        .rank())
                .isEqualTo(1);
    }

    @Test
    void aFoundViewWrites() {
        task("mend", 2);
        TaskView found =
                tasks.where(TaskView::title, "mend").first().orElseThrow().value();
        found.hits().add(3);
        found.title("sew");
        assertThat(tasks.where(TaskView::title, "mend").exists()).isFalse();
        assertThat(tasks.aggregate(TaskView::hits).wholeSum()).isEqualTo(3);
        assertThat(database.query(Task.class).where(Task::title, "sew").count()).isEqualTo(1);
    }

    @Test
    void stepsLeadToViewsAndFromThem() {
        TaskView first = task("first", 1);
        TaskView second = task("second", 2);
        first.next(Optional.of(database.query(TaskView.class)
                .where(TaskView::title, "second")
                .first()
                .orElseThrow()
                .ref()));
        assertThat(titles(tasks.where(TaskView::title, "first").follow(TaskView::next, TaskView.class)))
                .containsExactly("second");
        assertThat(titles(tasks.where(TaskView::title, "second").referencedBy(TaskView.class, TaskView::next)))
                .containsExactly("first");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void aLiveQueryTellsThatAViewChanged() {
        TaskView mend = task("mend", 2);
        List<String> seen = new ArrayList<>();
        tasks.orderBy(TaskView::title).live(Runnable::run, diff -> {
            diff.added().forEach(row -> seen.add("+" + row.value().title()));
            diff.updated().forEach(row -> seen.add("*" + row.value().rank()));
            diff.removed().forEach(row -> seen.add("-"));
        });
        mend.rank(5);
        task("bake", 1);
        database.delete(mend.object().id());
        assertThat(seen).containsExactly("+mend", "*5", "+bake", "-");
    }

    @Test
    void whatIsNoFieldIsRefused() {
        assertThatThrownBy(() -> database.query(Live.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.query(Object.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.query(Loose.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Loose.b is no text");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void viewsAreThoseThatAFilterOverAllObjectsFinds(long seed) {
        Random random = new Random(seed);
        List<TaskView> all = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            if (all.isEmpty() || random.nextInt(3) == 0) {
                all.add(task("t" + random.nextInt(6), random.nextInt(4), "tag" + random.nextInt(3)));
            } else {
                change(all.get(random.nextInt(all.size())), random);
            }
            int rank = random.nextInt(4);
            String title = "t" + random.nextInt(6);
            Filter<TaskView> ranked = Filter.of(Property.<TaskView, Integer>named("rank"), Comparison.AT_MOST, rank);
            Query<TaskView> asked = random.nextBoolean()
                    ? tasks.where(TaskView::title, title)
                    : tasks.where(TaskView::done, false).where(ranked);
            Predicate<TaskView> meaning = asked.explain().filter().size() == 1
                    ? it -> it.title().equals(title)
                    : it -> !it.done() && it.rank() <= rank;
            List<TaskView> expected = all.stream()
                    .filter(it -> !it.object().deleted()
                            && it.object().get("title").orElse("") instanceof String
                            && meaning.test(it))
                    .sorted(Comparator.comparing((TaskView it) -> it.rank())
                            .thenComparing(it -> it.object().id()))
                    .toList();
            Query<TaskView> ordered = asked.orderBy(TaskView::rank);
            assertThat(ordered.list().stream().map(Result::value).toList())
                    .as("seed %d step %d: %s", seed, step, ordered.explain())
                    .isEqualTo(expected);
            assertThat(asked.count()).isEqualTo(expected.size());
        }
    }

    private void change(TaskView view, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> view.done(random.nextBoolean());
            case 1 -> view.rank(random.nextInt(4));
            case 2 -> view.object().set("title", random.nextBoolean() ? 5 : (Object) "t1");
            case 3 -> {
                if (view.object().deleted()) {
                    database.restore(view.object().id());
                } else {
                    database.delete(view.object().id());
                }
            }
            default -> view.notes().insert(0, "x");
        }
    }
}
