package dev.hearth.echo.internal.blob;

import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Finds the chunk of a position. Keeps the nodes from the root to the last leaf, so memory follows the height of the
 * tree. A node counts only when its level and size are what the one above it says. Used by one thread at a time.
 */
final class BlobTree {
    /** So many chunks ahead of the one that is read are asked for. */
    private static final int AHEAD = 8;

    private final BlobRef ref;
    private final Pieces pieces;
    private final Deque<Step> path = new ArrayDeque<>();

    private record Step(BlobNode node, long start) {
        boolean covers(long position) {
            return position >= start && position < start + node.size();
        }
    }

    /** A chunk and where it starts. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes, long start) {
        boolean covers(long position) {
            return position >= start && position < start + bytes.length;
        }
    }

    BlobTree(BlobRef ref, Pieces pieces) {
        this.ref = ref;
        this.pieces = pieces;
    }

    /** Returns the chunk that holds {@code position}, which is less than the size. */
    Content content(long position) throws MalformedException {
        while (!path.isEmpty() && !path.getLast().covers(position)) {
            path.removeLast();
        }
        if (path.isEmpty()) {
            path.addLast(new Step(root(ref, pieces), 0));
        }
        while (true) {
            Step step = path.getLast();
            List<BlobNode.Entry> entries = step.node().entries();
            long start = step.start();
            int index = 0;
            while (start + entries.get(index).size() <= position) {
                start += entries.get(index++).size();
            }
            BlobNode.Entry entry = entries.get(index);
            if (step.node().level() == 0) {
                List<BlobNode.Entry> ahead = entries.subList(index + 1, Math.min(entries.size(), index + 1 + AHEAD));
                return new Content(content(pieces.piece(ChunkSeal.Kind.CONTENT, entry, ahead), entry), start);
            }
            path.addLast(new Step(child(step.node(), entry, pieces), start));
        }
    }

    private static byte[] content(byte[] bytes, BlobNode.Entry entry) throws MalformedException {
        if (bytes.length != entry.size()) {
            throw new MalformedException("A chunk of another length than its node says");
        }
        return bytes;
    }

    /** Returns the root, which is of the size that the pointer says. */
    static BlobNode root(BlobRef ref, Pieces pieces) throws MalformedException {
        BlobNode.Entry entry = new BlobNode.Entry(ref.id(), ref.size());
        return sized(BlobNode.decode(pieces.piece(ChunkSeal.Kind.NODE, entry, List.of())), entry);
    }

    /** Returns the node below {@code above} that {@code entry} names. */
    static BlobNode child(BlobNode above, BlobNode.Entry entry, Pieces pieces) throws MalformedException {
        BlobNode node = sized(BlobNode.decode(pieces.piece(ChunkSeal.Kind.NODE, entry, List.of())), entry);
        if (node.level() != above.level() - 1) {
            throw new MalformedException("A node of a blob at another level than the one above it says");
        }
        return node;
    }

    private static BlobNode sized(BlobNode node, BlobNode.Entry entry) throws MalformedException {
        if (node.size() != entry.size()) {
            throw new MalformedException("A node of a blob of another size than the one above it says");
        }
        return node;
    }
}
