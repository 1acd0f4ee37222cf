package dev.hearth.echo.internal.blob;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.BlobReader;
import dev.hearth.echo.BlobRef;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a blob through its tree, a chunk at a time. */
final class StoredReader extends BlobReader {
    private final BlobRef ref;
    private final BlobTree tree;
    private final Runnable ended;
    private long position;
    private BlobTree.@Nullable Content chunk;
    private boolean closed;

    /** Reads through {@code pieces}; {@code ended} runs when it is closed. */
    StoredReader(BlobRef ref, Pieces pieces, Runnable ended) {
        this.ref = ref;
        this.ended = ended;
        this.tree = new BlobTree(ref, pieces);
    }

    @Override
    public long size() {
        return ref.size();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long to) {
        if (to < 0 || to > ref.size()) {
            throw new IllegalArgumentException("position is " + to + ", from 0 to " + ref.size());
        }
        position = to;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
        if (length == 0) {
            return 0;
        }
        if (position == ref.size()) {
            return -1;
        }
        BlobTree.Content now = chunk();
        int at = (int) (position - now.start());
        int some = Math.min(length, now.bytes().length - at);
        System.arraycopy(now.bytes(), at, target, offset, some);
        position += some;
        return some;
    }

    private BlobTree.Content chunk() {
        BlobTree.Content now = chunk;
        if (now == null || !now.covers(position)) {
            now = load();
            chunk = now;
        }
        return now;
    }

    private BlobTree.Content load() {
        try {
            return tree.content(position);
        } catch (MalformedException e) {
            throw malformed(ref, e);
        }
    }

    /** The chunks are what their addresses say, and so it was the author who wrote what breaks the format. */
    static HearthException malformed(BlobRef ref, MalformedException cause) {
        return new HearthException(
                ErrorCode.INPUT_MALFORMED,
                Map.of("blob", ref.id().toString(), "rule", String.valueOf(cause.getMessage())),
                cause);
    }

    @Override
    public long skip(long most) {
        long from = position;
        position += Math.max(0, Math.min(most, ref.size() - position));
        return position - from;
    }

    @Override
    public int available() {
        BlobTree.Content now = chunk;
        return now == null || !now.covers(position) ? 0 : (int) (now.start() + now.bytes().length - position);
    }

    @Override
    public void close() {
        closed = true;
        chunk = null;
        ended.run();
    }
}
