package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Blobs between devices, over links that are cut, with devices that lack, damage and lie. */
final class BlobExchangeTest {
    private static final int CHUNK = 2;
    private static final byte[] CONTENT = BlobSpace.noise(1, 5_000_000);

    private static byte[] read(Blobs blobs, BlobRef ref) {
        try (BlobReader in = blobs.open(ref, Duration.ZERO)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aBlobIsFetchedFromTheOneThatHasIt() {
        BlobNetwork network = new BlobNetwork(1, 2);
        BlobRef ref = network.put(0, CONTENT);
        network.link(0, 1);
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        network.settle();
        fetched.join();
        assertThat(network.blobs(1).has(ref)).isTrue();
        assertThat(read(network.blobs(1), ref)).isEqualTo(CONTENT);
        BlobPeer peer = network.blobs(1).peers().get(0);
        assertThat(peer.receivedChunks()).isEqualTo(network.chunksSent.size());
        assertThat(peer.receivedBytes()).isGreaterThan(CONTENT.length);
        assertThat(network.blobs(0).peers().get(0).sentBytes()).isEqualTo(peer.receivedBytes());
        assertThat(network.blobs(1).fetch(ref)).isCompleted();
    }

    /**
     * Whenever and however often the link breaks: nothing that has arrived is sent again, and a cut costs one chunk.
     */
    @Test
    void aTransferGoesOnWhereItWasCut() {
        for (long seed = 1; seed <= 15; seed++) {
            BlobNetwork network = new BlobNetwork(seed, 2);
            BlobRef ref = network.put(0, CONTENT);
            CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
            int cuts = 0;
            while (!fetched.isDone()) {
                BlobNetwork.Link link = network.link(0, 1);
                int steps = network.random.nextInt(60);
                for (int i = 0; i < steps && !fetched.isDone(); i++) {
                    network.step();
                }
                link.cut();
                cuts++;
                if (network.random.nextInt(4) == 0 && !fetched.isDone()) {
                    network.restart(1);
                    fetched = network.blobs(1).fetch(ref);
                }
            }
            fetched.join();
            assertThat(read(network.blobs(1), ref)).as("seed %d", seed).isEqualTo(CONTENT);
            assertThat(network.chunksHeard.values()).as("seed %d", seed).containsOnly(1);
            int sent = network.chunksSent.values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(sent - network.chunksSent.size()).as("seed %d", seed).isLessThanOrEqualTo(cuts);
        }
    }

    @Test
    void severalDevicesShareTheWork() {
        BlobNetwork network = new BlobNetwork(2, 4);
        BlobRef ref = network.put(0, CONTENT);
        network.put(1, CONTENT);
        network.put(2, CONTENT);
        for (int i = 0; i < 3; i++) {
            network.link(i, 3);
        }
        CompletableFuture<Void> fetched = network.blobs(3).fetch(ref);
        network.settle();
        fetched.join();
        assertThat(read(network.blobs(3), ref)).isEqualTo(CONTENT);
        assertThat(network.chunksSent.values()).containsOnly(1);
        assertThat(network.blobs(3).peers()).allMatch(peer -> peer.receivedChunks() > 2);
    }

    private static UnaryOperator<Bytes> damaging(int place) {
        return frame -> {
            if (frame.at(0) != CHUNK) {
                return frame;
            }
            byte[] bytes = frame.toArray();
            bytes[place < 0 ? bytes.length + place : place] ^= 1;
            return Bytes.of(bytes);
        };
    }

    @Test
    void aDamagedChunkIsRefusedNotedAndAskedOfAnother() {
        for (int place : new int[] {33, 50, 500, -1}) {
            BlobNetwork network = new BlobNetwork(3, 3);
            BlobRef ref = network.put(0, CONTENT);
            network.put(1, CONTENT);
            BlobNetwork.Link bad = network.link(0, 2);
            bad.second.tamper = damaging(place);
            CompletableFuture<Void> fetched = network.blobs(2).fetch(ref);
            network.settle();
            assertThat(fetched).isNotDone();
            assertThat(network.blobs(2).peers().get(0).damagedChunks()).isEqualTo(1);
            assertThat(network.blobs(2).status(ref).lacking()).containsExactly(TestSpace.device(0));
            network.link(1, 2);
            network.settle();
            fetched.join();
            assertThat(read(network.blobs(2), ref)).isEqualTo(CONTENT);
        }
    }

    @Test
    void whoDamagesAgainAndAgainIsLeft() {
        BlobNetwork network = new BlobNetwork(4, 2);
        BlobNetwork.Link bad = network.link(0, 1);
        bad.second.tamper = damaging(-1);
        for (int i = 0; i < 3; i++) {
            assertThat(network.blobs(1).fetch(network.put(0, BlobSpace.noise(i, 10))))
                    .isNotDone();
            network.settle();
        }
        assertThat(bad.second.failure).contains("Damaged chunks");
        assertThat(network.blobs(1).peers()).isEmpty();
    }

    @Test
    void aChunkThatTheDiskOfTheOtherHasDamagedIsLackedNotSent() {
        BlobNetwork network = new BlobNetwork(5, 2);
        BlobRef ref = network.put(0, new byte[10]);
        network.device(0).store.scan(Family.CHUNK, new byte[0], (key, value) -> {
            network.device(0).store.write(new StoreBatch().put(Family.CHUNK, key, new byte[value.length]));
            return true;
        });
        network.link(0, 1);
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        network.settle();
        assertThat(fetched).isNotDone();
        assertThat(network.chunksSent).isEmpty();
        assertThat(network.blobs(1).status(ref).reason())
                .isEqualTo("None of the connected devices has what is missing.");
    }

    /** The middle one lacks the blob at first; when it has fetched it, the last one gets it from there. */
    @Test
    void whatOneLackedIsToldWhenItIsThere() {
        BlobNetwork network = new BlobNetwork(6, 3);
        BlobRef ref = network.put(0, CONTENT);
        network.link(1, 2);
        CompletableFuture<Void> last = network.blobs(2).fetch(ref);
        assertThat(network.blobs(2).status(ref).reason()).isNotEmpty();
        network.settle();
        assertThat(network.blobs(2).status(ref).lacking()).containsExactly(TestSpace.device(1));
        network.link(0, 1);
        CompletableFuture<Void> middle = network.blobs(1).fetch(ref);
        network.settle();
        middle.join();
        last.join();
        assertThat(read(network.blobs(2), ref)).isEqualTo(CONTENT);
    }

    @Test
    void theStatusSaysWhyABlobIsNotThere() {
        BlobNetwork network = new BlobNetwork(7, 2);
        BlobRef ref = network.put(0, CONTENT);
        Blobs blobs = network.blobs(1);
        assertThat(blobs.status(ref).reason()).isEqualTo("No device of a member is connected.");
        network.link(0, 1);
        network.settle();
        assertThat(blobs.status(ref).reason()).isEqualTo("It was not asked for.");
        CompletableFuture<Void> fetched = blobs.fetch(ref);
        while (blobs.status(ref).bytesHere() == 0) {
            assertThat(network.step()).isTrue();
        }
        BlobStatus status = blobs.status(ref);
        assertThat(status.reason()).isEqualTo("It is being fetched.");
        assertThat(status.asked()).containsExactly(TestSpace.device(0));
        assertThat(status.bytesMissing()).isPositive();
        assertThat(status.bytesHere() + status.bytesMissing()).isEqualTo(ref.size());
        assertThat(blobs.peers().get(0).waiting()).isPositive();
        fetched.cancel(false);
        network.settle();
        assertThat(blobs.has(ref)).isFalse();
        assertThat(blobs.status(ref).reason()).isEqualTo("It was not asked for.");
    }

    @Test
    void whoIsSilentForLongIsPassedOver() {
        BlobNetwork network = new BlobNetwork(14, 3);
        BlobRef ref = network.put(0, CONTENT);
        network.put(1, CONTENT);
        network.link(0, 2).first.deaf = true;
        CompletableFuture<Void> fetched = network.blobs(2).fetch(ref);
        network.settle();
        network.seams.passWithTimers(Duration.ofSeconds(11)); // there is nobody else
        network.settle();
        assertThat(network.blobs(2).status(ref).asked()).containsExactly(TestSpace.device(0));
        network.link(1, 2);
        network.seams.passWithTimers(Duration.ofSeconds(9));
        network.settle();
        fetched.join();
        assertThat(network.chunksSent.values()).containsOnly(1);
    }

    @Test
    void aPinnedBlobIsFetchedAlsoAfterARestart() {
        BlobNetwork network = new BlobNetwork(8, 2);
        BlobRef ref = network.put(0, CONTENT);
        network.blobs(1).pin(ref);
        network.settle();
        network.restart(1);
        network.link(0, 1);
        network.settle();
        assertThat(network.blobs(1).status(ref).complete()).isTrue();
        assertThat(network.blobs(1).status(ref).pinned()).isTrue();
        assertThat(read(network.blobs(1), ref)).isEqualTo(CONTENT);
    }

    @Test
    void aBlobThatIsDeletedWhileItComesStaysAway() {
        BlobNetwork network = new BlobNetwork(9, 2);
        BlobRef ref = network.put(0, CONTENT);
        network.link(0, 1);
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        while (network.blobs(1).status(ref).bytesHere() == 0) {
            assertThat(network.step()).isTrue();
        }
        network.blobs(1).delete(ref);
        network.settle();
        assertThatThrownBy(fetched::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(HearthException.class)
                .hasMessageContaining("it was deleted");
        int[] chunks = {0};
        network.device(1).store.scan(Family.CHUNK, new byte[0], (key, value) -> chunks[0]++ >= 0);
        assertThat(chunks[0]).isZero();
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        BlobNetwork network = new BlobNetwork(10, 2);
        BlobRef ref = network.put(0, CONTENT);
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        network.settle();
        network.restart(1);
        assertThatThrownBy(fetched::join)
                .hasCauseInstanceOf(HearthException.class)
                .hasMessageContaining(ErrorCode.CLOSED.what());
    }

    @Test
    void framesHoldCiphertextOnly() {
        BlobNetwork network = new BlobNetwork(11, 2);
        byte[] canary = "canary of a blob: axolotl ".repeat(30_000).getBytes(StandardCharsets.UTF_8);
        BlobRef ref = network.put(0, canary);
        network.link(0, 1);
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        network.settle();
        fetched.join();
        assertThat(network.carried).isNotEmpty();
        for (Bytes frame : network.carried) {
            String text = new String(frame.toArray(), StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain("axolotl").doesNotContain(BlobSpace.TYPE);
        }
    }

    @Test
    void whatBreaksTheProtocolEndsTheLinkAndChangesNothing() {
        byte[] address = new byte[Hash.SIZE];
        Bytes tooMany = wants(257);
        refused(
                "not asked for",
                new ByteWriter().u8(CHUNK).raw(address).raw(new byte[40]).toBytes());
        refused("unknown kind", Bytes.fromHex("09"));
        refused("unknown kind", Bytes.fromHex("00"));
        refused("Truncated", Bytes.EMPTY);
        refused("addresses of a frame", tooMany);
        refused(
                "bytes of a sealed chunk",
                new ByteWriter().u8(CHUNK).raw(new byte[(768 << 10) + 300]).toBytes());
        refused("bytes of a blob frame", Bytes.of(new byte[ReplicaPort.MAX_FRAME + 1]));
        refused("chunks wanted at a time", wants(256), wants(256), wants(256), wants(256), wants(1));
    }

    private static Bytes wants(int count) {
        return new ByteWriter()
                .u8(1)
                .varint(count)
                .raw(new byte[count * Hash.SIZE])
                .toBytes();
    }

    private static void refused(String rule, Bytes... frames) {
        BlobNetwork network = new BlobNetwork(12, 2);
        BlobNetwork.Link link = network.link(0, 1);
        for (Bytes frame : frames) {
            link.first.say(frame);
        }
        assertThat(link.second.failure.orElse("")).contains(rule);
        assertThat(network.blobs(1).peers()).isEmpty();
        assertThat(network.blobs(1).list()).isEmpty();
        network.settle();
    }

    @Test
    void wordsAboutWhatNobodyAskedForAreNoFault() {
        BlobNetwork network = new BlobNetwork(13, 2);
        BlobNetwork.Link link = network.link(0, 1);
        for (int kind : new int[] {3, 4}) {
            link.first.say(
                    new ByteWriter().u8(kind).varint(1).raw(new byte[Hash.SIZE]).toBytes());
        }
        assertThat(link.second.failure).isEmpty();
        assertThat(network.blobs(1).peers()).hasSize(1);
    }
}
