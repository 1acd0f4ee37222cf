package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the progress of replication tells of objects. */
final class ReplicaProgressTest {
    private final TestPeers peers = new TestPeers(131, 3);

    record Note(String title, Text body) {}

    private Ref<Note> note(int peer, String title) {
        return peers.database(peer).put(new Note(title, Text.of("")));
    }

    private static ReplicaStatus.Objects brought(TestPeers.End end) {
        return end.replicator().status().objects();
    }

    private static ReplicaStatus.Objects objects(long added, long changed) {
        return new ReplicaStatus.Objects(added, changed);
    }

    @Test
    void newObjectsAndChangesOfOthersAreCountedApart() {
        Ref<Note> first = note(0, "first");
        peers.database(0).transact(() -> {
            note(0, "second");
            note(0, "third");
            peers.database(0).text(first, Note::body).insert(0, "once ");
        });
        TestPeers.Link link = peers.link(0, 1);
        assertThat(brought(link.second())).isEqualTo(objects(0, 0));
        peers.settle();
        assertThat(brought(link.second())).isEqualTo(objects(3, 1));
        assertThat(brought(link.first())).isEqualTo(objects(0, 0));
        peers.database(1).text(first, Note::body).insert(0, "twice ");
        note(1, "own");
        peers.settle();
        assertThat(brought(link.first())).isEqualTo(objects(1, 1));
        assertThat(brought(link.second())).isEqualTo(objects(3, 1));
    }

    @Test
    void eachObjectCountsForThePeerThatBroughtIt() {
        note(0, "of the first");
        peers.database(2).transact(() -> {
            note(2, "of the third");
            note(2, "of the third too");
        });
        TestPeers.Link one = peers.link(0, 1);
        TestPeers.Link other = peers.link(2, 1);
        peers.settle();
        assertThat(brought(one.second()).added() + brought(other.second()).added())
                .isEqualTo(3);
        assertThat(peers.database(1).status().peers())
                .extracting(ReplicaStatus::objects)
                .containsExactly(brought(one.second()), brought(other.second()));
    }

    @Test
    void whatWaitsForItsKeyCountsOnceItIsApplied() {
        note(0, "sealed");
        peers.peer(1).member.holdsKey(false);
        TestPeers.Link link = peers.link(0, 1);
        peers.settle();
        assertThat(link.second().replicator().status().receivedBlocks()).isPositive();
        assertThat(brought(link.second())).isEqualTo(objects(0, 0));
        peers.peer(1).member.holdsKey(true);
        peers.settle();
        assertThat(brought(link.second())).isEqualTo(objects(1, 0));
    }

    @Test
    void aConnectionCountsWhatCameOverItself() {
        Ref<Note> note = note(0, "before");
        peers.link(0, 1);
        peers.settle();
        peers.cutAll();
        peers.database(0).text(note, Note::body).insert(0, "while away ");
        note(0, "after");
        TestPeers.Link link = peers.link(0, 1);
        peers.settle();
        assertThat(brought(link.second())).isEqualTo(objects(1, 1));
    }

    /** The merge counts for what it brings; that the branch's blocks came with it is nothing beside. */
    @Test
    void aMergeCountsForTheChangesThatItBrings() {
        Ref<Note> note = note(0, "main");
        TestPeers.Link link = peers.link(0, 1);
        peers.settle();
        Branch draft = peers.database(0).branch("draft");
        draft.database().text(note, Note::body).insert(0, "draft ");
        draft.database().put(new Note("begun in the draft", Text.of("")));
        draft.merge();
        peers.settle();
        assertThat(peers.database(1).query(Note.class).count()).isEqualTo(2);
        ReplicaStatus.Objects brought = brought(link.second());
        assertThat(brought.added()).isEqualTo(3); // two notes, and what tells of the branch
        assertThat(brought.changed()).isPositive();
    }

    @Test
    void theObjectsOfAStateThatComesInsteadOfBlocksCountAsTheyCome() {
        List<Ref<Note>> notes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            notes.add(peers.database(0).put(new Note("n" + i, Text.of(noise(i, 500)))));
        }
        peers.link(0, 1);
        peers.link(0, 2);
        peers.settle();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                peers.database(i).compact();
                peers.settle();
            }
        }
        assertThat(peers.peer(0).store.bytes(Family.BLOCK)).isLessThan(20_000);
        peers.peer(2).restart();
        peers.peer(2).store = new MemoryStore();
        TestPeers.Link link = peers.link(0, 2);
        while (brought(link.second()).added() == 0) {
            assertThat(peers.step()).isTrue();
        }
        assertThat(brought(link.second()).added()).isBetween(1L, 299L);
        assertThat(peers.database(2).query(Note.class).count()).isZero();
        peers.settle();
        assertThat(brought(link.second())).isEqualTo(objects(300, 0));
        assertThat(peers.database(2).query(Note.class).count()).isEqualTo(300);
        peers.database(0).text(notes.get(0), Note::body).insert(0, "since ");
        peers.settle();
        assertThat(brought(link.second())).isEqualTo(objects(300, 1));
    }

    private static String noise(long seed, int length) {
        StringBuilder out = new StringBuilder();
        new java.util.Random(seed).ints(length, 'a', 'z').forEach(each -> out.append((char) each));
        return out.toString();
    }
}
