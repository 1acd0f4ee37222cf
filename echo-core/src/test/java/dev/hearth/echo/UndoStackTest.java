package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Undo over whole transactions, on two peers. */
final class UndoStackTest {
    private final TestPeers peers = new TestPeers(60, 2);
    private final UndoStack undo = peers.database(0).undoStack();

    record Note(String title, Text body, Counter views, Set<String> tags) {}

    private EchoDatabase one() {
        return peers.database(0);
    }

    private EchoDatabase two() {
        return peers.database(1);
    }

    private Ref<Note> note(String title) {
        return one().put(new Note(title, Text.of("hello"), Counter.of(0), Set.of("a")));
    }

    @Test
    void aTransactionOverSeveralObjectsIsUndoneAndRedoneAsAWhole() {
        Ref<Note> first = note("first");
        Ref<Note> second = note("second");
        one().transact(() -> {
            one().update(
                            first,
                            note -> new Note(
                                    "1", Text.of("hello!"), note.views().plus(3), Set.of()));
            one().text(second, Note::body).splice(0, 5, "bye");
            one().delete(second);
        });
        Note after = one().get(first);
        assertThat(undo.undoable()).isEqualTo(3);
        assertThat(undo.undo()).isTrue();
        assertThat(one().get(first)).isEqualTo(new Note("first", Text.of("hello"), Counter.of(0), Set.of("a")));
        assertThat(one().get(second).body()).isEqualTo(Text.of("hello"));
        assertThat(undo.redo()).isTrue();
        assertThat(one().get(first)).isEqualTo(after);
        assertThat(one().find(second)).isEmpty();
        assertThat(undo.redo()).isFalse();
        assertThat(undo.undo()).isTrue();
        assertThat(undo.undo()).isTrue();
        assertThat(one().query(Note.class).list()).hasSize(1);
        assertThat(undo.undo()).isTrue();
        assertThat(one().query(Note.class).list()).isEmpty();
        assertThat(undo.undo()).isFalse();
        assertThat(undo.redo()).isTrue();
        assertThat(one().get(first).title()).isEqualTo("first");
    }

    @Test
    void othersEditsStay() {
        Ref<Note> ref = note("n");
        peers.link(0, 1);
        peers.settle();
        one().text(ref, Note::body).insert(5, " world");
        peers.settle();
        two().text(ref, Note::body).insert(0, "oh, ");
        two().update(ref, note -> new Note("theirs", note.body(), note.views().plus(1), Set.of("a", "b")));
        peers.settle();
        one().update(
                        ref,
                        note -> new Note(note.title(), note.body(), note.views().plus(5), Set.of("b")));
        undo.undo();
        undo.undo();
        peers.settle();
        assertThat(two().get(ref))
                .isEqualTo(one().get(ref))
                .isEqualTo(new Note("theirs", Text.of("oh, hello"), Counter.of(1), Set.of("a", "b")));
    }

    @Test
    void aGroupIsOneStepAndANewTransactionEndsRedoing() {
        Ref<Note> ref = note("n");
        TextField body = one().text(ref, Note::body);
        undo.group(() -> {
            for (int i = 0; i < 5; i++) {
                body.insert(body.length(), String.valueOf(i));
            }
        });
        body.insert(0, "x");
        assertThat(undo.undoable()).isEqualTo(3);
        undo.undo();
        undo.undo();
        assertThat(body.value()).isEqualTo("hello");
        assertThat(undo.redoable()).isEqualTo(2);
        body.insert(0, "y");
        assertThat(undo.redoable()).isZero();
        undo.undo();
        assertThat(body.value()).isEqualTo("hello");
        undo.close();
        body.insert(0, "z");
        assertThat(undo.undoable()).isEqualTo(1);
    }

    @Test
    void aStackUndoesWithinItsScopeOnly() {
        UndoStack notes = one().undoStack(UndoOptions.defaults().withTypes("Note"));
        DynamicObject other = one().create("Other");
        UndoStack others = one().undoStack(UndoOptions.defaults().withObjects(other.id()));
        Ref<Note> ref = note("n");
        one().transact(() -> {
            one().text(ref, Note::body).insert(0, "x");
            other.set("a", 1L);
        });
        other.set("a", 2L);
        assertThat(notes.undoable()).isEqualTo(2);
        assertThat(others.undoable()).isEqualTo(2);
        assertThat(notes.undo()).isTrue();
        assertThat(one().get(ref).body()).isEqualTo(Text.of("hello"));
        assertThat(other.get("a")).contains(2L);
        others.undo();
        others.undo();
        assertThat(other.get("a")).isEmpty();
        assertThat(others.undo()).isFalse();
        others.redo();
        assertThat(other.get("a")).contains(1L);
        assertThat(one().get(ref).body()).isEqualTo(Text.of("hello"));
    }

    @Test
    void whatComesSoonIsOneStepUnlessItIsSeparated() {
        UndoStack timed = one().undoStack(UndoOptions.defaults()
                .withTogether(Duration.ofSeconds(1))
                .withSteps(3));
        Ref<Note> ref = note("n");
        TextField body = one().text(ref, Note::body);
        for (String letter : List.of("a", "b", "c")) {
            peers.advance(Duration.ofMillis(900));
            body.insert(body.length(), letter);
        }
        assertThat(timed.undoable()).isEqualTo(1);
        peers.advance(Duration.ofSeconds(1));
        body.insert(body.length(), "d");
        body.insert(body.length(), "e");
        assertThat(timed.undoable()).isEqualTo(2);
        timed.undo();
        assertThat(body.value()).isEqualTo("helloabc");
        body.insert(body.length(), "f");
        assertThat(timed.undoable()).isEqualTo(2);
        timed.separate();
        body.insert(body.length(), "g");
        timed.group(() -> body.insert(body.length(), "h"));
        assertThat(timed.undoable()).isEqualTo(3);
        while (timed.undo()) {
            assertThat(timed.redoable()).isPositive();
        }
        assertThat(body.value()).isEqualTo("helloabc");
        assertThat(timed.redoable()).isEqualTo(3);
    }

    /** The caret goes back to where it was before the edit, and forth to where it was before the undo. */
    @Test
    void whatIsAttachedComesBackWithTheStep() {
        TextField body = one().text(note("n"), Note::body);
        Cursor before = body.cursor(2);
        body.insert(2, "--");
        undo.attach(before);
        Cursor after = body.cursor(4);
        assertThat(undo.undo(after).orElseThrow().attached()).contains(before);
        assertThat(body.value()).isEqualTo("hello");
        assertThat(body.position(before)).hasValue(2);
        assertThat(undo.redo(before).orElseThrow().attached()).contains(after);
        assertThat(body.value()).isEqualTo("he--llo");
        assertThat(undo.undo(after).orElseThrow().attached()).contains(before);
        assertThat(undo.undo(after).orElseThrow().attached()).isEmpty();
        assertThat(undo.undo(after)).isEmpty();
        assertThat(undo.redo(after).orElseThrow().attached()).contains(after);
    }

    @Test
    void optionsRefuseNonsense() {
        UndoOptions options = UndoOptions.defaults();
        assertThatThrownBy(() -> options.withSteps(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withTogether(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void placesInTheTreeAreUndone() {
        ObjectId a = note("a").id();
        ObjectId b = note("b").id();
        one().hierarchy().placeAtTop(a, 0);
        one().hierarchy().placeAtTop(b, 1);
        one().hierarchy().place(b, a, 0);
        undo.undo();
        assertThat(one().hierarchy().top()).containsExactly(a, b);
        undo.redo();
        assertThat(one().hierarchy().children(a)).containsExactly(b);
    }

    @Test
    void thereIsNothingToAttachToBeforeTheFirstStep() {
        undo.attach("nowhere");
        assertThat(undo.undoable()).isZero();
        note("n");
        assertThat(undo.undo("here").orElseThrow().attached()).isEmpty();
    }

    /** What is written within the outer group alone joins what is written within the inner one. */
    @Test
    void aGroupWithinAGroupIsPartOfIt() {
        TextField body = one().text(note("n"), Note::body);
        undo.group(() -> {
            undo.group(() -> body.insert(0, "a"));
            body.insert(0, "b");
            undo.group(() -> body.insert(0, "c"));
        });
        assertThat(undo.undoable()).isEqualTo(2);
        undo.undo();
        assertThat(body.value()).isEqualTo("hello");
    }
}
