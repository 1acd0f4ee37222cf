package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.echo.store.Store;
import org.junit.jupiter.api.Test;

/** Branches of a space that is brought back in a former state: this device may have written more in them, too. */
class RestoredBranchTest {
    private final TestPeers peers = new TestPeers(23, 2);

    record Note(String title, Text body) {}

    private EchoDatabase one() {
        return peers.database(0);
    }

    private Branch draft(int peer) {
        return peers.database(peer).branch("draft");
    }

    private Ref<Note> begin() {
        Ref<Note> note = one().put(new Note("note", Text.of("a")));
        draft(0).database().text(note, Note::body).insert(1, " draft");
        return note;
    }

    private String body(int peer, Ref<Note> note) {
        return draft(peer).database().get(note).body().value();
    }

    private void replaceBy(Store backup) {
        peers.peer(0).restart();
        peers.peer(0).store = backup;
    }

    private void meet() {
        peers.link(0, 1);
        peers.settle();
    }

    private void meetInBranch() {
        peers.linkBranch(0, 1, draft(0).id());
        peers.settle();
    }

    private void assertWaits(Ref<Note> note) {
        DatabaseTest.assertCode(
                ErrorCode.SPACE_UNCONFIRMED,
                () -> draft(0).database().text(note, Note::body).insert(0, "too early"));
    }

    @Test
    void whatWasNotMergedIsThereAndWritingWaitsForTheBlocksSince() {
        Ref<Note> note = begin();
        meet();
        meetInBranch();
        Store backup = DatabaseRestoreTest.copy(one());
        draft(0).database().text(note, Note::body).insert(0, "since: ");
        peers.settle();
        replaceBy(backup);
        assertThat(body(0, note)).isEqualTo("a draft");
        assertWaits(note);
        meet();
        assertThat(one().status().unconfirmed()).isFalse();
        assertWaits(note);
        peers.peer(0).restart();
        assertWaits(note);
        meet();
        meetInBranch();
        assertThat(body(0, note)).isEqualTo("since: a draft");
        draft(0).database().text(note, Note::body).insert(0, "> ");
        peers.settle();
        assertThat(body(1, note)).isEqualTo("> since: a draft");
        assertThat(peers.database(1).openBranch(draft(1).id()).status().frozen())
                .isEmpty();
        peers.peer(0).restart();
        draft(0).database().text(note, Note::body).insert(0, "> ");
    }

    @Test
    void aBackupOfASpaceThatWasRestoredMakesItsBranchesWaitAgain() {
        Ref<Note> note = begin();
        meet();
        meetInBranch();
        replaceBy(DatabaseRestoreTest.copy(one()));
        meet();
        meetInBranch();
        draft(0).database().text(note, Note::body).insert(0, "confirmed ");
        Store second = DatabaseRestoreTest.copy(one());
        draft(0).database().text(note, Note::body).insert(0, "known to one ");
        peers.settle();
        replaceBy(second);
        assertWaits(note);
        meet();
        meetInBranch();
        assertThat(body(0, note)).isEqualTo("known to one confirmed a draft");
        draft(0).database().text(note, Note::body).insert(0, "> ");
        peers.settle();
        assertThat(body(1, note)).isEqualTo(body(0, note));
    }

    @Test
    void anUpdateOfABranchWaitsToo() {
        Ref<Note> note = begin();
        meet();
        meetInBranch();
        Store backup = DatabaseRestoreTest.copy(one());
        draft(0).database().text(note, Note::body).insert(0, "known to one ");
        peers.settle();
        replaceBy(backup);
        meet();
        one().text(note, Note::body).insert(0, "space ");
        Branch draft = draft(0);
        DatabaseTest.assertCode(ErrorCode.SPACE_UNCONFIRMED, draft::update);
        assertThat(draft.merge()).isTrue();
        meetInBranch();
        assertThat(draft.update()).isTrue();
        peers.settle();
        assertThat(body(1, note)).isEqualTo(body(0, note)).isEqualTo("space known to one a draft");
    }

    @Test
    void whereNobodyElseHasACopyThatHoldsForBranchesThatAreNotOpenToo() {
        Ref<Note> note = begin();
        replaceBy(DatabaseRestoreTest.copy(one()));
        one().confirmOnlyCopy();
        draft(0).database().text(note, Note::body).insert(0, "> ");
        peers.peer(0).restart();
        draft(0).database().text(note, Note::body).insert(0, "> ");
        assertThat(body(0, note)).isEqualTo("> > a draft");
        replaceBy(DatabaseRestoreTest.copy(one()));
        assertWaits(note);
    }

    @Test
    void aBranchThatIsMadeAfterTheRestoreIsWrittenAtOnce() {
        Ref<Note> note = begin();
        meet();
        replaceBy(DatabaseRestoreTest.copy(one()));
        meet();
        Database later = one().branch("later").database();
        later.text(note, Note::body).insert(0, "later ");
        peers.peer(0).restart();
        one().branch("later").database().text(note, Note::body).insert(0, "and ");
        assertThat(one().branch("later").database().get(note).body().value()).isEqualTo("and later a");
    }
}
