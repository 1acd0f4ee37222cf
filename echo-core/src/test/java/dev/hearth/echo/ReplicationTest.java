package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that talk: they end equal whatever happens to the links, and take nothing that they should not. */
class ReplicationTest {
    record Note(String title, Text body) {}

    /** Returns all that can be seen of the objects {@code ids}. */
    private static String seen(EchoDatabase database, List<ObjectId> ids) {
        StringBuilder out = new StringBuilder();
        for (ObjectId id : ids) {
            Optional<DynamicObject> object = database.object(id);
            out.append(id.brief()).append(' ');
            object.ifPresent(it -> {
                out.append(it.type()).append(it.deleted());
                new TreeMap<>(java.util.Map.of("title", it.get("title"), "body", it.get("body"), "map", it.get("map")))
                        .forEach((field, value) -> out.append(field).append(value));
                out.append(it.get("list")).append(it.conflicts("title"));
            });
            out.append('\n');
        }
        return out.toString();
    }

    private static void edit(EchoDatabase database, Random random, List<ObjectId> ids) {
        if (ids.isEmpty() || random.nextInt(12) == 0) {
            ids.add(database.put(new Note("n" + ids.size(), Text.of("start"))).id());
            return;
        }
        ObjectId id = ids.get(random.nextInt(ids.size()));
        Optional<DynamicObject> found = database.object(id);
        if (found.isEmpty()) {
            return;
        }
        DynamicObject object = found.get();
        switch (random.nextInt(8)) {
            case 0 -> object.set("title", "t" + random.nextInt(100));
            case 1 -> object.map("map").put("k" + random.nextInt(4), (long) random.nextInt(100));
            case 2 -> object.map("map").remove("k" + random.nextInt(4));
            case 3 -> object.list("list").insert(0, "item" + random.nextInt(100));
            case 4 -> {
                if (random.nextBoolean()) {
                    database.delete(id);
                } else {
                    database.restore(id);
                }
            }
            default -> type(object.text("body"), random);
        }
    }

    private static void type(TextField text, Random random) {
        int length = text.length();
        int at = random.nextInt(length + 1);
        int count = Math.min(random.nextInt(3), length - at);
        text.splice(at, count, "x".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(26)));
    }

    /** Edits at all peers, with links that come and go, and peers that end by {@code ending}; then all are linked. */
    private static void play(TestPeers peers, Random random, List<ObjectId> ids, Consumer<TestPeers.Peer> ending) {
        for (int round = 0; round < 400; round++) {
            EchoDatabase database = peers.database(random.nextInt(5));
            if (random.nextInt(4) == 0) {
                database.transact(() -> {
                    edit(database, random, ids);
                    edit(database, random, ids);
                });
            } else {
                edit(database, random, ids);
            }
            switch (random.nextInt(20)) {
                case 0 -> peers.cutAll();
                case 1, 2 -> peers.link(random.nextInt(2), 2 + random.nextInt(3));
                case 3 -> ending.accept(peers.peer(random.nextInt(5)));
                default -> {}
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                peers.step();
            }
        }
        peers.cutAll();
        peers.linkAll();
        peers.settle();
    }

    private static void assertAllEqual(TestPeers peers, List<ObjectId> ids) {
        String expected = seen(peers.database(0), ids);
        for (int i = 0; i < 5; i++) {
            assertThat(peers.database(i).version())
                    .as("seed %d peer %d", peers.seed(), i)
                    .isEqualTo(peers.database(0).version());
            assertThat(seen(peers.database(i), ids))
                    .as("seed %d peer %d", peers.seed(), i)
                    .isEqualTo(expected);
            assertThat(peers.database(i).status().waiting()).isEmpty();
            assertThat(peers.database(i).status().quarantined()).isEmpty();
            assertThat(peers.database(i).status().frozen()).isEmpty();
            peers.peer(i).restart();
            assertThat(seen(peers.database(i), ids))
                    .as("seed %d restarted %d", peers.seed(), i)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void fivePeersEndEqualWhateverHappens(long seed) {
        TestPeers peers = new TestPeers(seed, 5);
        List<ObjectId> ids = new ArrayList<>();
        play(peers, new Random(seed), ids, TestPeers.Peer::restart);
        assertAllEqual(peers, ids);
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48})
    void aDeviceThatCrashesNeverContradictsWhatItSent(long seed) {
        TestPeers peers = new TestPeers(seed, 5);
        List<ObjectId> ids = new ArrayList<>();
        play(peers, new Random(seed), ids, TestPeers.Peer::crash);
        assertAllEqual(peers, ids);
    }

    @Test
    void aCrashLosesWhatWasNeitherFlushedNorSent() {
        TestPeers peers = new TestPeers(50, 2);
        Ref<Note> note = peers.database(0).put(new Note("flushed", Text.of("")));
        peers.database(0).flush();
        peers.database(0).update(note, then -> new Note("lost", then.body()));
        peers.peer(0).crash();
        assertThat(peers.database(0).get(note).title()).isEqualTo("flushed");
        peers.link(0, 1);
        peers.database(0).update(note, then -> new Note("sent", then.body()));
        peers.settle();
        peers.peer(0).crash();
        assertThat(peers.database(0).get(note).title()).isEqualTo("sent");
    }

    @Test
    void aThirdPeerLearnsThroughTheOneInTheMiddle() {
        TestPeers peers = new TestPeers(21, 3);
        peers.link(0, 1);
        peers.link(1, 2);
        Ref<Note> ref = peers.database(0).put(new Note("far", Text.of("")));
        for (int i = 0; i < 500; i++) {
            peers.database(0).text(ref, Note::body).insert(i, "a");
            if (i % 50 == 0) {
                peers.settle();
            }
        }
        peers.settle();
        assertThat(peers.database(2).get(ref).body().value()).isEqualTo("a".repeat(500));
        peers.database(2).text(ref, Note::body).insert(0, "b");
        peers.settle();
        assertThat(peers.database(0).get(ref).body().value()).startsWith("ba");
    }

    @Test
    void aLateComerGetsTheWholeHistoryFromAPeerThatDidNotWriteIt() {
        TestPeers peers = new TestPeers(22, 3);
        peers.link(0, 1);
        Ref<Note> ref = peers.database(0).put(new Note("far", Text.of("")));
        Random random = new Random(22);
        for (int i = 0; i < 6_000; i++) {
            type(peers.database(0).text(ref, Note::body), random);
            if (i % 100 == 0) {
                peers.settle();
            }
        }
        peers.settle();
        peers.cutAll();
        peers.peer(1).restart();
        TestPeers.Link link = peers.link(1, 2);
        peers.settle();
        assertThat(peers.database(2).get(ref)).isEqualTo(peers.database(0).get(ref));
        ReplicaStatus status = link.first().replicator().status();
        assertThat(status.missingThere()).isZero();
        assertThat(status.sentBlocks()).isEqualTo(6_001 + 1); // and what the one in the middle acknowledged
    }

    @Test
    void nothingIsSentTwiceOverOneLink() {
        TestPeers peers = new TestPeers(23, 2);
        TestPeers.Link link = peers.link(0, 1);
        Ref<Note> ref = peers.database(0).put(new Note("n", Text.of("")));
        peers.settle();
        for (int i = 0; i < 100; i++) {
            peers.database(i % 2).text(ref, Note::body).insert(0, "a");
            peers.settle();
        }
        ReplicaStatus first = link.first().replicator().status();
        assertThat(first.sentBlocks()).isEqualTo(51);
        assertThat(link.second().replicator().status().sentBlocks()).isEqualTo(50);
        assertThat(first.missingHere()).isZero();
        assertThat(first.missingThere()).isZero();
    }

    @Test
    void aReaderThatWritesIsRefusedByEveryPeer() {
        TestPeers peers = new TestPeers(24, 2);
        TestSpace.Member reader = peers.space().member(TestSpace.device(77)).disobeying();
        reader.admit(peers.peer(0).device).admit(peers.peer(1).device);
        TestPeers.Peer bad = peers.new Peer(reader);
        Ref<Note> good = peers.database(0).put(new Note("good", Text.of("")));
        bad.database().put(new Note("bad", Text.of("")));
        peers.linkAll();
        peers.link(peers.peer(0), bad);
        peers.link(peers.peer(1), bad);
        peers.settle();
        for (int i = 0; i < 2; i++) {
            assertThat(peers.database(i).query(Note.class).count()).isEqualTo(1);
            assertThat(peers.database(i).get(good).title()).isEqualTo("good");
            assertThat(peers.database(i).status().quarantined()).hasSize(1);
            assertThat(peers.database(i).version().heads()).doesNotContainKey(reader.self());
        }
    }

    @Test
    void blocksWaitForLateCredentials() {
        TestPeers peers = new TestPeers(25, 2);
        DeviceId late = TestSpace.device(50);
        TestSpace.Member writer = peers.space().member(late).admit(late);
        writer.admit(peers.peer(0).device).admit(peers.peer(1).device);
        TestPeers.Peer third = peers.new Peer(writer);
        Ref<Note> ref = third.database().put(new Note("late", Text.of("x")));
        TestPeers.Link link = peers.link(peers.peer(0), third);
        link.first().tamper(frame -> frame.at(0) == 2 ? Bytes.of((byte) 4, (byte) 0) : frame); // no credentials
        peers.settle();
        assertThat(peers.database(0).find(ref)).isEmpty();
        assertThat(peers.database(0).status().waiting()).hasSize(1);
        peers.peer(0).member.admit(late);
        peers.settle();
        assertThat(peers.database(0).get(ref).title()).isEqualTo("late");
        assertThat(peers.database(0).status().waiting()).isEmpty();
    }

    @Test
    void blocksWaitForTheirKey() {
        TestPeers peers = new TestPeers(26, 2);
        Ref<Note> ref = peers.database(0).put(new Note("sealed", Text.of("x")));
        peers.peer(1).member.holdsKey(false);
        peers.linkAll();
        peers.settle();
        assertThat(peers.database(1).find(ref)).isEmpty();
        assertThat(peers.database(1).status().waiting()).hasSize(1);
        peers.peer(1).member.holdsKey(true);
        peers.settle();
        assertThat(peers.database(1).get(ref).title()).isEqualTo("sealed");
    }

    @Test
    void everyFlippedBitAndEveryTruncationIsRefusedWithNothingChanged() {
        int refused = 0;
        for (int at = 0; at < 400; at++) {
            TestPeers peers = new TestPeers(27, 2);
            Ref<Note> ref = peers.database(0).put(new Note("true", Text.of("word")));
            TestPeers.Link link = peers.link(0, 1);
            int place = at;
            link.second().tamper(frame -> frame.at(0) == 3 ? broken(frame, place) : frame);
            peers.settle();
            EchoDatabase there = peers.database(1);
            if (there.find(ref).isPresent()) {
                assertThat(there.get(ref)).isEqualTo(new Note("true", Text.of("word")));
            } else {
                assertThat(there.version().blocks()).isZero();
                assertThat(there.query(Note.class).count()).isZero();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(390);
    }

    private static Bytes broken(Bytes frame, int place) {
        byte[] bytes = frame.toArray();
        if (place < 200) {
            bytes[1 + place % (bytes.length - 1)] ^= (byte) (1 << place % 8);
            return Bytes.of(bytes);
        }
        return frame.slice(0, 1 + (place - 200) % (bytes.length - 1));
    }

    @Test
    void aMalformedFrameEndsTheLinkAndIsReported() {
        for (Bytes frame : List.of(
                Bytes.EMPTY,
                Bytes.fromHex("09"),
                Bytes.fromHex("01ff"),
                Bytes.fromHex("0101ffffffff0f"),
                Bytes.fromHex("03" + "00".repeat(32) + "01ffffffffffffffff7f"),
                Bytes.fromHex("04ffffffffffffffffff01"),
                Bytes.of(new byte[ReplicaPort.MAX_FRAME + 1]))) {
            TestPeers peers = new TestPeers(28, 2);
            TestPeers.Link link = peers.link(0, 1);
            peers.settle();
            link.first().replicator().received(frame);
            assertThat(link.first().failure).as("%s", frame.size()).isPresent();
            assertThat(link.first().replicator().status().fault()).isPresent();
        }
    }

    @Test
    void anAuthorThatSaysTwoThingsIsFrozen() {
        TestPeers peers = new TestPeers(29, 2);
        TestPeers.Peer author = peers.peer(0);
        Ref<Note> told = author.database().put(new Note("one", Text.of("")));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).get(told).title()).isEqualTo("one");
        author.restart();
        author.store = new MemoryStore(); // a backup of before, say
        author.database().put(new Note("other", Text.of("")));
        author.database().put(new Note("another", Text.of("")));
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(1).query(Note.class).count()).isEqualTo(1);
        assertThat(peers.database(1).status().frozen()).containsExactly(author.device);
        peers.peer(1).restart();
        assertThat(peers.database(1).status().frozen()).containsExactly(author.device);
    }

    @Test
    void aDeviceThatLostItsStoreGetsItsOwnHistoryBack() {
        TestPeers peers = new TestPeers(30, 2);
        Ref<Note> ref = peers.database(0).put(new Note("mine", Text.of("")));
        peers.link(0, 1);
        peers.settle();
        peers.peer(0).restart();
        peers.peer(0).store = new MemoryStore();
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).get(ref).title()).isEqualTo("mine");
        peers.database(0).update(ref, note -> new Note("still mine", note.body()));
        peers.settle();
        assertThat(peers.database(1).get(ref).title()).isEqualTo("still mine");
    }

    @Test
    void moreCredentialsThanFitAFrameAllArrive() {
        TestPeers peers = new TestPeers(31, 2);
        for (int i = 100; i < 4_000; i++) {
            peers.peer(0).member.admit(TestSpace.device(i));
        }
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.peer(1).member.ids()).hasSize(3_902);
    }
}
