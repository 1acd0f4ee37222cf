package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Interfaces as live views of objects. */
class LiveTest {
    enum State {
        OPEN,
        DONE
    }

    @Type("Task")
    record Task(String title, State state, Optional<Long> hours, Text notes, Set<String> tags) {}

    @Type("Task")
    interface TaskView extends Live {
        @Required
        @Length(min = 1, max = 10) String title();

        void title(String title);

        State state();

        void state(State state);

        Optional<Long> hours();

        void hours(Optional<Long> hours);

        @Length(max = 12) TextField notes();

        @Length(max = 3) SetField tags();

        ListField steps();

        MapField prices();

        CounterField visits();

        Text plain();

        void plain(Text text);

        List<Long> numbers();

        void numbers(List<Long> numbers);

        default String headline() {
            return title() + " (" + state() + ")";
        }

        default void rename(String prefix, int number) {
            title(prefix + number);
        }
    }

    @Type("Member")
    interface Older extends Live {
        int age();

        void age(int age);
    }

    interface Odd extends Live {
        String title();

        void renameTo(String title, int number);
    }

    interface WrongSetter extends Live {
        String title();

        void title(int title);
    }

    interface Unstorable extends Live {
        StringBuilder title();
    }

    interface Action extends Live {
        void run();
    }

    private final TestPeers peers = new TestPeers(4, 2);
    private final EchoDatabase database = peers.database(0);

    private Ref<Task> put() {
        return database.put(new Task("paint", State.OPEN, Optional.of(3L), Text.of("red"), Set.of("home")));
    }

    @Test
    void aViewReadsTheNewestStateAndWritesWhatRecordsRead() {
        Ref<Task> ref = put();
        TaskView view = database.live(ref, TaskView.class);
        assertThat(view.headline()).isEqualTo("paint (OPEN)");
        database.update(ref, it -> new Task("sand", it.state(), it.hours(), it.notes(), it.tags()));
        assertThat(view.title()).isEqualTo("sand");
        view.rename("coat ", 2);
        view.state(State.DONE);
        view.hours(Optional.empty());
        view.notes().insert(3, "dish");
        view.tags().add("garden");
        view.steps().add("first");
        view.prices().put("paint", 5L);
        view.visits().add(2);
        view.plain(Text.of("once"));
        view.plain(Text.of("once more"));
        view.numbers(List.of(1L, 2L));
        view.numbers(List.of(1L, 3L, 2L));
        assertThat(database.get(ref))
                .isEqualTo(
                        new Task("coat 2", State.DONE, Optional.empty(), Text.of("reddish"), Set.of("home", "garden")));
        assertThat(view.notes().value()).isEqualTo("reddish");
        assertThat(view.tags().values()).containsExactlyInAnyOrder("home", "garden");
        assertThat(view.steps().values()).containsExactly("first");
        assertThat(view.prices().values()).isEqualTo(Map.of("paint", 5L));
        assertThat(view.visits().value()).isEqualTo(2);
        assertThat(view.plain()).isEqualTo(Text.of("once more"));
        assertThat(view.numbers()).containsExactly(1L, 3L, 2L);
        assertThat(view.object().id()).isEqualTo(ref.id());
        assertThat(view.object().get("title")).contains("coat 2");
    }

    @Test
    void whatIsTheSameIsNotWritten() {
        TaskView view = database.live(put(), TaskView.class);
        List<Commit> commits = new ArrayList<>();
        database.onCommit(Runnable::run, commits::add);
        view.title("paint");
        view.title("sand");
        assertThat(commits).hasSize(1);
        assertThat(commits.get(0).objects().get(0).fields()).containsExactly("title");
    }

    @Test
    void settersJoinATransactionAndRollBackWithIt() {
        TaskView view = database.live(put(), TaskView.class);
        assertThatThrownBy(() -> database.transact(() -> {
                    view.title("sand");
                    view.notes().insert(0, "not ");
                    assertThat(view.headline()).isEqualTo("sand (OPEN)");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(view.title()).isEqualTo("paint");
        assertThat(view.notes().value()).isEqualTo("red");
    }

    @Test
    void rulesHoldForSettersContainersAndCreation() {
        TaskView view = database.create(TaskView.class, it -> it.title("sand"));
        assertThat(view.state()).isEqualTo(State.OPEN);
        assertThat(view.object().type()).isEqualTo("Task");
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> view.title(""));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> view.notes().insert(0, "longer than twelve"));
        assertCode(
                ErrorCode.SCHEMA_MISMATCH,
                () -> database.transact(() -> {
                    for (String tag : List.of("a", "b", "c", "d")) {
                        view.tags().add(tag);
                    }
                }));
        Version before = database.version();
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.create(TaskView.class, it -> it.state(State.DONE)));
        assertThat(database.version()).isEqualTo(before);
        assertThat(view.title()).isEqualTo("sand");
        assertThat(database.query("Task").count()).isEqualTo(1);
    }

    @Test
    void aSetterMendsWhatAPeerWroteWrong() {
        Ref<Task> ref = put();
        peers.linkAll();
        peers.settle();
        DynamicObject theirs = peers.database(1).object(ref.id()).orElseThrow();
        theirs.set("title", 5);
        theirs.list("numbers").add("five");
        peers.settle();
        TaskView view = database.live(ref, TaskView.class);
        assertCode(ErrorCode.SCHEMA_MISMATCH, view::title);
        assertThat(database.unfit(TaskView.class)).extracting(Unfit::field).containsExactly("title");
        view.title("mended");
        view.numbers(List.of(5L));
        assertThat(view.title()).isEqualTo("mended");
        assertThat(view.numbers()).containsExactly(5L);
        assertThat(database.unfit(TaskView.class)).isEmpty();
    }

    @Test
    void viewsOfOneObjectAreEqual() {
        Ref<Task> ref = put();
        TaskView view = database.live(ref, TaskView.class);
        assertThat(view).isEqualTo(database.live(ref.id(), TaskView.class));
        assertThat(view).hasSameHashCodeAs(database.live(ref, TaskView.class));
        assertThat(view).isNotEqualTo(database.live(put(), TaskView.class));
        assertThat(view).isNotEqualTo(database.live(ref, Older.class));
        assertThat(view).hasToString("Task/" + ref.id());
    }

    @Test
    void whatIsNotHereIsSaidWhenItIsRead() {
        TaskView nobody = database.live(SchemaTest.unknown(), TaskView.class);
        assertCode(ErrorCode.OBJECT_UNKNOWN, nobody::title);
        assertCode(ErrorCode.OBJECT_UNKNOWN, () -> nobody.title("a"));
    }

    @Test
    void aMethodThatIsNoFieldIsNamed() {
        Ref<Task> ref = put();
        assertThatThrownBy(() -> database.live(ref, Odd.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("renameTo");
        assertThatThrownBy(() -> database.live(ref, WrongSetter.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not take what the accessor");
        assertThatThrownBy(() -> database.live(ref, Action.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run[]");
        assertThatThrownBy(() -> database.live(ref, Live.class)).isInstanceOf(IllegalArgumentException.class);
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.live(ref, Unstorable.class));
    }

    @Test
    void manyThreadsMayWriteThroughOneView() throws InterruptedException {
        TaskView view = database.live(put(), TaskView.class);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                for (int k = 0; k < 100; k++) {
                    view.visits().add(1);
                    view.hours(Optional.of(view.hours().orElse(0L) + 1));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(view.visits().value()).isEqualTo(300);
        assertThat(view.hours().orElseThrow()).isBetween(103L, 303L);
    }

    @Test
    void aViewEqualsNothingButAViewLikeIt() {
        Ref<Task> ref = put();
        TaskView view = database.live(ref, TaskView.class);
        Object otherProxy = java.lang.reflect.Proxy.newProxyInstance(
                TaskView.class.getClassLoader(), new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> null);
        assertThat(view).isNotEqualTo(null);
        assertThat(view.equals((Object) "a task")).isFalse();
        assertThat(view.equals(otherProxy)).isFalse();
        peers.linkAll();
        peers.settle();
        assertThat(view).isNotEqualTo(peers.database(1).live(ref, TaskView.class));
    }

    interface Twice extends Live {
        String title();

        @Renamed("title")
        String name();
    }

    interface TwoAtOnce extends Live {
        String title();

        void title(String title, String more);
    }

    interface Returning extends Live {
        String title();

        String title(String title);
    }

    interface WithOwn extends Live {
        static String usual() {
            return "usual";
        }

        String title();

        void title(String title);
    }

    @Test
    void anInterfaceThatSaysTwoThingsIsRefused() {
        Ref<Task> ref = put();
        assertThatThrownBy(() -> database.live(ref, Twice.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stands for the field title, as another does");
        assertThatThrownBy(() -> database.live(ref, TwoAtOnce.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither an accessor, a setter nor a default method");
        assertThatThrownBy(() -> database.live(ref, Returning.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither an accessor, a setter nor a default method");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without that check does
    void aStaticMethodIsNoFieldAndNullIsNoValue() {
        WithOwn view = database.live(put(), WithOwn.class);
        view.title(WithOwn.usual());
        assertThat(view.title()).isEqualTo("usual");
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> view.title(null));
        assertThat(view.title()).isEqualTo("usual");
    }
}
