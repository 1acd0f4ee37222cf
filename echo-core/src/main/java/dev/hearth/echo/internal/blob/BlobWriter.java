package dev.hearth.echo.internal.blob;

import dev.hearth.echo.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts one stream into chunks, seals them, and grows the tree above. Used once, by one thread. */
final class BlobWriter {
    private static final int BATCH_BYTES = 1 << 20;

    private final ChunkShelf shelf;
    private final ChunkSeal seal;
    private final long number;
    private final List<List<BlobNode.Entry>> levels = new ArrayList<>();
    private final List<ChunkSeal.Chunk> waiting = new ArrayList<>();
    private int waitingBytes;
    private long size;

    /** Writes under a draft's number. */
    BlobWriter(ChunkShelf shelf, ChunkSeal seal, long number) {
        this.shelf = shelf;
        this.seal = seal;
        this.number = number;
        levels.add(new ArrayList<>());
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
                content(java.util.Arrays.copyOfRange(buffer, from, end));
                from = end;
            }
        }
        BlobNode.Entry root = root();
        store();
        return new BlobRef(root.address(), size, mediaType);
    }

    private void content(byte[] bytes) {
        size += bytes.length;
        ChunkSeal.Chunk chunk = seal.seal(ChunkSeal.Kind.CONTENT, bytes);
        keep(chunk);
        append(0, new BlobNode.Entry(chunk.address(), bytes.length));
    }

    private void append(int level, BlobNode.Entry entry) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<BlobNode.Entry> open = levels.get(level);
        open.add(entry);
        if (BlobNode.endsBehind(entry, open.size())) {
            close(level);
        }
    }

    private void close(int level) {
        BlobNode.Entry node = node(level);
        levels.get(level).clear();
        append(level + 1, node);
    }

    private BlobNode.Entry node(int level) {
        BlobNode node = new BlobNode(level, levels.get(level));
        ChunkSeal.Chunk chunk = seal.seal(ChunkSeal.Kind.NODE, node.encode());
        keep(chunk);
        return new BlobNode.Entry(chunk.address(), node.size());
    }

    /** The last nodes of all levels; a level that only repeats the one below is left out. */
    private BlobNode.Entry root() {
        int level = 0;
        while (level < levels.size() - 1) {
            if (!levels.get(level).isEmpty()) {
                close(level);
            }
            level++;
        }
        List<BlobNode.Entry> top = levels.get(level);
        return level > 0 && top.size() == 1 ? top.get(0) : node(level);
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
