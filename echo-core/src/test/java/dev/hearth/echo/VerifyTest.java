package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.TestSealer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of damage is found where it is, and mended where it can be. */
class VerifyTest {
    private final TestPeers peers = new TestPeers(7, 2);
    private final MemoryStore raw = new MemoryStore();
    private final TestSealer sealer = new TestSealer();
    private final List<Ref<Note>> notes = new ArrayList<>();

    record Note(@Index String title, Text body, Rank rank) {
        Note(String title, String body) {
            this(title, Text.of(body), Rank.LOW);
        }
    }

    enum Rank {
        LOW,
        HIGH
    }

    private EchoDatabase database() {
        return peers.database(0);
    }

    /** Fills the first peer's space from both sides, so that there are snapshots, strata, indexes, places and blobs. */
    private void fill(boolean sealed) {
        peers.peer(0).store = sealed ? new SealedStore(raw, sealer) : raw;
        peers.link(0, 1);
        for (int i = 0; i < 20; i++) {
            notes.add(peers.database(i % 2).put(new Note("note " + i, "text of note " + i)));
            peers.settle();
        }
        for (int i = 0; i < 800; i++) {
            TextField text = peers.database(i % 3 == 0 ? 1 : 0).text(notes.get(i % 2), Note::body);
            text.insert(text.length(), " word" + i);
            if (i % 10 == 0) {
                peers.settle();
            }
        }
        database().delete(notes.get(19));
        database().hierarchy().place(notes.get(5).id(), notes.get(6).id(), 0);
        database().query(Note.class).where(Note::title, "note 3").list();
        byte[] content = new byte[700_000];
        new Random(1).nextBytes(content);
        BlobRef blob = database().blobs().put(new ByteArrayInputStream(content), "image/png");
        database().blobs().pin(blob);
        peers.settle();
        database().flush();
    }

    /** Ends the connection and the database, flips a byte of a stored value, and opens the database again. */
    private void damage(Family family, Predicate<byte[]> which) {
        peers.peer(0).restart();
        List<byte[]> keys = new ArrayList<>();
        raw.scan(family, new byte[0], (key, value) -> !which.test(key) || keys.add(key));
        byte[] key = keys.get(0);
        byte[] value = raw.get(family, key).orElseThrow().clone();
        value[value.length / 2] ^= 0x10;
        raw.write(new StoreBatch().put(family, key, value));
    }

    private static Predicate<byte[]> of(ObjectId id) {
        return key -> Bytes.of(key, 16, 32).equals(id.value());
    }

    private static Predicate<byte[]> of(int feed, long seq) {
        return key -> key[19] == feed && key.length == 28 && key[27] == (byte) seq;
    }

    private static List<Finding.Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).distinct().toList();
    }

    private static void assertCorrupt(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
    }

    private void assertMended() {
        RepairReport report = database().repair();
        assertThat(report.left()).isEmpty();
        assertThat(report.repaired()).isNotEmpty();
        database().indexes().build();
        assertThat(database().verify().findings()).isEmpty();
        peers.peer(0).restart();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }

    private void assertSame() {
        peers.link(0, 1);
        peers.settle();
        assertThat(database().version()).isEqualTo(peers.database(1).version());
        for (Ref<Note> note : notes) {
            assertThat(database().find(note)).isEqualTo(peers.database(1).find(note));
            assertThat(database().history(note).editions())
                    .hasSameSizeAs(peers.database(1).history(note).editions());
        }
        assertThat(database().query(Note.class).where(Note::title, "note 3").list())
                .hasSize(1);
        assertThat(database().query(Note.class).count()).isEqualTo(19);
        assertThat(database().stats().types()).containsEntry("Note", new DatabaseStats.Listed(19, 1));
        assertThat(database().status().frozen()).isEmpty();
    }

    @Test
    void aSoundSpaceHasNoFindingsAndCanBeWrittenMeanwhile() {
        fill(true);
        List<VerifyProgress> told = new ArrayList<>();
        VerifyReport report = database().verify(progress -> {
            told.add(progress);
            database().put(new Note("written meanwhile", ""));
        });
        assertThat(report.findings()).isEmpty();
        assertThat(report.sound()).isTrue();
        assertThat(report.blocks()).isGreaterThan(800);
        assertThat(report.objects()).isEqualTo(20);
        assertThat(report.chunks()).isGreaterThan(1);
        assertThat(told.stream().map(VerifyProgress::stage).distinct())
                .containsExactly(
                        VerifyProgress.Stage.BLOCKS,
                        VerifyProgress.Stage.OBJECTS,
                        VerifyProgress.Stage.CATALOGUE,
                        VerifyProgress.Stage.INDEXES,
                        VerifyProgress.Stage.CHUNKS);
        assertThat(database().repair().repaired()).isEmpty();
        assertThat(database().verify().findings()).isEmpty();
    }

    @Test
    void aDamagedObjectIsTypedWhenTouchedAndMadeAnewFromItsBlocks() {
        fill(true);
        damage(Family.OBJECT, of(notes.get(0).id()));
        assertCorrupt(() -> database().find(notes.get(0)));
        assertThat(database().find(notes.get(1))).isPresent();
        database().update(notes.get(1), note -> new Note(note.title(), note.body(), Rank.HIGH));
        VerifyReport report = database().verify();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.OBJECT);
            assertThat(finding.where()).isEqualTo(notes.get(0).id().toString());
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.repairable()).isTrue();
        });
        assertMended();
    }

    /** Of the space a branch has nothing before it is merged. */
    @Test
    void aSpaceWithABranchIsMendedUntilThatIsMerged() {
        fill(true);
        Branch draft = database().branch("draft");
        draft.database().text(notes.get(0), Note::body).insert(0, "draft ");
        database().flush();
        damage(Family.OBJECT, of(notes.get(1).id()));
        assertMended();
        assertThat(database().branch("draft").merge()).isTrue();
        peers.settle();
        database().flush();
        damage(Family.OBJECT, of(notes.get(1).id()));
        assertThat(database().repair().left()).isNotEmpty();
    }

    @Test
    void aDamagedTailIsFoundAndMended() {
        fill(true);
        damage(Family.TAIL, of(notes.get(8).id()));
        assertThat(kinds(database().verify().findings())).containsExactly(Finding.Kind.OBJECT);
        assertMended();
    }

    @Test
    void aDamagedOrMissingHistoryIsFoundAndMended() {
        fill(true);
        damage(Family.HISTORY, of(notes.get(1).id()));
        assertThat(kinds(database().verify().findings())).containsExactly(Finding.Kind.HISTORY);
        assertThat(database().find(notes.get(1))).isPresent();
        assertMended();
        peers.peer(0).restart();
        raw.scan(Family.HISTORY, new byte[0], (key, value) -> {
            raw.write(new StoreBatch().delete(Family.HISTORY, key));
            return true;
        });
        assertThat(database().verify().findings()).isNotEmpty();
        assertMended();
    }

    /** A store that returns what was written, but to another place: nothing is malformed. */
    @Test
    void anObjectThatIsNotWhatItsChangesGiveIsFound() {
        fill(false);
        peers.peer(0).restart();
        byte[][] snapshots = new byte[2][];
        byte[][] keys = new byte[2][];
        for (int i = 0; i < 2; i++) {
            int which = i;
            raw.scan(Family.OBJECT, new byte[0], (key, value) -> {
                if (of(notes.get(which).id()).test(key)) {
                    keys[which] = key;
                    snapshots[which] = value;
                }
                return true;
            });
        }
        byte[] lie = snapshots[1].clone();
        System.arraycopy(snapshots[0], 0, lie, 0, 8);
        raw.write(new StoreBatch().put(Family.OBJECT, keys[0], lie));
        assertThat(database().verify().findings())
                .anyMatch(finding -> finding.kind() == Finding.Kind.OBJECT
                        && finding.where().equals(notes.get(0).id().toString()));
        assertMended();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUE", "FALSE"})
    void aDamagedBlockComesAgainFromAPeerThatHasIt(Flag own) {
        fill(true);
        int feed = own == Flag.TRUE ? 0 : 1;
        damage(Family.BLOCK, of(feed, 9));
        Version before = database().version();
        VerifyReport report = database().verify();
        assertThat(kinds(report.findings())).containsExactly(Finding.Kind.BLOCK);
        assertThat(report.findings()).allMatch(finding -> !finding.repairable());
        RepairReport repair = database().repair();
        assertThat(repair.left()).hasSameElementsAs(report.findings());
        assertThat(database().status().quarantined())
                .singleElement()
                .matches(each -> each.feed().equals(TestSpace.device(feed)) && each.seq() == 9);
        peers.peer(0).restart();
        assertThat(database().status().quarantined()).hasSize(1);
        assertThat(database().version()).isEqualTo(before);
        notes.forEach(note ->
                assertThat(database().find(note)).isEqualTo(peers.database(1).find(note)));
        database().update(notes.get(3), note -> new Note("note 3", note.body(), Rank.HIGH));
        peers.link(0, 1);
        peers.settle();
        assertThat(database().status().quarantined()).isEmpty();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }

    /** What is known to be damaged of a feed is one stretch, and all of it comes again. */
    @Test
    void anotherDamagedBlockOfTheSameFeedComesAgainToo() {
        fill(true);
        damage(Family.BLOCK, of(1, 9));
        assertThat(kinds(database().repair().left())).containsExactly(Finding.Kind.BLOCK);
        damage(Family.BLOCK, of(1, 40));
        assertThat(kinds(database().repair().left())).containsExactly(Finding.Kind.BLOCK);
        assertThat(database().status().quarantined()).singleElement().matches(each -> each.seq() == 9);
        assertThat(peers.database(1).version()).isEqualTo(database().version());
        peers.link(0, 1);
        peers.settle();
        assertThat(database().status().quarantined()).isEmpty();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }

    @Test
    void whatComesAgainCountsOnlyIfItsAuthorSignedIt() {
        fill(true);
        damage(Family.BLOCK, of(1, 9));
        database().repair();
        TestPeers.Link link = peers.link(0, 1);
        int[] blocks = {0};
        link.first().tamper(frame -> {
            if (frame.at(0) != 3 || blocks[0]++ > 0) {
                return frame;
            }
            byte[] broken = frame.toArray();
            broken[broken.length - 1] ^= 1;
            return Bytes.of(broken);
        });
        peers.settle();
        assertThat(blocks[0]).isPositive();
        assertThat(database().status().quarantined()).hasSize(1);
        peers.cutAll();
        peers.link(0, 1);
        peers.settle();
        assertThat(database().status().quarantined()).isEmpty();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }

    /** Another peer has less of the feed than is here, and nothing of what is missing. */
    @Test
    void whoHasNotTheDamagedBlocksIsNotAskedForThem() {
        TestPeers.Peer behind = peers.new Peer(peers.space().member(TestSpace.device(3)));
        peers.peers().forEach(peer -> peer.member.admit(behind.device));
        behind.member.holdsKey(false);
        fill(true);
        damage(Family.BLOCK, of(0, 9));
        database().repair();
        peers.link(peers.peer(0), behind);
        peers.settle();
        assertThat(database().status().quarantined()).hasSize(1);
        peers.cutAll();
        peers.link(0, 1);
        peers.settle();
        assertThat(database().status().quarantined()).isEmpty();
        assertSame();
    }

    enum Flag {
        TRUE,
        FALSE
    }

    @Test
    void whatIsDamagedInABlockIsFoundWithoutAStoreThatChecks() {
        fill(false);
        damage(Family.BLOCK, of(1, 12));
        assertThat(kinds(database().verify().findings())).containsExactly(Finding.Kind.BLOCK);
        database().repair();
        peers.link(0, 1);
        peers.settle();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }

    @Test
    void anObjectThatIsDamagedBesideABlockWaitsForTheBlock() {
        fill(true);
        damage(Family.BLOCK, of(1, 9));
        damage(Family.OBJECT, of(notes.get(0).id()));
        RepairReport report = database().repair();
        assertThat(kinds(report.left())).containsExactlyInAnyOrder(Finding.Kind.BLOCK, Finding.Kind.OBJECT);
        assertThat(report.objects()).isZero();
        peers.link(0, 1);
        peers.settle();
        assertMended();
    }

    @Test
    void aDamagedSignatureIsTakenAwayAndComesAgain() {
        fill(true);
        TextField text = peers.database(1).text(notes.get(2), Note::body);
        for (int i = 0; i < 12; i++) { // signed heads are kept about every 48 KiB
            byte[] words = new byte[12_000];
            new Random(i).nextBytes(words);
            text.insert(0, Bytes.of(words).hex());
            peers.settle();
        }
        database().flush();
        damage(Family.SIGNATURE, key -> key[19] == 1);
        VerifyReport report = database().verify();
        assertThat(kinds(report.findings())).containsExactly(Finding.Kind.SIGNATURE);
        database().repair();
        assertThat(database().status().quarantined()).hasSize(1);
        peers.link(0, 1);
        peers.settle();
        assertThat(database().status().quarantined()).isEmpty();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }

    @Test
    void theCatalogueIsHeldAgainstTheObjects() {
        fill(true);
        peers.peer(0).restart();
        List<byte[]> keys = new ArrayList<>();
        raw.scan(Family.CATALOGUE, new byte[0], (key, value) -> keys.add(key));
        byte[] stray = keys.get(0).clone();
        stray[stray.length - 8] ^= 1;
        peers.peer(0)
                .store
                .write(new StoreBatch()
                        .delete(Family.CATALOGUE, keys.get(2))
                        .put(Family.CATALOGUE, stray, new byte[0]));
        assertThat(database().verify().findings()).hasSize(2).allMatch(each -> each.kind() == Finding.Kind.CATALOGUE);
        assertMended();
    }

    @Test
    void whatIsListedAsDeletedAndIsNotIsTakenOffTheList() {
        fill(false);
        peers.peer(0).restart();
        Map<Bytes, Integer> lists = new HashMap<>();
        List<byte[]> gone = new ArrayList<>();
        raw.scan(Family.CATALOGUE, new byte[0], (key, value) -> {
            lists.merge(Bytes.of(key, 0, key.length - ObjectId.SIZE), 1, Integer::sum);
            return !Bytes.of(key, key.length - ObjectId.SIZE, key.length)
                            .equals(notes.get(19).id().value())
                    || gone.add(key);
        });
        byte[] deleted = gone.stream()
                .filter(key -> lists.getOrDefault(Bytes.of(key, 0, key.length - ObjectId.SIZE), 0) == 1)
                .findFirst()
                .orElseThrow()
                .clone();
        System.arraycopy(
                notes.get(3).id().value().toArray(), 0, deleted, deleted.length - ObjectId.SIZE, ObjectId.SIZE);
        raw.write(new StoreBatch().put(Family.CATALOGUE, deleted, new byte[0]));
        assertThat(database().verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).isEqualTo("It is listed as deleted and is not."));
        assertMended();
    }

    @Test
    void aDamagedIndexIsBuiltAnew() {
        fill(true);
        damage(Family.INDEX, key -> key.length > 20);
        assertThat(kinds(database().verify().findings())).containsExactly(Finding.Kind.INDEX);
        assertMended();
        peers.peer(0).restart();
        raw.scan(Family.INDEX, new byte[0], (key, value) -> {
            if (key.length > 20) {
                raw.write(new StoreBatch().delete(Family.INDEX, key));
            }
            return true;
        });
        assertThat(database().verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).isEqualTo("It does not hold what the objects give."));
        assertMended();
    }

    @Test
    void aDamagedChunkIsTakenAwaySoThatItIsFetchedAgain() {
        fill(true);
        BlobRef blob = database().blobs().list().get(0);
        damage(Family.CHUNK, key -> true);
        assertThat(kinds(database().verify().findings())).containsExactly(Finding.Kind.CHUNK);
        assertThat(database().repair().left()).isEmpty();
        assertThat(database().verify().findings()).isEmpty();
        assertThat(database().blobs().has(blob)).isFalse();
    }

    @Test
    void aBlockAboutADamagedObjectWaitsUntilItIsRepaired() {
        fill(true);
        damage(Family.OBJECT, of(notes.get(0).id()));
        peers.database(1).update(notes.get(0), note -> new Note("from afar", note.body(), Rank.HIGH));
        peers.link(0, 1);
        peers.settle();
        assertThat(database().status().failure()).isEmpty();
        assertThat(database().status().waiting()).hasSize(1);
        database().put(new Note("others work", ""));
        assertThat(database().repair().left()).isEmpty();
        peers.database(1).put(new Note("wakes", ""));
        peers.settle();
        assertThat(database().status().waiting()).isEmpty();
        assertThat(database().get(notes.get(0)).title()).isEqualTo("from afar");
        assertThat(database().verify().findings()).isEmpty();
    }

    /** After a compaction objects begin with what they were at the base, and blocks before it are gone. */
    @Test
    void aCompactedSpaceIsVerifiedAndRepairedFromItsBase() {
        fill(true);
        peers.database(0).compact();
        peers.settle();
        peers.database(1).compact();
        peers.settle();
        long dropped = database().compact().blocks();
        assertThat(dropped).isPositive();
        notes.remove(19); // it was deleted, and is gone for good
        for (int i = 0; i < 200; i++) {
            database().text(notes.get(i % 2), Note::body).insert(0, "later " + i);
        }
        Ref<Note> late = database().put(new Note("late", "began after the base"));
        peers.settle();
        database().flush();
        assertThat(database().verify().findings()).isEmpty();
        damage(Family.TAIL, of(notes.get(0).id()));
        damage(Family.TAIL, of(late.id()));
        assertThat(database().verify().findings()).hasSize(2).allMatch(each -> each.kind() == Finding.Kind.OBJECT);
        assertThat(database().repair().left()).isEmpty();
        database().indexes().build();
        assertThat(database().verify().findings()).isEmpty();
        assertThat(database().find(notes.get(0))).isEqualTo(peers.database(1).find(notes.get(0)));
        damage(Family.OBJECT, of(notes.get(7).id()));
        RepairReport report = database().repair();
        assertThat(report.left()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.OBJECT);
            assertThat(finding.where()).isEqualTo(notes.get(7).id().toString());
        });
        assertThat(database().find(late)).isEqualTo(peers.database(1).find(late));
    }

    /** A repair that ends before any of its writes is done again. */
    @Test
    void aRepairThatWasEndedIsDoneAgain() {
        fill(true);
        damage(Family.OBJECT, of(notes.get(0).id()));
        damage(Family.TAIL, of(notes.get(8).id()));
        damage(Family.HISTORY, of(notes.get(1).id()));
        damage(Family.INDEX, key -> key.length > 20);
        Store whole = peers.peer(0).store;
        for (int writes = 0; writes < 8; writes++) {
            peers.peer(0).restart();
            WatchedStore mortal = new WatchedStore(raw);
            peers.peer(0).store = new SealedStore(mortal, sealer);
            database();
            mortal.writesLeft = writes;
            boolean ended = false;
            try {
                database().repair();
            } catch (HearthException e) {
                ended = true;
            }
            mortal.writesLeft = Integer.MAX_VALUE;
            peers.peer(0).store = new MemoryStore(); // what is copied there at the end of the process is not used
            peers.peer(0).crash();
            peers.peer(0).store = whole;
            if (!ended) {
                break;
            }
        }
        database().repair();
        database().indexes().build();
        assertThat(database().verify().findings()).isEmpty();
        assertSame();
    }
}
