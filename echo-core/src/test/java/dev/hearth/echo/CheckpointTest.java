package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.ReplicaStatus.Hindrance;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Devices that take over the state of others, because the blocks that led to it are gone. */
final class CheckpointTest {
    private static final int OFFER = 8;
    private static final int PART = 9;

    private final TestPeers peers = new TestPeers(91, 2);
    private final List<Ref<Note>> notes = new ArrayList<>();

    record Note(@Index String title, Text body) {}

    /** Two devices that have compacted what they wrote, of so many notes nine tenths. */
    private void begin(int count) {
        for (int i = 0; i < count; i++) {
            notes.add(peers.database(i % 2).put(new Note("n" + i, Text.of(noise(i, 400)))));
        }
        peers.link(0, 1);
        peers.settle();
        for (int i = 0; i < count; i++) {
            peers.database(0).text(notes.get(i), Note::body).insert(0, "edited ");
            if (i % 10 == 0) {
                peers.database(0).delete(notes.get(i));
            }
        }
        for (int round = 0; round < 2; round++) {
            peers.settle();
            for (int i = 0; i < 2; i++) {
                peers.database(i).compact();
                peers.settle();
            }
        }
        assertThat(blocks(peers.peer(0).store)).isLessThan(10);
        peers.database(1).text(notes.get(1), Note::body).insert(0, "since ");
        peers.settle();
    }

    private static int blocks(Store store) {
        int[] count = {0};
        store.scan(Family.BLOCK, new byte[0], (key, value) -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    private static int parts(Store store) {
        int[] count = {0};
        store.scan(Family.CHECKPOINT, new byte[0], (key, value) -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    private TestPeers.Peer visitor(int number) {
        return peers.new Peer(peers.space().member(TestSpace.device(number)));
    }

    private void assertSame(EchoDatabase database) {
        assertThat(database.version()).isEqualTo(peers.database(0).version());
        assertThat(database.query(Note.class).list())
                .extracting(Result::value)
                .isEqualTo(peers.database(0).query(Note.class).list().stream()
                        .map(Result::value)
                        .toList());
    }

    @Test
    void aNewDeviceBeginsWithTheStateAndGoesOnWithTheBlocksSince() {
        begin(50);
        DeviceId device = TestSpace.device(70);
        peers.peers().forEach(peer -> peer.member.admit(device));
        TestPeers.Peer late = visitor(70);
        List<Diff<Note>> heard = new ArrayList<>();
        late.database().query(Note.class).where(Note::title, "n1").live(Runnable::run, heard::add);
        TestPeers.Link link = peers.link(peers.peer(0), late);
        peers.settle();
        assertSame(late.database());
        assertThat(link.second().replicator().status().receivedBlocks()).isLessThan(10);
        assertThat(heard.stream().mapToInt(diff -> diff.added().size()).sum()).isEqualTo(1);
        assertThat(late.database()
                        .query(Note.class)
                        .where(Note::title, "n7")
                        .explain()
                        .toString())
                .startsWith("INDEX");
        assertThat(late.database().object(notes.get(10).id())).isEmpty();
        assertThat(late.database().history(notes.get(1)).editions()).hasSize(1);
        late.database().text(notes.get(1), Note::body).insert(0, "late ");
        peers.settle();
        late.restart();
        peers.link(peers.peer(1), late);
        peers.settle();
        assertSame(late.database());
        assertThat(peers.database(1).get(notes.get(1)).body().value()).startsWith("late since edited");
        assertThat(late.database().status().quarantined()).isEmpty();
    }

    @Test
    void aReaderThatWasAwayTakesTheStateOver() {
        notes.add(peers.database(0).put(new Note("old", Text.of(""))));
        TestPeers.Peer reader = visitor(71);
        peers.link(peers.peer(0), reader);
        peers.settle();
        assertThat(reader.database().get(notes.get(0)).title()).isEqualTo("old");
        peers.cutAll();
        peers.database(0).purge(notes.get(0));
        notes.clear();
        begin(30);
        List<Diff<Note>> heard = new ArrayList<>();
        reader.database().query(Note.class).live(Runnable::run, heard::add);
        peers.link(peers.peer(1), reader);
        peers.settle();
        assertSame(reader.database());
        assertThat(heard.stream().mapToInt(diff -> diff.removed().size()).sum()).isEqualTo(1);
        assertThat(parts(reader.store)).isZero();
    }

    @Test
    void aDeviceThatLostItsStoreGoesOnWithItsFeed() {
        begin(20);
        peers.peer(1).restart();
        peers.peer(1).store = new MemoryStore();
        peers.link(0, 1);
        peers.settle();
        assertSame(peers.database(1));
        peers.database(1).text(notes.get(1), Note::body).insert(0, "again ");
        peers.settle();
        assertThat(peers.database(0).get(notes.get(1)).body().value()).startsWith("again since");
        assertThat(peers.database(0).status().frozen()).isEmpty();
    }

    @Test
    void anObjectThatIsLongerThanAFrameComesInPieces() {
        notes.add(peers.database(0).put(new Note("long", Text.of(""))));
        for (int i = 0; i < 6; i++) {
            peers.database(0).text(notes.get(0), Note::body).insert(0, noise(i, 500_000));
        }
        String text = peers.database(0).get(notes.get(0)).body().value();
        peers.link(0, 1);
        peers.settle();
        peers.database(1).compact();
        peers.settle();
        assertThat(peers.database(0).compact().blocks()).isPositive();
        TestPeers.Peer late = visitor(72);
        peers.link(peers.peer(0), late);
        peers.settle();
        assertThat(late.database().get(notes.get(0)).body().value()).isEqualTo(text);
    }

    @Test
    void objectsThatBeganLaterComeAsBlocks() {
        begin(10);
        for (int i = 0; i < 1_200; i++) {
            peers.database(0).put(new Note("later" + i, Text.of("")));
        }
        peers.settle();
        TestPeers.Peer late = visitor(81);
        peers.link(peers.peer(0), late);
        peers.settle();
        assertThat(late.database().query(Note.class).count()).isEqualTo(1_209);
        assertSame(late.database());
    }

    /** They take more than one part, and none of them can come back. */
    @Test
    void theIdsThatAreUsedUpComeTooHoweverManyTheyAre() {
        List<ObjectId> gone = new ArrayList<>();
        java.util.Random random = new java.util.Random(82);
        for (int i = 0; i < 2_500; i++) {
            byte[] id = new byte[ObjectId.SIZE]; // ids that one device draws stand close together
            random.nextBytes(id);
            gone.add(new ObjectId(Bytes.of(id)));
        }
        peers.database(0)
                .transact(() -> gone.forEach(id -> peers.database(0).transfer().create(id, "Gone", 1)));
        gone.forEach(id -> peers.database(0).purge(id));
        begin(10);
        TestPeers.Peer late = visitor(82);
        AtomicInteger heard = new AtomicInteger();
        peers.link(peers.peer(0), late).second().tamper(frame -> {
            heard.addAndGet(frame.at(0) == PART ? 1 : 0);
            return frame;
        });
        peers.settle();
        assertSame(late.database());
        assertThat(heard.get()).isGreaterThan(2);
        assertThat(gone).allMatch(late.database().transfer()::knows);
    }

    private static String noise(long seed, int length) {
        StringBuilder out = new StringBuilder();
        new java.util.Random(seed).ints(length, 'a', 'z').forEach(each -> out.append((char) each));
        return out.toString();
    }

    @Test
    void aTransferGoesOnWhereTheConnectionOrTheProcessEnded() {
        begin(1_500);
        TestPeers.Peer late = visitor(73);
        AtomicInteger heard = new AtomicInteger();
        UnaryOperator<Bytes> counting = frame -> {
            heard.addAndGet(frame.at(0) == PART ? 1 : 0);
            return frame;
        };
        int cuts = 0;
        int here = 0;
        while (late.database().version().blocks() == 0 && cuts < 100) {
            peers.link(peers.peer(cuts % 2), late).second().tamper(counting);
            while (parts(late.store) < here + 2 && peers.step()) {
                late.database().flush();
                assertThat(late.database().query(Note.class).count()).isIn(0L, 1_350L);
            }
            here = parts(late.store);
            if (cuts++ % 3 == 0) {
                late.restart();
            }
            peers.cutAll();
        }
        peers.link(peers.peer(0), late);
        peers.settle();
        assertSame(late.database());
        assertThat(cuts).isGreaterThan(3);
        assertThat(heard.get()).isLessThan(3 * cuts + 10);
    }

    @Test
    void nothingIsWrittenWhileAStateIsComing() {
        begin(300);
        peers.peers().forEach(peer -> peer.member.admit(TestSpace.device(74)));
        TestPeers.Peer late = visitor(74);
        peers.link(peers.peer(0), late);
        while (parts(late.store) == 0 && peers.step()) {
            late.database().flush();
        }
        assertThatThrownBy(() -> late.database().put(new Note("early", Text.of(""))))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STILL_FETCHING));
        assertThat(late.database().query(Note.class).count()).isZero();
        peers.settle();
        late.database().put(new Note("now", Text.of("")));
        peers.settle();
        assertSame(late.database());
    }

    /** What was here before the state began to come is whole by itself. */
    @Test
    void whoRestoresTheOnlyCopyDoesNotWaitForAStateThatNobodyHas() {
        begin(300);
        peers.peers().forEach(peer -> peer.member.admit(TestSpace.device(75)));
        TestPeers.Peer late = visitor(75);
        peers.link(peers.peer(0), late);
        while (parts(late.store) == 0 && peers.step()) {
            late.database().flush();
        }
        Store backup = DatabaseRestoreTest.copy(late.database());
        late.restart();
        late.store = backup;
        assertThat(parts(backup)).isPositive();
        assertThat(late.database().verify().findings()).isEmpty();
        late.database().confirmOnlyCopy();
        assertThat(parts(backup)).isZero();
        Ref<Note> note = late.database().put(new Note("now", Text.of("")));
        late.restart();
        assertThat(late.database().get(note).title()).isEqualTo("now");
    }

    @Test
    void aTakeoverGoesOnInARestoredSpace() {
        begin(300);
        peers.peers().forEach(peer -> peer.member.admit(TestSpace.device(76)));
        TestPeers.Peer late = visitor(76);
        peers.link(peers.peer(0), late);
        while (parts(late.store) == 0 && peers.step()) {
            late.database().flush();
        }
        Store backup = DatabaseRestoreTest.copy(late.database());
        late.restart();
        late.store = backup;
        peers.link(peers.peer(0), late);
        peers.settle();
        assertThat(late.database().status().unconfirmed()).isFalse();
        assertSame(late.database());
        late.database().put(new Note("now", Text.of("")));
        peers.settle();
        assertSame(late.database());
        assertThat(late.database().verify().findings()).isEmpty();
    }

    /** The process ends before each write of the transfer: nothing shows before all is there, and the rest comes. */
    @Test
    void aTakeoverThatEndsAnywhereIsMadeUpFor() {
        begin(200);
        boolean died = true;
        int writes = 1;
        while (died) {
            MemoryStore disk = new MemoryStore();
            WatchedStore watched = new WatchedStore(disk);
            TestPeers.Peer late = visitor(75);
            late.store = watched;
            late.database();
            watched.writesLeft = writes++;
            peers.link(peers.peer(0), late);
            for (int i = 0; i < 400; i++) {
                peers.step();
            }
            died = watched.writesLeft < 0;
            late.crash();
            peers.cutAll();
            TestPeers.Peer again = visitor(75);
            again.store = disk;
            long count = again.database().query(Note.class).count();
            assertThat(count).as("after %d writes", writes).isIn(0L, 180L);
            peers.link(peers.peer(0), again);
            peers.settle();
            assertSame(again.database());
            again.restart();
            assertSame(again.database());
        }
        assertThat(writes).isGreaterThan(5);
    }

    @Test
    void aRemovedDeviceWithBlocksFromBeforeKeepsThemAndIsTold() {
        peers.peers().forEach(peer -> peer.member.admit(TestSpace.device(76)));
        TestPeers.Peer away = visitor(76);
        away.member.admit(away.device).disobeying(); // it goes on writing, for itself
        Ref<Note> own = away.database().put(new Note("own", Text.of("")));
        peers.peers().forEach(peer -> peer.member.cut(away.device, 0)); // removed before anybody heard of it
        begin(10);
        TestPeers.Link link = peers.link(peers.peer(0), away);
        peers.settle();
        assertThat(link.first().replicator().status().hindrance())
                .as("what a removed device has is of no interest")
                .isEmpty();
        assertThat(link.second().replicator().status().hindrance())
                .contains(Hindrance.BLOCKS_HERE_FROM_BEFORE_THE_BASE);
        assertThat(away.database().status().peers().get(0).hindrance()).isPresent();
        assertThat(away.database().get(own).title()).isEqualTo("own");
        assertThat(away.database().query(Note.class).count()).isEqualTo(1);
        away.database().update(own, note -> new Note("still mine", note.body()));
        away.restart();
        assertThat(away.database().get(own).title()).isEqualTo("still mine");
        assertThat(peers.database(0).query(Note.class).count()).isEqualTo(9);
    }

    @Test
    void aReaderCantVouchForAState() {
        begin(10);
        TestPeers.Peer reader = visitor(77);
        peers.link(peers.peer(0), reader);
        peers.settle();
        peers.cutAll();
        TestPeers.Peer late = visitor(78);
        TestPeers.Link link = peers.link(reader, late);
        peers.settle();
        assertThat(late.database().version().blocks()).isZero();
        assertThat(link.first().replicator().status().hindrance()).contains(Hindrance.NO_RIGHT_TO_VOUCH);
        peers.link(peers.peer(1), late);
        peers.settle();
        assertSame(late.database());
    }

    @Test
    void aCheckpointThatAReaderSignsIsRefused() {
        begin(10);
        TestSpace.Member forger = peers.space().member(TestSpace.device(79)).disobeying();
        TestPeers.Peer reader = peers.new Peer(forger);
        peers.link(peers.peer(0), reader);
        peers.settle();
        peers.cutAll();
        TestPeers.Peer late = visitor(80);
        TestPeers.Link link = peers.link(reader, late);
        peers.settle();
        assertThat(link.second().failure).contains("A checkpoint that no device signed which may write");
        assertThat(late.database().version().blocks()).isZero();
        assertThat(late.database().query(Note.class).count()).isZero();
    }

    @Test
    void everyFlippedBitOfACheckpointIsRefusedWithNothingTaken() {
        begin(10);
        for (int kind : List.of(OFFER, PART)) {
            for (int at = 0; at < 150; at++) {
                int place = at;
                TestPeers.Peer late = visitor(100 + at + 1000 * kind);
                TestPeers.Link link = peers.link(peers.peer(0), late);
                link.second().tamper(frame -> {
                    byte[] bytes = frame.toArray();
                    if (bytes[0] == kind) {
                        bytes[1 + place * (bytes.length - 1) / 150] ^= (byte) (1 << place % 8);
                    }
                    return Bytes.of(bytes);
                });
                peers.settle();
                assertThat(link.second().failure).as("kind %d at %d", kind, at).isPresent();
                assertThat(late.database().query(Note.class).count()).isZero();
                assertThat(late.database().version().blocks()).isZero();
                peers.cutAll();
            }
        }
    }

    @Test
    void whoeverIsAskedAcknowledgesSoThatTheNextCompactionGoesFurther() {
        notes.add(peers.database(0).put(new Note("one", Text.of(""))));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).compact().unacknowledged()).containsExactly(peers.peer(1).device);
        peers.settle();
        CompactionReport second = peers.database(0).compact();
        assertThat(second.unacknowledged()).isEmpty();
        assertThat(second.base().blocks()).isPositive();
    }
}
