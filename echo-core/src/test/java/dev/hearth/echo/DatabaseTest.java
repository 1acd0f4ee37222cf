package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Objects through the API of one database. */
class DatabaseTest {
    private final TestPeers peers = new TestPeers(1, 1);
    private final EchoDatabase database = peers.database(0);

    enum Colour {
        RED,
        GREEN
    }

    record Task(String title, boolean done, int priority) {}

    record Note(String title, Text body) {}

    record Everything(
            String string,
            boolean flag,
            int small,
            long large,
            double real,
            Instant moment,
            Colour colour,
            Bytes bytes,
            Ref<Task> ref,
            ObjectId id,
            List<Long> numbers,
            Map<String, String> names,
            Optional<Instant> due,
            Optional<Colour> none,
            Text text) {}

    record Strict(Ref<Task> owner) {}

    @Type("Task")
    record OldTask(String title) {}

    @Type("Task")
    record OddTask(int title) {}

    record Unfit(StringBuilder builder) {}

    static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aRecordOfEveryKindIsReadAsItWasWritten() {
        Ref<Task> task = database.put(new Task("paint", false, 3));
        Everything everything = new Everything(
                "grün 😀",
                true,
                -5,
                1L << 60,
                0.5,
                Instant.parse("2026-11-23T10:00:00.123456789Z"),
                Colour.GREEN,
                Bytes.of((byte) 1, (byte) -1),
                task,
                task.id(),
                List.of(3L, 1L, 2L),
                Map.of("a", "x", "b", "y"),
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Text.of("once upon"));
        Ref<Everything> ref = database.put(everything);
        assertThat(database.get(ref)).isEqualTo(everything);
        assertThat(database.get(database.get(ref).ref()).title()).isEqualTo("paint");
        peers.peer(0).restart();
        assertThat(peers.database(0).get(ref)).isEqualTo(everything);
    }

    @Test
    void anUpdateWritesOnlyWhatDiffersAndKeepsFieldsThatTheRecordDoesNotKnow() {
        Ref<Task> ref = database.put(new Task("paint", false, 3));
        Ref<OldTask> old = database.ref(OldTask.class, ref.id());
        List<Commit> commits = new ArrayList<>();
        database.onCommit(Runnable::run, commits::add);
        database.update(old, task -> new OldTask(task.title() + " the door"));
        assertThat(database.get(ref)).isEqualTo(new Task("paint the door", false, 3));
        database.update(old, task -> task);
        assertThat(commits).hasSize(1);
        assertThat(commits.get(0).objects().get(0).fields()).containsExactly("title");
        assertThat(commits.get(0).local()).isTrue();
    }

    @Test
    void aFieldThatWasNeverWrittenReadsAsItsEmptyValue() {
        DynamicObject task = database.create("Task").set("title", "bare");
        assertThat(database.get(database.ref(Task.class, task.id()))).isEqualTo(new Task("bare", false, 0));
        DynamicObject strict = database.create("Strict");
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.get(database.ref(Strict.class, strict.id())));
    }

    @Test
    void whatDoesNotFitTheRecordNamesTheFieldAndStaysReadable() {
        Ref<Task> ref = database.put(new Task("paint", false, 3));
        Ref<OddTask> odd = database.ref(OddTask.class, ref.id());
        assertThatThrownBy(() -> database.get(odd))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.details()).containsEntry("field", "title"));
        assertThat(database.query(OddTask.class).list()).isEmpty();
        assertThat(database.object(ref.id()).orElseThrow().get("title")).contains("paint");
        long before = database.version().blocks();
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.put(new Unfit(new StringBuilder())));
        assertThat(database.version().blocks()).isEqualTo(before);
    }

    @Test
    void aDynamicObjectHoldsScalarsTextsListsAndMaps() {
        DynamicObject object = database.create("Thing");
        object.set("count", 5).set("name", "box");
        object.text("body").insert(0, "hello");
        object.text("body").splice(0, 1, "J");
        object.list("items").insert(0, "a", 2L, true);
        object.list("items").add("end");
        object.list("items").remove(0, 1);
        object.list("items").set(0, 7L);
        object.map("tags").put("x", 1L);
        object.map("tags").put("y", 2L);
        object.map("tags").remove("x");
        assertThat(object.type()).isEqualTo("Thing");
        assertThat(object.fields()).containsExactlyInAnyOrder("count", "name", "body", "items", "tags");
        assertThat(object.get("count")).contains(5L);
        assertThat(object.get("body")).contains(Text.of("Jello"));
        assertThat(object.list("items").values()).containsExactly(7L, true, "end");
        assertThat(object.map("tags").values()).containsExactly(Map.entry("y", 2L));
        object.clear("name");
        assertThat(object.get("name")).isEmpty();
    }

    @Test
    void aTransactionOverSeveralObjectsIsOneBlock() {
        Ref<Task> first = database.put(new Task("one", false, 1));
        Ref<Task> second = database.put(new Task("two", false, 2));
        long before = database.version().blocks();
        database.transact(() -> {
            database.update(first, task -> new Task(task.title(), true, 2));
            database.update(second, task -> new Task(task.title(), true, 1));
            database.put(new Task("three", false, 3));
            assertThat(database.get(first).done()).isTrue();
        });
        assertThat(database.version().blocks()).isEqualTo(before + 1);
        assertThat(database.query(Task.class).count()).isEqualTo(3);
    }

    @Test
    void aTransactionThatThrowsLeavesNothingBehind() {
        Ref<Note> note = database.put(new Note("note", Text.of("before")));
        Ref<Task> task = database.put(new Task("task", false, 1));
        Version version = database.version();
        List<Commit> commits = new ArrayList<>();
        database.onCommit(Runnable::run, commits::add);
        assertThatThrownBy(() -> database.transact(() -> {
                    database.text(note, Note::body).insert(6, " and after");
                    database.update(task, it -> new Task("changed", true, 9));
                    database.put(new Task("new", false, 1));
                    database.delete(task);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(database.get(note)).isEqualTo(new Note("note", Text.of("before")));
        assertThat(database.get(task)).isEqualTo(new Task("task", false, 1));
        assertThat(database.query(Task.class).count()).isEqualTo(1);
        assertThat(database.version()).isEqualTo(version);
        assertThat(commits).isEmpty();
        database.text(note, Note::body).insert(6, "!");
        assertThat(database.get(note).body().value()).isEqualTo("before!");
        peers.peer(0).restart();
        assertThat(peers.database(0).get(note).body().value()).isEqualTo("before!");
    }

    @Test
    void aTransactionWhosePartFailedDoesNotCommitTheRest() {
        Ref<Task> task = database.put(new Task("task", false, 1));
        assertThatThrownBy(() -> database.transact(() -> {
                    try {
                        database.transact(() -> {
                            database.update(task, it -> new Task("half", true, 9));
                            throw new IllegalArgumentException("part");
                        });
                    } catch (IllegalArgumentException e) {
                        database.put(new Task("other", false, 1));
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(database.get(task)).isEqualTo(new Task("task", false, 1));
        assertThat(database.query(Task.class).count()).isEqualTo(1);
    }

    @Test
    void whatWasRolledBackBeforeTheFirstBlockLeavesNoGapAmongFeeds() {
        TestPeers two = new TestPeers(2, 2);
        assertThatThrownBy(() -> two.database(0).transact(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        Ref<Task> task = two.database(1).put(new Task("remote", false, 1));
        two.linkAll();
        two.settle();
        assertThat(two.database(0).get(task).title()).isEqualTo("remote");
        two.peer(0).restart();
        assertThat(two.database(0).get(task).title()).isEqualTo("remote");
        two.database(0).put(new Task("local", false, 1));
        two.peer(0).restart();
        assertThat(two.database(0).query(Task.class).count()).isEqualTo(2);
    }

    @Test
    void deletedObjectsLeaveQueriesAndComeBack() {
        Ref<Task> ref = database.put(new Task("paint", false, 3));
        database.delete(ref);
        assertThat(database.find(ref)).isEmpty();
        assertCode(ErrorCode.OBJECT_UNKNOWN, () -> database.get(ref));
        assertThat(database.query(Task.class).list()).isEmpty();
        assertThat(database.object(ref.id()).orElseThrow().deleted()).isTrue();
        database.restore(ref.id());
        assertThat(database.get(ref).title()).isEqualTo("paint");
        assertThat(database.query(Task.class).count()).isEqualTo(1);
        assertCode(ErrorCode.OBJECT_UNKNOWN, () -> database.delete(new ObjectId(Bytes.of(new byte[16]))));
    }

    @Test
    void textListenersHearSplices() {
        Ref<Note> note = database.put(new Note("note", Text.of("hello")));
        TextField body = database.text(note, Note::body);
        List<TextChange> changes = new ArrayList<>();
        body.onChange(Runnable::run, changes::add);
        body.splice(1, 2, "u");
        assertThat(body.value()).isEqualTo("hulo");
        StringBuilder mirror = new StringBuilder("hello");
        changes.forEach(change -> change.splices()
                .forEach(splice -> mirror.replace(splice.at(), splice.at() + splice.deleted(), splice.inserted())));
        assertThat(mirror).hasToString("hulo");
        assertThatThrownBy(() -> body.delete(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(body.length()).isEqualTo(4);
    }

    @Test
    void aListenerMayWriteAndHearsCommitsInOrder() {
        List<Long> heard = new ArrayList<>();
        database.onCommit(Runnable::run, commit -> {
            heard.add(commit.seq());
            if (commit.seq() < 4) {
                database.put(new Task("again", false, 1));
            }
        });
        database.put(new Task("first", false, 1));
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aListenerThatThrowsSpoilsNothing() {
        List<Long> heard = new ArrayList<>();
        database.onCommit(Runnable::run, commit -> {
            throw new IllegalStateException("expected by the test");
        });
        database.onCommit(Runnable::run, commit -> heard.add(commit.seq()));
        Ref<Task> task = database.put(new Task("first", false, 1));
        database.put(new Task("second", false, 1));
        assertThat(heard).containsExactly(1L, 2L);
        assertThat(database.get(task).title()).isEqualTo("first");
    }

    @Test
    void whatTwoThreadsWriteIsAllThere() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> {
                for (int k = 0; k < 200; k++) {
                    database.put(new Task("task", false, k));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(database.query(Task.class).list()).hasSize(400);
        assertThat(database.version().blocks()).isEqualTo(400);
    }

    @Test
    void whoMayNotWriteIsToldSoAndMayRead() {
        TestSpace space = peers.space();
        TestSpace.Member reader = space.member(TestSpace.device(9));
        try (EchoDatabase readers = EchoDatabase.open(
                new dev.hearth.echo.store.MemoryStore(),
                reader,
                reader,
                new ManualSeams(3),
                DatabaseOptions.defaults())) {
            assertCode(ErrorCode.NOT_PERMITTED, () -> readers.put(new Task("no", false, 1)));
            assertThat(readers.query(Task.class).list()).isEmpty();
            assertThat(readers.version().blocks()).isZero();
        }
    }

    @Test
    void afterClosingEverythingSaysSo() {
        database.close();
        database.close();
        assertCode(ErrorCode.CLOSED, database::version);
        assertCode(ErrorCode.CLOSED, () -> database.put(new Task("no", false, 1)));
    }

    @Test
    void aLongHistoryOfOneTextSurvivesRestartsAndEviction() {
        Ref<Note> note = database.put(new Note("note", Text.of("")));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            int at = (i * 7) % (expected.length() + 1);
            String typed = String.valueOf((char) ('a' + i % 26));
            expected.insert(at, typed);
            peers.database(0).text(note, Note::body).insert(at, typed);
            if (i % 501 == 500) {
                peers.peer(0).restart();
            }
        }
        assertThat(peers.database(0).text(note, Note::body).value()).isEqualTo(expected.toString());
        assertThat(peers.database(0).version().blocks()).isEqualTo(2_001);
    }
}
