package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What compaction drops and what it leaves, on one device and on several that write. */
final class CompactionTest {
    private final TestPeers peers = new TestPeers(81, 2);

    record Note(String title, Text body) {}

    record Link(Ref<Note> source, Ref<Note> target, String label) implements Relation<Note, Note> {}

    private static int count(Store store, Family family) {
        int[] count = {0};
        store.scan(family, new byte[0], (key, value) -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    /** A device that is alone in its space. */
    private static TestPeers.Peer alone(long seed) {
        TestPeers peers = new TestPeers(seed, 1);
        return peers.peer(0);
    }

    private static void edits(EchoDatabase database, Ref<Note> ref, int count) {
        for (int i = 0; i < count; i++) {
            TextField body = database.text(ref, Note::body);
            body.insert(body.length() / 2, "word " + i);
            if (i % 3 == 0) {
                body.delete(0, 2);
            }
        }
    }

    @Test
    void whatLedToThePresentIsGoneAndThePresentIsNot() {
        TestPeers.Peer peer = alone(1);
        Ref<Note> kept = peer.database().put(new Note("kept", Text.of("start")));
        Ref<Note> gone = peer.database().put(new Note("gone", Text.of("start")));
        edits(peer.database(), kept, 300);
        edits(peer.database(), gone, 300);
        Note now = peer.database().get(kept);
        Version before = peer.database().version();
        peer.database().delete(gone);
        peer.database().flush();
        assertThat(count(peer.store, Family.HISTORY)).isPositive();
        CompactionReport report = peer.database().compact();
        assertThat(report.base()).isEqualTo(peer.database().version());
        assertThat(report.objects()).isEqualTo(1);
        assertThat(report.purged()).isEqualTo(1);
        assertThat(report.blocks()).isEqualTo(before.blocks() + 2);
        assertThat(report.unacknowledged()).isEmpty();
        assertThat(count(peer.store, Family.BLOCK)).isZero();
        assertThat(count(peer.store, Family.TAIL)).isZero();
        assertThat(count(peer.store, Family.HISTORY)).isZero();
        assertThat(count(peer.store, Family.OBJECT)).isEqualTo(1);
        assertThat(count(peer.store, Family.CATALOGUE)).isEqualTo(1);
        assertThat(count(peer.store, Family.GRAVE)).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            assertThat(peer.database().get(kept)).isEqualTo(now);
            assertThat(peer.database().query(Note.class).list())
                    .extracting(Result::value)
                    .containsExactly(now);
            assertThat(peer.database().object(gone.id())).isEmpty();
            assertThat(peer.database().history(gone).editions()).isEmpty();
            assertThatThrownBy(() -> peer.database().restore(gone.id())).isInstanceOf(HearthException.class);
            peer.restart();
        }
        edits(peer.database(), kept, 3);
        assertThat(peer.database().get(kept).body().value())
                .isNotEqualTo(now.body().value());
    }

    @Test
    void theHistorySinceCanBeReadAndTheOneBeforeIsRefused() {
        TestPeers.Peer peer = alone(2);
        Ref<Note> ref = peer.database().put(new Note("first", Text.of("start")));
        Version early = peer.database().version();
        edits(peer.database(), ref, 20);
        Note then = peer.database().get(ref);
        CompactionReport report = peer.database().compact();
        assertThat(peer.database().history(ref).editions()).isEmpty();
        assertThat(peer.database().history(ref).after(0).as(Note.class)).isEqualTo(then);
        edits(peer.database(), ref, 300); // so many that other snapshots take the place of the base
        peer.restart();
        ObjectHistory history = peer.database().history(ref);
        assertThat(history.editions()).hasSize(400);
        assertThat(history.after(0).as(Note.class)).isEqualTo(then);
        assertThat(history.at(report.base()).as(Note.class)).isEqualTo(then);
        assertThat(history.after(400).as(Note.class)).isEqualTo(peer.database().get(ref));
        assertThatThrownBy(() -> history.at(early))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_DROPPED));
        Ref<Note> later = peer.database().put(new Note("later", Text.of("")));
        assertThat(peer.database().history(later).at(early).fields()).isEmpty();
    }

    /** The block that says so is gone; who wrote it is not. */
    @Test
    void whatWasWrittenBeforeTheBaseStillHasItsAuthor() {
        TestPeers.Peer peer = alone(4);
        Ref<Note> ref = peer.database().put(new Note("first", Text.of("start")));
        peer.database().compact();
        Blame title = peer.database().history(ref).blame("title");
        assertThat(title.value().orElseThrow()).isEqualTo(new Blame.Writer(Optional.of(peer.device), Optional.empty()));
        peer.database().update(ref, note -> new Note("second", note.body()));
        assertThat(peer.database()
                        .history(ref)
                        .blame("title")
                        .value()
                        .orElseThrow()
                        .edition())
                .isPresent();
    }

    @Test
    void aSecondAndAThirdCompactionGoOnFromTheOneBefore() {
        TestPeers.Peer peer = alone(3);
        Ref<Note> ref = peer.database().put(new Note("one", Text.of("start")));
        edits(peer.database(), ref, 100);
        Version first = peer.database().compact().base();
        CompactionReport again = peer.database().compact();
        assertThat(again.base()).isEqualTo(first);
        assertThat(again.objects() + again.purged() + again.blocks()).isZero();
        edits(peer.database(), ref, 200);
        Note now = peer.database().get(ref);
        CompactionReport third = peer.database().compact();
        assertThat(third.base().includes(first)).isTrue();
        assertThat(third.objects()).isEqualTo(1);
        peer.restart();
        assertThat(peer.database().get(ref)).isEqualTo(now);
        assertThat(count(peer.store, Family.HISTORY) + count(peer.store, Family.BLOCK))
                .isZero();
    }

    @Test
    void anUndoStackKnowsNothingOfThePurgesAndUndoesWhatIsLeft() {
        TestPeers.Peer peer = alone(4);
        UndoStack undo = peer.database().undoStack();
        Ref<Note> ref = peer.database().put(new Note("one", Text.of("start")));
        Ref<Note> gone = peer.database().put(new Note("gone", Text.of("")));
        peer.database().text(ref, Note::body).insert(5, " more");
        peer.database().text(ref, Note::body).delete(0, 2);
        peer.database().delete(gone);
        int undoable = undo.undoable();
        peer.database().compact();
        assertThat(undo.undoable()).isEqualTo(undoable);
        assertThatThrownBy(undo::undo).isInstanceOf(HearthException.class); // the deletion is for good now
        assertThat(peer.database().get(ref).body().value()).isEqualTo("art more");
        UndoStack since = peer.database().undoStack();
        peer.database().text(ref, Note::body).insert(0, "st");
        assertThat(since.undo()).isTrue();
        assertThat(peer.database().get(ref).body().value()).isEqualTo("art more");
    }

    @Test
    void anEdgeThatWasDeletedCanBeRelatedAgain() {
        TestPeers.Peer peer = alone(5);
        Ref<Note> one = peer.database().put(new Note("one", Text.of("")));
        Ref<Note> other = peer.database().put(new Note("other", Text.of("")));
        Ref<Link> edge = peer.database().relate(new Link(one, other, "first"));
        peer.database().delete(edge);
        assertThat(peer.database().compact().purged()).isZero();
        peer.database().relate(new Link(one, other, "second"));
        assertThat(peer.database().get(edge).label()).isEqualTo("second");
    }

    @Test
    void aWriterThatHasNotAcknowledgedHoldsTheCutUpAndIsNamed() {
        Ref<Note> ref = peers.database(0).put(new Note("one", Text.of("start")));
        peers.link(0, 1);
        peers.settle();
        CompactionReport first = peers.database(0).compact();
        assertThat(first.base().blocks()).isZero();
        assertThat(first.unacknowledged()).containsExactly(peers.peer(1).device);
        peers.database(1).text(ref, Note::body).insert(0, "re");
        peers.settle();
        CompactionReport second = peers.database(0).compact();
        assertThat(second.base().heads()).containsEntry(peers.peer(0).device, 1L);
        assertThat(second.blocks()).isPositive();
        peers.settle();
        assertThat(peers.database(1).get(ref)).isEqualTo(peers.database(0).get(ref));
    }

    @Test
    void acknowledgementsAreBlocksOfWhichNoListenerHears() {
        List<Commit> heard = new ArrayList<>();
        peers.database(0).onCommit(Runnable::run, heard::add);
        peers.database(1).onCommit(Runnable::run, heard::add);
        peers.database(0).put(new Note("one", Text.of("start")));
        peers.link(0, 1);
        peers.settle();
        assertThat(heard).hasSize(2);
        peers.database(1).compact();
        peers.settle();
        assertThat(heard).hasSize(2);
        assertThat(peers.database(0).version().heads()).containsEntry(peers.peer(1).device, 1L);
        peers.database(1).compact();
        peers.settle();
        assertThat(peers.database(0).version().blocks()).isEqualTo(2); // nothing new was to be said
    }

    @Test
    void aRemovedWriterHoldsNothingUpOnceItsCutIsReachedAndAllKnowOfIt() {
        assertThat(compactedAfterCut(2).unacknowledged())
                .hasSize(1); // one of its blocks may come that doesn't follow the others'
        CompactionReport report = compactedAfterCut(1);
        assertThat(report.unacknowledged()).isEmpty();
        assertThat(report.base().blocks()).isGreaterThan(3);
    }

    private static CompactionReport compactedAfterCut(long cut) {
        TestPeers three = new TestPeers(82, 3);
        Ref<Note> ref = three.database(2).put(new Note("one", Text.of("start")));
        three.linkAll();
        three.settle();
        for (int i = 0; i < 2; i++) {
            three.database(i).text(ref, Note::body).insert(0, "x");
            three.settle();
        }
        three.database(0).text(ref, Note::body).insert(0, "y");
        three.settle();
        three.database(1).compact();
        assertThat(three.database(1).compact().unacknowledged()).contains(three.peer(2).device);
        three.cutAll();
        three.peer(1).member.cut(three.peer(2).device, cut);
        assertThat(three.database(1).compact().unacknowledged())
                .contains(three.peer(2).device); // who does not know of the cut may build on what is beyond
        three.link(0, 1);
        three.settle();
        three.database(0).text(ref, Note::body).insert(0, "z");
        three.settle();
        return three.database(1).compact();
    }

    @Test
    void aDeviceThatNeverHeardOfTheBaseIsRefusedWithAReason() {
        TestSpace.Member stranger = peers.space().member(TestSpace.device(90)).admit(TestSpace.device(90));
        stranger.admit(peers.peer(0).device).admit(peers.peer(1).device);
        TestPeers.Peer late = peers.new Peer(stranger);
        Ref<Note> own = late.database().put(new Note("alone", Text.of("")));
        Ref<Note> ref = peers.database(0).put(new Note("one", Text.of("start")));
        peers.link(0, 1);
        peers.settle();
        peers.database(1).compact();
        peers.settle();
        assertThat(peers.database(0).compact().blocks()).isPositive();
        TestPeers.Link link = peers.link(peers.peer(0), late);
        peers.settle();
        assertThat(link.first().replicator().status().hindrance())
                .contains(ReplicaStatus.Hindrance.BLOCKS_THERE_FROM_BEFORE_THE_BASE);
        assertThat(peers.database(0).status().quarantined())
                .containsExactly(new DatabaseStatus.Quarantined(
                        late.device, 1, "from before the version that the space begins with here"));
        assertThat(peers.database(0).find(own)).isEmpty();
        assertThat(peers.database(0).get(ref).title()).isEqualTo("one");
        assertThat(late.database().get(own).title()).isEqualTo("alone");
    }

    /**
     * The process ends before each write that a compaction makes; what is left opens, and the next one does the rest.
     */
    @Test
    void aCompactionThatEndsAnywhereIsDoneByTheNext() {
        boolean died = true;
        int writes = 0;
        while (died) {
            TestPeers one = new TestPeers(6, 1);
            one.writeAtOnce();
            TestPeers.Peer peer = one.peer(0);
            Store disk = new MemoryStore();
            WatchedStore watched = new WatchedStore(disk);
            peer.store = watched;
            List<Ref<Note>> kept = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                Ref<Note> ref = peer.database().put(new Note("n" + i + "x".repeat(500), Text.of("start")));
                if (i % 3 == 0) {
                    peer.database().delete(ref);
                } else {
                    kept.add(ref);
                }
            }
            edits(peer.database(), kept.get(0), 100);
            peer.database().flush();
            List<Result<Note>> expected = peer.database().query(Note.class).list();
            watched.writesLeft = writes++;
            died = false;
            try {
                peer.database().compact();
            } catch (HearthException e) {
                died = true;
            }
            TestPeers.Peer again = alone(6);
            again.store = disk;
            assertThat(again.database().query(Note.class).list()).isEqualTo(expected);
            again.database().text(kept.get(1), "body").insert(0, "on");
            again.database().compact();
            again.restart();
            assertThat(again.database().query(Note.class).count()).isEqualTo(expected.size());
            assertThat(again.database().get(kept.get(0)))
                    .isEqualTo(expected.get(0).value());
            assertThat(count(disk, Family.TAIL) + count(disk, Family.BLOCK) + count(disk, Family.HISTORY))
                    .isZero();
            assertThat(count(disk, Family.OBJECT)).isEqualTo(400);
        }
        assertThat(writes).isGreaterThan(4);
    }

    /**
     * A device that forgets a purge, and what the object held, writes to it: those that have compacted and those that
     * have not take its blocks alike, and nothing comes of the object.
     */
    @Test
    void whatIsWrittenToAPurgedObjectIsVoidEverywhere() {
        TestPeers three = new TestPeers(83, 3);
        Ref<Note> secret = three.database(0).put(new Note("secret", Text.of("")));
        Ref<Note> other = three.database(0).put(new Note("other", Text.of("")));
        three.linkAll();
        three.settle();
        TestPeers.Peer liar = three.peer(2);
        liar.database().flush();
        MemoryStore fork = new MemoryStore();
        for (Family family : Family.values()) {
            liar.store.scan(family, new byte[0], (key, value) -> {
                fork.write(new StoreBatch().put(family, key, value));
                return true;
            });
        }
        three.database(0).purge(secret);
        three.settle();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                three.database(i).text(other, Note::body).insert(0, "a");
                three.settle();
            }
        }
        assertThat(three.database(0).compact().purged()).isEqualTo(1);
        three.settle();
        liar.restart();
        Store honest = liar.store;
        liar.store = fork;
        liar.database().text(secret, Note::body).insert(0, "a text that nobody else has");
        liar.database().flush();
        liar.restart();
        forget(honest, secret.id());
        fork.scan(Family.TAIL, new byte[0], (key, value) -> {
            if (isOf(key, secret.id())) {
                honest.write(new StoreBatch().put(Family.TAIL, key, value));
            }
            return true;
        });
        liar.store = honest;
        liar.database().text(secret, Note::body).delete(3, 5);
        liar.database().update(other, note -> new Note("still heard", note.body()));
        three.linkAll();
        three.settle();
        for (int i = 0; i < 2; i++) {
            assertThat(three.database(i).status().quarantined()).isEmpty();
            assertThat(three.database(i).get(other).title()).isEqualTo("still heard");
            assertThat(three.database(i).find(secret)).isEmpty();
            three.peer(i).restart();
            assertThat(three.database(i).object(secret.id())).isEmpty();
        }
    }

    private static boolean isOf(byte[] key, ObjectId object) {
        return Arrays.equals(key, 16, 32, object.value().toArray(), 0, ObjectId.SIZE);
    }

    private static void forget(Store store, ObjectId object) {
        for (Family family : List.of(Family.OBJECT, Family.TAIL)) {
            store.scan(family, new byte[0], (key, value) -> {
                if (isOf(key, object)) {
                    store.write(new StoreBatch().delete(family, key));
                }
                return true;
            });
        }
    }

    @Test
    void theFormOfWhatIsKept() {
        TestPeers.Peer peer = alone(7);
        Ref<Note> kept = peer.database().put(new Note("kept", Text.of("")));
        Ref<Note> gone = peer.database().put(new Note("gone", Text.of("")));
        peer.database().purge(gone);
        peer.database().compact();
        TreeMap<String, String> graves = new TreeMap<>();
        peer.store.scan(Family.GRAVE, new byte[0], (key, value) -> {
            graves.put(Bytes.of(key, 16, key.length).hex(), Bytes.of(value).hex());
            return true;
        });
        String id = gone.id().value().hex();
        assertThat(id).endsWith("01"); // the second that this device made
        assertThat(graves).containsExactly(java.util.Map.entry(id.substring(0, 30), "02" + "00".repeat(31)));
        byte[] key = Bytes.concat(
                        peers.space().id().value().slice(0, 0),
                        peer.database().id().value().slice(0, 16),
                        kept.id().value())
                .toArray();
        Optional<byte[]> snapshot = peer.store.get(Family.OBJECT, key);
        assertThat(Bytes.of(snapshot.orElseThrow(), 0, 8).hex()).isEqualTo("8000000000000001");
    }

    @Test
    void isRefusedWithinATransaction() {
        EchoDatabase database = alone(8).database();
        database.transact(() -> assertThatThrownBy(database::compact).isInstanceOf(IllegalStateException.class));
    }
}
