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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Blobs that are half here, devices that ask for what nobody has, and answers that come too late. */
final class BlobMannersTest {
    private static final int WANT = 1;
    private static final int CHUNK = 2;
    private static final int LACK = 3;
    private static final int HAVE = 4;
    private static final byte[] CONTENT = BlobSpace.noise(1, 5_000_000);

    private static Bytes addresses(int kind, int from, int count) {
        ByteWriter out = new ByteWriter().u8(kind).varint(count);
        for (int i = from; i < from + count; i++) {
            out.raw(ByteBuffer.allocate(Hash.SIZE).putInt(i).array());
        }
        return out.toBytes();
    }

    private static List<byte[]> chunks(BlobSpace space) {
        List<byte[]> keys = new ArrayList<>();
        space.store.scan(Family.CHUNK, new byte[0], (key, value) -> keys.add(key));
        return keys;
    }

    private static void damage(BlobSpace space, byte[] key) {
        space.store.write(new StoreBatch().put(Family.CHUNK, key, new byte[40]));
    }

    private static byte[] root(BlobSpace space, BlobRef ref) {
        byte[] id = ref.id().value().toArray();
        return chunks(space).stream()
                .filter(key -> Arrays.equals(key, key.length - id.length, key.length, id, 0, id.length))
                .findFirst()
                .orElseThrow();
    }

    /** A blob of which a chunk went is not complete, so its tree is walked: what is wrong there is the reason. */
    @Test
    void theStatusOfABlobThatIsHalfHereSaysWhatIsWrongWithIt() {
        try (BlobSpace space = new BlobSpace(31)) {
            BlobRef ref = space.put(CONTENT);
            byte[] root = root(space, ref);
            byte[] other = chunks(space).stream()
                    .filter(key -> !Arrays.equals(key, root))
                    .findFirst()
                    .orElseThrow();
            damage(space, other);
            assertThatThrownBy(() -> space.read(ref)).isInstanceOf(HearthException.class);
            BlobStatus half = space.blobs().status(ref);
            assertThat(half.bytesHere()).isPositive().isLessThan(ref.size());
            assertThat(half.bytesHere() + half.bytesMissing()).isEqualTo(ref.size());

            BlobRef lying = new BlobRef(ref.id(), ref.size() + 1, ref.mediaType());
            assertThat(space.blobs().status(lying).reason()).contains("another size");
            CompletableFuture<Void> fetched = space.blobs().fetch(lying);
            space.settle();
            assertThatThrownBy(fetched::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED));

            damage(space, root);
            assertThat(space.blobs().status(ref).complete()).isFalse();
            assertThat(space.blobs().status(ref).reason()).isEqualTo("No device of a member is connected.");
            assertThat(space.blobs().status(ref).bytesHere()).isZero();
        }
    }

    /** What another blob holds of a deleted one counts as here, but nobody keeps it for that one. */
    @Test
    void aDeletedBlobIsNotCompleteThoughItsOnlyChunkIsHere() {
        try (BlobSpace space = new BlobSpace(32)) {
            byte[] content = BlobSpace.noise(3, 50_000);
            BlobRef ref = space.put(content);
            space.blobs().pin(ref);
            space.blobs().unpin(ref);
            space.blobs().unpin(ref);
            assertThat(space.blobs().status(ref).pinned()).isFalse();
            assertThat(space.blobs().delete(ref)).isTrue();
            assertThat(space.blobs().has(ref)).isFalse();
            assertThat(space.put(content)).isEqualTo(ref);
            assertThat(space.blobs().has(ref)).isTrue();
        }
    }

    /** The tree of a blob of more than a thousand chunks has two levels; they are the same chunk again and again. */
    @Test
    void aBlobWithATreeOfTwoLevelsIsFetched() {
        BlobNetwork network = new BlobNetwork(33, 2);
        byte[] block = BlobSpace.noise(block(network), 70_000);
        byte[] content = new byte[block.length * 1_100];
        for (int at = 0; at < content.length; at += block.length) {
            System.arraycopy(block, 0, content, at, block.length);
        }
        BlobRef ref = network.put(0, content);
        network.link(0, 1);
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        while (network.blobs(1).status(ref).bytesHere() == 0) {
            assertThat(network.step()).isTrue();
        }
        assertThat(network.blobs(1).status(ref).bytesHere()).isLessThanOrEqualTo(ref.size());
        network.settle();
        assertThat(fetched).isCompleted();
        try (BlobReader in = network.blobs(1).open(ref, Duration.ZERO)) {
            in.seek(ref.size() - block.length);
            assertThat(in.readNBytes(block.length)).isEqualTo(block);
        }
        assertThat(network.chunksSent.values()).containsOnly(1);
    }

    /** Returns the seed of bytes within which the chunker cuts once, so that their repetition has many small chunks. */
    private static int block(BlobNetwork network) {
        for (int seed = 1; seed < 100; seed++) {
            byte[] block = BlobSpace.noise(seed, 70_000);
            byte[] some = new byte[block.length * 12];
            for (int at = 0; at < some.length; at += block.length) {
                System.arraycopy(block, 0, some, at, block.length);
            }
            BlobRef ref = network.put(0, some);
            int[] largest = {0};
            network.device(0).store.scan(Family.CHUNK, new byte[0], (key, value) -> {
                largest[0] = Math.max(largest[0], value.length);
                return true;
            });
            network.blobs(0).delete(ref);
            if (largest[0] < 100_000) {
                return seed;
            }
        }
        throw new AssertionError("no such bytes");
    }

    /** What was lacking in vain is told of when it comes, within a limit: the oldest is forgotten. */
    @Test
    void whoAsksForMoreThanAnyoneHasIsAnsweredInPartsAndTheOldestIsForgotten() {
        BlobNetwork network = new BlobNetwork(34, 2);
        BlobNetwork.Link link = network.link(0, 1);
        for (int from = 0; from < 1_280; from += 256) {
            link.first.say(addresses(WANT, from, 256));
        }
        assertThat(link.second.failure.orElse("")).contains("chunks wanted at a time");

        BlobNetwork patient = new BlobNetwork(35, 2);
        BlobNetwork.Link slow = patient.link(0, 1);
        for (int from = 0; from < 1_280; from += 256) {
            slow.first.say(addresses(WANT, from, 256));
            patient.settle();
        }
        assertThat(slow.second.failure).isEmpty();
        int lacking = patient.carried.stream()
                .filter(frame -> frame.at(0) == LACK)
                .mapToInt(frame -> (frame.size() - 2) / Hash.SIZE)
                .sum();
        assertThat(lacking).isEqualTo(1_280);
        assertThat(patient.chunksSent).isEmpty();
    }

    /** Answers about what is not wanted any more change nothing; the next wish is asked anew. */
    @Test
    void answersThatComeAfterTheWishWasGivenUpAreNoFault() {
        BlobNetwork network = new BlobNetwork(36, 2);
        BlobRef ref = network.put(0, BlobSpace.noise(5, 30_000));
        BlobNetwork.Link link = network.link(0, 1);
        link.first.deaf = true; // the answers are given here
        wish(network, ref).cancel(false);
        link.first.say(address(LACK, ref));
        assertThat(link.second.failure).isEmpty();
        assertThat(network.blobs(1).status(ref).lacking()).isEmpty();

        CompletableFuture<Void> again = wish(network, ref);
        link.first.say(address(HAVE, ref)); // and never said that it lacked it
        assertThat(network.blobs(1).peers().get(0).waiting()).isEqualTo(1);
        again.cancel(false);
        link.first.say(new ByteWriter()
                .u8(CHUNK)
                .raw(ref.id().value())
                .raw(new byte[40])
                .toBytes());
        assertThat(network.blobs(1).peers().get(0).damagedChunks()).isEqualTo(1);
        assertThat(network.blobs(1).status(ref).lacking()).isEmpty();

        link.cut();
        network.link(0, 1);
        CompletableFuture<Void> last = network.blobs(1).fetch(ref);
        network.settle();
        assertThat(last).isCompleted();
        assertThat(network.blobs(1).has(ref)).isTrue();
    }

    /** Wishes for a blob, until the other device was asked for it. */
    private static CompletableFuture<Void> wish(BlobNetwork network, BlobRef ref) {
        CompletableFuture<Void> fetched = network.blobs(1).fetch(ref);
        while (network.blobs(1).peers().get(0).waiting() == 0) {
            assertThat(network.step()).isTrue();
        }
        return fetched;
    }

    private static Bytes address(int kind, BlobRef ref) {
        return new ByteWriter().u8(kind).varint(1).raw(ref.id().value()).toBytes();
    }

    /** A channel that can be written to may still refuse a frame: it is the next one again. */
    @Test
    void aFrameThatTheChannelRefusesIsSentLater() {
        BlobNetwork network = new BlobNetwork(37, 1);
        List<Bytes> taken = new ArrayList<>();
        boolean[] refuses = {true};
        ReplicaPort port = new ReplicaPort() {
            @Override
            public boolean send(Bytes frame) {
                return !refuses[0] && taken.add(frame);
            }

            @Override
            public boolean writable() {
                return taken.isEmpty();
            }

            @Override
            public void failed(String reason) {
                throw new AssertionError(reason);
            }
        };
        FrameLink link = network.device(0).database().exchangeBlobs(TestSpace.device(9), port);
        link.received(addresses(WANT, 1, 2));
        network.settle();
        assertThat(taken).isEmpty();
        refuses[0] = false;
        link.writable();
        network.settle();
        assertThat(taken).containsExactly(addresses(LACK, 1, 1));
        taken.clear();
        link.writable();
        network.settle();
        assertThat(taken).containsExactly(addresses(LACK, 2, 1));
        link.received(addresses(WANT, 1, 1));
        link.close();
        link.close();
        taken.clear();
        network.settle();
        assertThat(taken).isEmpty();
    }
}
