package dev.hearth.echo.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobRef;
import dev.hearth.testkit.Damage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trees of many levels over small chunks, and trees as a hostile author could make them. */
final class BlobTreeTest {
    private final Map<Hash, byte[]> kept = new HashMap<>();
    private int nodes;

    private byte[] piece(ChunkSeal.Kind kind, BlobNode.Entry wanted, List<BlobNode.Entry> ahead) {
        byte[] piece = kept.get(wanted.address());
        if (piece == null) {
            throw new AssertionError("an address that nobody gave");
        }
        return piece;
    }

    private Hash keep(byte[] bytes) {
        Hash address = ChunkSeal.address(bytes);
        kept.put(address, bytes);
        return address;
    }

    private Hash keep(BlobNode node) {
        nodes++;
        return keep(node.encode());
    }

    private BlobRef write(byte[] content, int chunk) {
        TreeWriter tree = new TreeWriter(this::keep);
        for (int from = 0; from < content.length; from += chunk) {
            byte[] bytes = java.util.Arrays.copyOfRange(content, from, Math.min(content.length, from + chunk));
            tree.append(new BlobNode.Entry(keep(bytes), bytes.length));
        }
        BlobNode.Entry root = tree.root();
        return new BlobRef(root.address(), root.size(), "a/b");
    }

    private static byte[] noise(long seed, int size) {
        byte[] noise = new byte[size];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    @Test
    void everyPositionOfATallTreeIsFoundInAnyOrder() throws MalformedException {
        byte[] content = noise(1, 1_500_000);
        BlobRef ref = write(content, 3);
        assertThat(BlobTree.root(ref, this::piece).level()).isEqualTo(2);
        BlobTree tree = new BlobTree(ref, this::piece);
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            int position = i < 10_000 ? i : random.nextInt(content.length);
            BlobTree.Content found = tree.content(position);
            assertThat(found.bytes()[(int) (position - found.start())]).isEqualTo(content[position]);
        }
    }

    @Test
    void anInsertionLeavesMostNodesAsTheyAre() {
        byte[] content = noise(3, 400_000);
        write(content, 3);
        int before = nodes;
        int known = kept.size();
        byte[] longer = new byte[content.length + 3];
        System.arraycopy(content, 0, longer, 3, content.length);
        write(longer, 3);
        assertThat(before).isGreaterThan(200);
        assertThat(kept.size() - known).isLessThan(8);
    }

    @Test
    void aTreeOfEachNumberOfChunksNamesThemAll() throws MalformedException {
        for (int chunks : new int[] {0, 1, 2, 255, 256, 257, 1_023, 1_024, 1_025, 2_049}) {
            BlobRef ref = write(noise(chunks, chunks), 1);
            assertThat(ref.size()).isEqualTo(chunks);
            assertThat(BlobTree.root(ref, this::piece).size()).isEqualTo(chunks);
        }
    }

    @Test
    void aNodeIsReadOrRefusedHoweverItIsDamaged() throws MalformedException {
        BlobNode node = new BlobNode(0, List.of(entry(1, 5), entry(2, Chunker.MOST)));
        assertThat(BlobNode.decode(node.encode())).isEqualTo(node);
        assertThat(Damage.every(node.encode(), 1, BlobNode::decode)).isPositive();
        BlobNode high = new BlobNode(3, List.of(entry(1, 1L << 40)));
        assertThat(BlobNode.decode(high.encode())).isEqualTo(high);
        assertThat(Damage.every(high.encode(), 2, BlobNode::decode)).isPositive();
    }

    private static BlobNode.Entry entry(int number, long size) {
        return new BlobNode.Entry(ChunkSeal.address(new byte[] {(byte) number}), size);
    }

    @Test
    void whatANodeMustNotSayIsRefused() {
        refused(new BlobNode(1, List.of()).encode(), "without entries");
        refused(new BlobNode(0, List.of(entry(1, 0))).encode(), "out of range");
        refused(new BlobNode(0, List.of(entry(1, Chunker.MOST + 1L))).encode(), "bytes of a chunk");
        refused(new BlobNode(1, List.of(entry(1, Long.MAX_VALUE), entry(2, 1))).encode(), "out of range");
        refused(new BlobNode(1, List.of(entry(1, -1))).encode(), "out of range");
        refused(new BlobNode(BlobNode.MOST_LEVEL + 1, List.of(entry(1, 1))).encode(), "levels");
        refused(new ByteWriter().u8(1).u8(0).varint(BlobNode.MOST_ENTRIES + 1).toArray(), "entries");
        refused(new ByteWriter().u8(2).u8(0).varint(0).toArray(), "version");
    }

    private static void refused(byte[] node, String rule) {
        assertThatThrownBy(() -> BlobNode.decode(node))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(rule);
    }

    @Test
    void aTreeWhosePartsContradictEachOtherIsRefused() {
        BlobNode.Entry chunk = new BlobNode.Entry(keep(new byte[5]), 5);
        BlobNode.Entry leaf = new BlobNode.Entry(keep(new BlobNode(0, List.of(chunk))), 5);
        BlobNode.Entry wrongLength = new BlobNode.Entry(chunk.address(), 4);
        contradicts(new BlobNode(0, List.of(wrongLength)), 4, "another length");
        contradicts(new BlobNode(0, List.of(chunk)), 6, "another size");
        contradicts(new BlobNode(2, List.of(leaf)), 5, "another level");
        contradicts(new BlobNode(1, List.of(new BlobNode.Entry(leaf.address(), 7))), 7, "another size");
    }

    private void contradicts(BlobNode root, long size, String rule) {
        BlobTree tree = new BlobTree(new BlobRef(keep(root), size, "a/b"), this::piece);
        assertThatThrownBy(() -> tree.content(0))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(rule);
    }
}
