package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.internal.feed.StoredBlock;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.MemoryStore;
import dev.hearth.echo.store.StoreBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies beside a block in the store is held against what the block says. */
class StoredBesideTest {
    private final TestPeers peers = new TestPeers(95, 2);
    private final MemoryStore raw = new MemoryStore();

    record Note(String title, Text body) {}

    @BeforeEach
    void fill() {
        peers.peer(0).store = raw;
        peers.link(0, 1);
        for (int i = 0; i < 12; i++) {
            peers.database(i % 2).put(new Note("note " + i, Text.of("text")));
            peers.settle();
        }
        peers.database(0).flush();
        peers.peer(0).restart();
    }

    private byte[] key(Family family, int feed, long seq) {
        List<byte[]> keys = new ArrayList<>();
        raw.scan(
                family,
                new byte[0],
                (key, value) -> key[19] != feed || key.length != 28 || key[27] != (byte) seq || keys.add(key));
        return keys.get(0);
    }

    /** A stored block with one thing beside it changed. */
    enum Lie {
        EARLIER,
        LATER,
        ANOTHER_FEED,
        ANOTHER_BLOCK,
        ONE_MORE,
        ONE_LESS;

        StoredBlock about(StoredBlock block) {
            int[] feeds = block.feeds().clone();
            long[] seqs = block.seqs().clone();
            switch (this) {
                case EARLIER -> {
                    return new StoredBlock(block.lamport() - 1, feeds, seqs, block.body());
                }
                case LATER -> {
                    return new StoredBlock(block.lamport() + 1, feeds, seqs, block.body());
                }
                case ANOTHER_FEED -> feeds[0] = 1 - feeds[0];
                case ANOTHER_BLOCK -> seqs[0]--;
                case ONE_MORE -> {
                    feeds = Arrays.copyOf(feeds, feeds.length + 1);
                    seqs = Arrays.copyOf(seqs, seqs.length + 1);
                    feeds[feeds.length - 1] = feeds[0];
                    seqs[seqs.length - 1] = 1;
                }
                case ONE_LESS -> {
                    feeds = new int[0];
                    seqs = new long[0];
                }
            }
            return new StoredBlock(block.lamport(), feeds, seqs, block.body());
        }
    }

    private void rewrite(byte[] key, UnaryOperator<StoredBlock> change) throws MalformedException {
        StoredBlock block =
                change.apply(StoredBlock.decode(raw.get(Family.BLOCK, key).orElseThrow()));
        ByteWriter out = new ByteWriter(64).varint(block.lamport()).varint(block.feeds().length);
        for (int i = 0; i < block.feeds().length; i++) {
            out.varint(block.feeds()[i]).varint(block.seqs()[i]);
        }
        raw.write(new StoreBatch().put(Family.BLOCK, key, out.raw(block.body()).toArray()));
    }

    @ParameterizedTest
    @EnumSource
    void aLieBesideABlockIsFoundAndTheBlockComesAgain(Lie lie) throws MalformedException {
        rewrite(key(Family.BLOCK, 1, 4), lie::about);
        VerifyReport report = peers.database(0).verify();
        assertThat(report.findings()).isNotEmpty().allMatch(each -> each.kind() == Finding.Kind.BLOCK);
        assertThat(report.findings()).anyMatch(each -> each.where().startsWith(TestSpace.device(1) + " block 4"));
        peers.database(0).repair();
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).verify().findings()).isEmpty();
        assertThat(peers.database(0).query(Note.class).count()).isEqualTo(12);
    }

    /** Without the key nothing is known of the content, but the chain still has to be right. */
    @Test
    void withoutTheKeyTheChainIsHeldAgainstItsSignature() throws MalformedException {
        peers.peer(0).member.holdsKey(false);
        VerifyReport sound = peers.database(0).verify();
        assertThat(sound.findings())
                .hasSize(2)
                .allMatch(each -> each.what().equals("The key of its epoch is not here."));
        peers.peer(0).restart();
        rewrite(key(Family.BLOCK, 1, 4), block -> {
            byte[] body = block.body().clone();
            body[body.length - 1] ^= 1;
            return new StoredBlock(block.lamport(), block.feeds(), block.seqs(), body);
        });
        assertThat(peers.database(0).verify().findings())
                .extracting(Finding::what)
                .contains("Not all are the blocks that their author signed.");
    }

    @Test
    void aSignatureOfAnotherBlockIsTakenAway() {
        peers.peer(0)
                .store
                .write(new StoreBatch()
                        .put(
                                Family.SIGNATURE,
                                signatureKey(3),
                                new SignedHead(
                                                3,
                                                peers.database(0)
                                                        .head(TestSpace.device(1))
                                                        .orElseThrow()
                                                        .block(),
                                                Bytes.of(new byte[32]))
                                        .encode()));
        peers.peer(0).restart();
        assertThat(peers.database(0).verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).isEqualTo("The signature is wrong."));
        peers.database(0).repair();
        peers.link(0, 1);
        peers.settle();
        assertThat(peers.database(0).verify().findings()).isEmpty();
    }

    private byte[] signatureKey(long seq) {
        return key(Family.BLOCK, 1, seq);
    }

    /** The end of a feed is told by its record: one that says another id is found out by the blocks. */
    @Test
    void aHeadThatIsNotThatOfTheBlocksIsFound() {
        byte[] hash = peers.database(0)
                .head(TestSpace.device(0))
                .orElseThrow()
                .block()
                .value()
                .toArray();
        peers.peer(0).restart();
        List<byte[]> keys = new ArrayList<>();
        raw.scan(Family.FEED, new byte[0], (key, value) -> keys.add(key));
        int changed = 0;
        for (byte[] key : keys) {
            byte[] value = raw.get(Family.FEED, key).orElseThrow().clone();
            for (int at = 0; at + hash.length <= value.length; at++) {
                if (Arrays.equals(value, at, at + hash.length, hash, 0, hash.length)) {
                    value[at] ^= 1;
                    changed++;
                }
            }
            raw.write(new StoreBatch().put(Family.FEED, key, value));
        }
        assertThat(changed).isPositive();
        assertThat(peers.database(0).verify().findings())
                .isNotEmpty()
                .allMatch(each -> each.kind() == Finding.Kind.FEED && !each.repairable());
    }
}
