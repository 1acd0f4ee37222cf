package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spaces in all states that are in order: verifying one finds nothing, and repairing it changes nothing. */
class SoundStatesTest {
    private final TestPeers peers = new TestPeers(57, 2);
    private final List<Ref<Note>> notes = new ArrayList<>();

    record Note(@Index String title, Text body) {}

    private EchoDatabase one() {
        return peers.database(0);
    }

    private EchoDatabase two() {
        return peers.database(1);
    }

    /** Notes of both, edited so often that histories have strata, every fifth deleted. */
    private void write(int count) {
        for (int i = 0; i < count; i++) {
            Ref<Note> note = peers.database(i % 2).put(new Note("note " + i, Text.of("text")));
            peers.settle();
            for (int edit = 0; edit < 12; edit++) {
                peers.database(edit % 2).text(note, Note::body).insert(0, "edit " + edit);
            }
            if (i % 5 == 0) {
                peers.settle();
                one().delete(note);
            }
            notes.add(note);
        }
        peers.settle();
    }

    private long compact() {
        long blocks = 0;
        for (EchoDatabase each : List.of(one(), two(), one(), two())) {
            blocks += each.compact().blocks();
            peers.settle();
        }
        return blocks;
    }

    private static void assertSound(TestPeers.Peer peer) {
        for (int round = 0; round < 2; round++) {
            EchoDatabase database = peer.database();
            database.indexes().build();
            List<Note> before = shown(database);
            DatabaseStats stats = database.stats();
            assertThat(database.verify().findings()).isEmpty();
            RepairReport report = database.repair();
            assertThat(report.repaired()).isEmpty();
            assertThat(report.left()).isEmpty();
            assertThat(report.objects()).isZero();
            assertThat(shown(database)).isEqualTo(before);
            assertThat(database.stats().types()).isEqualTo(stats.types());
            peer.restart();
        }
    }

    private static List<Note> shown(Database database) {
        return database.query(Note.class).orderBy(Note::title).list().stream()
                .map(Result::value)
                .toList();
    }

    @Test
    void aCompactedSpaceThatIsWrittenToAgain() {
        peers.link(0, 1);
        write(20);
        assertThat(compact()).isPositive();
        write(10);
        two().purge(notes.get(3).id());
        one().delete(notes.get(4));
        peers.settle();
        DatabaseStats.Listed listed = one().stats().types().get("Note");
        assertThat(listed).isEqualTo(new DatabaseStats.Listed(22, 4));
        assertThat(two().stats().types()).containsEntry("Note", listed);
        peers.peers().forEach(SoundStatesTest::assertSound);
    }

    @Test
    void aSpaceThatTookACheckpointOver() {
        peers.link(0, 1);
        write(20);
        one().query(Note.class).where(Note::title, "note 3").list();
        assertThat(compact()).isPositive();
        one().delete(notes.get(1)); // one that is deleted and not purged yet
        one().put(new Note("since", Text.of("")));
        peers.settle();
        DeviceId device = TestSpace.device(40);
        peers.peers().forEach(peer -> peer.member.admit(device));
        TestPeers.Peer visitor = peers.new Peer(peers.space().member(device));
        visitor.database().query(Note.class).where(Note::title, "note 3").list();
        peers.link(peers.peer(0), visitor);
        peers.settle();
        assertThat(visitor.database().version()).isEqualTo(one().version());
        assertThat(shown(visitor.database())).isEqualTo(shown(one()));
        assertThat(visitor.database().stats().types().get("Note"))
                .isEqualTo(one().stats().types().get("Note"));
        assertSound(visitor);
        peers.link(peers.peer(0), visitor);
        visitor.database().text(notes.get(2), Note::body).insert(0, "by the visitor");
        peers.settle();
        assertSound(visitor);
        assertSound(peers.peer(0));
    }

    /** Merges have Lamport times of their own, and bring changes that are in no block of the space. */
    private void branchOut(int from) {
        Branch draft = one().branch("draft " + from);
        peers.settle();
        Branch same = two().branch("draft " + from);
        peers.linkBranch(0, 1, draft.id());
        for (int i = 0; i < 30; i++) {
            draft.database().text(notes.get(from + 1), Note::body).insert(0, "one " + i);
            same.database().text(notes.get(from + 2), Note::body).insert(0, "two " + i);
        }
        draft.database().put(new Note("in the branch " + from, Text.of("")));
        draft.database().delete(notes.get(from + 3));
        peers.settle();
        one().text(notes.get(from + 1), Note::body).insert(0, "meanwhile ");
        two().text(notes.get(from + 1), Note::body).insert(0, "at the same time ");
        same.merge();
        peers.settle();
        two().text(notes.get(from + 1), Note::body).insert(0, "after the merge ");
        draft.update();
        draft.database().text(notes.get(from + 4), Note::body).insert(0, "not merged ");
        peers.settle();
    }

    @Test
    void aSpaceWithBranchesAndMerges() {
        peers.link(0, 1);
        write(10);
        branchOut(0);
        branchOut(5);
        String unmerged =
                one().branch("draft 0").database().get(notes.get(4)).body().value();
        assertThat(unmerged).startsWith("not merged ");
        peers.peers().forEach(SoundStatesTest::assertSound);
        assertThat(one().branch("draft 0").database().get(notes.get(4)).body().value())
                .isEqualTo(unmerged);
    }

    @Test
    void aCompactedSpaceWithBranchesAndOneThatTookItOver() {
        peers.link(0, 1);
        write(10);
        assertThat(compact()).isPositive();
        branchOut(0);
        DeviceId device = TestSpace.device(40);
        peers.peers().forEach(peer -> peer.member.admit(device));
        TestPeers.Peer visitor = peers.new Peer(peers.space().member(device));
        peers.link(peers.peer(0), visitor);
        peers.settle();
        assertThat(shown(visitor.database())).isEqualTo(shown(one()));
        peers.peers().forEach(SoundStatesTest::assertSound);
        assertSound(visitor);
    }

    @Test
    void aSpaceThatWasRestoredWithItsBranches() {
        peers.link(0, 1);
        write(10);
        assertThat(compact()).isPositive();
        branchOut(0);
        TestPeers.Peer peer = peers.peer(0);
        List<Note> before = shown(one());
        List<Note> inBranch = shown(one().branch("draft 0").database());
        var backup = DatabaseRestoreTest.copy(one());
        peer.restart();
        peer.store = backup;
        assertThat(shown(one())).isEqualTo(before);
        assertThat(shown(one().branch("draft 0").database())).isEqualTo(inBranch);
        assertSound(peer);
        assertThat(shown(one().branch("draft 0").database())).isEqualTo(inBranch);
    }

    /** A repair from the blocks of a branch alone would lose what it has of the space. */
    @Test
    void aBranchIsNotVerifiedNorRepairedByItself() {
        Ref<Note> note = one().put(new Note("note", Text.of("text")));
        Database draft = one().branch("draft").database();
        draft.text(note, Note::body).insert(0, "more ");
        assertThatThrownBy(draft::verify).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(draft::repair).isInstanceOf(IllegalStateException.class);
        assertThat(draft.get(note).body().value()).isEqualTo("more text");
    }

    /** A view that was taken before a compaction has lost what it would have to show. */
    @Test
    void aViewFromBeforeTheBaseIsRefusedAndNotWrong() {
        Ref<Note> note = one().put(new Note("note", Text.of("first")));
        Ref<Note> gone = one().put(new Note("gone", Text.of("first")));
        SpaceView then = one().at(one().version());
        assertThat(then.get(note).body()).isEqualTo(Text.of("first"));
        one().text(note, Note::body).insert(0, "not ");
        one().delete(gone);
        SpaceDiff diff = one().diff(then.version(), one().version());
        assertThat(then.get(note).body()).isEqualTo(Text.of("first"));
        ObjectHistory history = one().history(note);
        peers.link(0, 1);
        peers.settle();
        assertThat(compact()).isPositive();
        assertDropped(() -> then.get(note));
        assertDropped(() -> then.find(gone));
        assertDropped(() -> then.query(Note.class).list());
        assertDropped(() -> diff.entries().toList());
        assertDropped(() -> one().history(note).at(then.version()));
        assertDropped(() -> one().history(note).blame("body", then.version()));
        assertDropped(() -> one().history(gone).at(then.version()));
        assertThat(history.at(then.version()).as(Note.class).body()).isEqualTo(Text.of("first"));
    }

    private static void assertDropped(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_DROPPED));
    }

    /** A branch that has ended begins with what is not here any more once the space is compacted. */
    @Test
    void aBranchThatEndedIsClosedWhenItsOriginIsDropped() {
        Ref<Note> note = one().put(new Note("note", Text.of("first")));
        peers.link(0, 1);
        peers.settle();
        Branch draft = one().branch("draft");
        peers.settle();
        Database database = two().openBranch(draft.id());
        assertThat(database.get(note).body()).isEqualTo(Text.of("first"));
        one().text(note, Note::body).insert(0, "not ");
        draft.delete();
        peers.settle();
        assertThat(compact()).isPositive();
        assertThat(two().compact().base().blocks()).isPositive();
        assertThatThrownBy(() -> database.get(note))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        assertThatThrownBy(() -> two().openBranch(draft.id()))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_UNKNOWN));
        assertThat(two().get(note).body()).isEqualTo(Text.of("not first"));
    }

    @Test
    void aBranchThatWasOnlyLookedAtHoldsNoCompactionUp() {
        Ref<Note> note = one().put(new Note("note", Text.of("first")));
        Branch draft = one().branch("draft");
        assertThat(draft.database().get(note).body()).isEqualTo(Text.of("first"));
        draft.delete();
        peers.link(0, 1);
        peers.settle();
        compact();
        assertThat(one().compact().base().blocks()).isPositive();
        assertThat(two().compact().base().blocks()).isPositive();
        assertSound(peers.peer(0));
    }

    /** What a branch says of an object that was purged meanwhile comes to nothing, everywhere alike. */
    @Test
    void purgesInASpaceAndInItsBranchesMeet() {
        peers.link(0, 1);
        write(10);
        Branch draft = one().branch("draft");
        peers.settle();
        Database same = two().branch("draft").database();
        peers.linkBranch(0, 1, draft.id());
        draft.database().text(notes.get(1), Note::body).insert(3, "in the branch ");
        draft.database().purge(notes.get(2).id());
        draft.database().purge(notes.get(3).id());
        same.text(notes.get(4), Note::body).delete(0, 5);
        same.update(notes.get(1), note -> new Note("other", note.body()));
        peers.settle();
        one().purge(notes.get(1).id());
        two().purge(notes.get(4).id());
        two().text(notes.get(2), Note::body).insert(3, "in the space ");
        one().text(notes.get(3), Note::body).delete(0, 3);
        peers.settle();
        assertThat(draft.merge()).isTrue();
        peers.settle();
        one().put(new Note("after", Text.of("")));
        two().put(new Note("after too", Text.of("")));
        peers.settle();
        assertThat(two().version()).isEqualTo(one().version());
        assertThat(shown(two())).isEqualTo(shown(one()));
        for (int gone = 1; gone < 5; gone++) {
            assertThat(one().find(notes.get(gone))).isEmpty();
        }
        draft.update();
        peers.settle();
        assertThat(shown(same)).isEqualTo(shown(draft.database())).isEqualTo(shown(one()));
        peers.peers().forEach(SoundStatesTest::assertSound);
        assertThat(one().version()).isEqualTo(two().version());
    }

    @Test
    void aSpaceThatIsClosedClosesItsBranches() {
        Ref<Note> note = one().put(new Note("note", Text.of("first")));
        Branch draft = one().branch("draft");
        Database database = draft.database();
        database.text(note, Note::body).insert(0, "draft ");
        peers.link(0, 1);
        peers.settle();
        two().branch("draft").database();
        peers.linkBranch(0, 1, draft.id());
        one().close();
        assertThatThrownBy(() -> database.get(note)).isInstanceOf(HearthException.class);
        assertThatThrownBy(draft::merge).isInstanceOf(HearthException.class);
        peers.peer(0).restart();
        assertThat(one().branch("draft").database().get(note).body()).isEqualTo(Text.of("draft first"));
        peers.link(0, 1);
        peers.linkBranch(0, 1, draft.id());
        peers.settle();
        assertThat(two().branch("draft").database().get(note).body()).isEqualTo(Text.of("draft first"));
    }

    /** Others may have put anything into the object that stands for a branch. */
    @Test
    void aBranchWhoseOriginNobodyHasIsNoneEvenWhenItHasEnded() {
        one().put(new Note("note", Text.of("first")));
        byte[] origin = new byte[1 + 32 + 1];
        origin[0] = 1;
        origin[33] = 7;
        dev.hearth.base.ObjectId[] id = {null};
        one().transact(() -> {
            DynamicObject made = one().create("hearth.branch");
            made.set("name", "draft");
            made.set("base", dev.hearth.base.Bytes.of(origin));
            id[0] = made.id();
        });
        assertThat(one().branches()).isEmpty();
        one().delete(id[0]);
        assertThatThrownBy(() -> one().openBranch(id[0])).isInstanceOf(HearthException.class);
    }
}
