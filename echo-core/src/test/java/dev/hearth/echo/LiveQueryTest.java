package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What live results say, and when. */
class LiveQueryTest {
    record Task(@Index String title, int rank) {}

    private final TestPeers peers = new TestPeers(17, 2);
    private final EchoDatabase database = peers.database(0);
    private final List<Diff<Task>> diffs = new ArrayList<>();

    private Ref<Task> put(String title, int rank) {
        return database.put(new Task(title, rank));
    }

    private static List<String> titles(List<Diff.Row<Task>> rows) {
        return rows.stream().map(row -> row.value().title() + "@" + row.index()).toList();
    }

    private Diff<Task> only() {
        assertThat(diffs).hasSize(1);
        return diffs.remove(0);
    }

    @Test
    void theNextComesIntoALimitedWindow() {
        Ref<Task> a = put("a", 1);
        Ref<Task> b = put("b", 2);
        for (int i = 0; i < 100; i++) {
            put(String.format("c%03d", i), 3);
        }
        database.query(Task.class).orderBy(Task::title).limit(3).live(Runnable::run, diffs::add);
        assertThat(titles(only().added())).containsExactly("a@0", "b@1", "c000@2");
        database.delete(a);
        Diff<Task> diff = only();
        assertThat(titles(diff.removed())).containsExactly("a@0");
        assertThat(titles(diff.added())).containsExactly("c001@2");
        assertThat(diff.updated()).isEmpty();
        assertThat(diff.moved()).isEmpty();
        database.restore(a.id());
        diff = only();
        assertThat(titles(diff.added())).containsExactly("a@0");
        assertThat(titles(diff.removed())).containsExactly("c001@2");
        database.update(b, task -> new Task("c0005", 2));
        diff = only();
        assertThat(titles(diff.moved())).containsExactly("c0005@2");
        assertThat(titles(diff.updated())).containsExactly("c0005@2");
        database.update(b, task -> new Task("z", 2));
        diff = only();
        assertThat(titles(diff.removed())).containsExactly("c0005@2");
        assertThat(titles(diff.added())).containsExactly("c001@2");
        database.update(b, task -> new Task("y", 2));
        assertThat(diffs).isEmpty();
        database.transact(() -> database.query(Task.class)
                .where(Filter.startsWith(Task::title, "c"))
                .limit(60)
                .list()
                .forEach(result -> database.delete(result.ref())));
        assertThat(titles(only().added())).containsExactly("c060@1", "c061@2");
    }

    @Test
    void whatChangesNothingIsNotTold() {
        Ref<Task> task = put("a", 1);
        database.query(Task.class).where(Task::rank, 1).live(Runnable::run, diffs::add);
        only();
        database.object(task.id()).orElseThrow().set("other", "field");
        put("b", 2);
        assertThat(diffs).isEmpty();
        database.update(task, before -> new Task("b", 1));
        Diff<Task> diff = only();
        assertThat(titles(diff.updated())).containsExactly("b@0");
        assertThat(diff.moved()).isEmpty();
    }

    @Test
    void theLeastSetOfRowsIsMoved() {
        List<Ref<Task>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tasks.add(put("t" + i, i * 10));
        }
        database.query(Task.class).orderBy(Task::rank).live(Runnable::run, diffs::add);
        only();
        database.transact(() -> {
            database.update(tasks.get(0), task -> new Task("t0", 35));
            database.update(tasks.get(1), task -> new Task("t1", 11));
            database.update(tasks.get(4), task -> new Task("t4", 41));
        });
        Diff<Task> diff = only();
        assertThat(titles(diff.moved())).containsExactly("t0@3");
        assertThat(titles(diff.updated())).containsExactlyInAnyOrder("t1@0", "t0@3", "t4@4");
    }

    @Test
    void aTransactionIsNoPlaceToStart() {
        Query<Task> all = database.query(Task.class);
        assertThatThrownBy(() -> database.transact(() -> all.live(Runnable::run, diffs::add)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(diffs).isEmpty();
    }

    /** Takes what it asked for. */
    private static final class Reader implements Flow.Subscriber<Diff<Task>> {
        private final List<Diff<Task>> read = new ArrayList<>();
        private final List<Throwable> errors = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        Flow.Subscription subscription() {
            Flow.Subscription given = subscription;
            if (given == null) {
                throw new IllegalStateException("not subscribed");
            }
            return given;
        }

        @Override
        public void onNext(Diff<Task> diff) {
            read.add(diff);
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }

        @Override
        public void onComplete() {
            throw new IllegalStateException("a live query does not end by itself");
        }
    }

    @Test
    void aSubscriberGetsAsManyDiffsAsItRequests() {
        put("a", 1);
        Reader reader = new Reader();
        database.query(Task.class).orderBy(Task::title).publisher(Runnable::run).subscribe(reader);
        put("b", 1);
        assertThat(reader.read).isEmpty();
        reader.subscription().request(1);
        assertThat(titles(reader.read.get(0).added())).containsExactly("a@0", "b@1");
        assertThat(reader.read.get(0).initial()).isTrue();
        Ref<Task> c = put("c", 1);
        put("0", 1);
        database.delete(c);
        assertThat(reader.read).hasSize(1);
        reader.subscription().request(2);
        assertThat(reader.read).hasSize(2);
        assertThat(titles(reader.read.get(1).added())).containsExactly("0@0");
        put("d", 1);
        put("e", 1);
        assertThat(reader.read).hasSize(3);
        reader.subscription().request(Long.MAX_VALUE);
        reader.subscription().request(Long.MAX_VALUE);
        assertThat(titles(reader.read.get(3).added())).containsExactly("e@4");
        reader.subscription().cancel();
        reader.subscription().cancel();
        put("f", 1);
        assertThat(reader.read).hasSize(4);
        assertThat(reader.errors).isEmpty();
    }

    @Test
    void aRequestForNothingEndsTheSubscription() {
        Reader reader = new Reader();
        database.query(Task.class).publisher(Runnable::run).subscribe(reader);
        reader.subscription().request(0);
        assertThat(reader.errors).hasSize(1);
        assertThat(reader.errors.get(0)).isInstanceOf(IllegalArgumentException.class);
        reader.subscription().request(1);
        assertThat(reader.read).isEmpty();
    }

    @Test
    void aListFollowsItsQuery() {
        Ref<Task> b = put("b", 1);
        List<Runnable> screen = new ArrayList<>();
        LiveList<Task> list = database.query(Task.class).orderBy(Task::title).liveList(screen::add);
        assertThat(list).extracting(result -> result.value().title()).containsExactly("b");
        Subscription listening = list.onChange(diffs::add);
        put("a", 1);
        assertThat(list).hasSize(1);
        screen.forEach(Runnable::run);
        screen.clear();
        assertThat(list).extracting(result -> result.value().title()).containsExactly("a", "b");
        assertThat(titles(only().added())).containsExactly("a@0");
        listening.close();
        database.update(b, task -> new Task("0", 2));
        screen.forEach(Runnable::run);
        screen.clear();
        assertThat(list.get(0).value()).isEqualTo(new Task("0", 2));
        assertThat(diffs).isEmpty();
        assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        list.close();
        put("c", 1);
        screen.forEach(Runnable::run);
        assertThat(list).hasSize(2);
    }
}
