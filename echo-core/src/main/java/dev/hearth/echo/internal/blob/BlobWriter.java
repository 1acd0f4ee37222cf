package dev.hearth.echo.internal.blob;

import dev.hearth.base.Hash;
import dev.hearth.echo.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts one stream into chunks, seals them, and keeps them with the tree above. Used once, by one thread. */
final class BlobWriter {
    private static final int BATCH_BYTES = 1 << 20;

    private final ChunkShelf shelf;
    private final ChunkSeal seal;
    private final long number;
    private final TreeWriter tree = new TreeWriter(this::node);
    private final List<ChunkSeal.Chunk> waiting = new ArrayList<>();
    private int waitingBytes;

    /** Writes under a draft's number. */
    BlobWriter(ChunkShelf shelf, ChunkSeal seal, long number) {
        this.shelf = shelf;
        this.seal = seal;
        this.number = number;
    }

    /** Reads {@code content} to its end; what it returns is here, but for the blob's record. */
    BlobRef write(InputStream content, String mediaType) throws IOException {
        Chunker chunker = seal.chunker();
        byte[] buffer = new byte[2 * Chunker.MOST];
        int from = 0;
        int to = 0;
        boolean more = true;
        while (more || from < to) {
            if (more && to - from < Chunker.MOST) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
                int read = content.readNBytes(buffer, to, buffer.length - to);
                more = read == buffer.length - to;
                to += read;
            }
            if (from < to) {
                int end = chunker.cut(buffer, from, to);
                content(Arrays.copyOfRange(buffer, from, end));
                from = end;
            }
        }
        BlobNode.Entry root = tree.root();
        store();
        return new BlobRef(root.address(), root.size(), mediaType);
    }

    private void content(byte[] bytes) {
        ChunkSeal.Chunk chunk = seal.seal(ChunkSeal.Kind.CONTENT, bytes);
        keep(chunk);
        tree.append(new BlobNode.Entry(chunk.address(), bytes.length));
    }

    private Hash node(BlobNode node) {
        ChunkSeal.Chunk chunk = seal.seal(ChunkSeal.Kind.NODE, node.encode());
        keep(chunk);
        return chunk.address();
    }

    private void keep(ChunkSeal.Chunk chunk) {
        waiting.add(chunk);
        waitingBytes += chunk.sealed().length;
        if (waitingBytes >= BATCH_BYTES) {
            store();
        }
    }

    private void store() {
        if (!waiting.isEmpty()) {
            shelf.add(number, waiting);
            waiting.clear();
            waitingBytes = 0;
        }
    }
}
