package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Takes frames out of the bytes of a connection: a length in four bytes, and as many bytes of CBOR. One thread. */
final class WalletFrames {
    /** The longest frame, its length not counted. */
    static final Limit MAX_FRAME = new Limit("bytes of a wallet's frame", 1 << 16);

    private static final int HEAD = 4;
    private static final int FIRST = 1 << 10;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST);

    /** Returns where to put what was received, with room for a byte at least. */
    ByteBuffer room() {
        return buffer;
    }

    /** Returns whether the beginning of a frame is there. */
    boolean isBegun() {
        return buffer.position() > 0;
    }

    /**
     * Returns the next frame if it is there as a whole; refuses one that is longer than allowed by its length alone.
     */
    Optional<Bytes> next() throws MalformedException {
        if (buffer.position() < HEAD) {
            return Optional.empty();
        }
        int size = MAX_FRAME.check(buffer.getInt(0) & 0xFFFF_FFFFL);
        if (buffer.position() < HEAD + size) {
            if (buffer.capacity() < HEAD + size) {
                ByteBuffer larger = ByteBuffer.allocate(HEAD + size);
                larger.put(buffer.flip());
                buffer = larger;
            }
            return Optional.empty();
        }
        Bytes frame = Bytes.of(buffer.array(), HEAD, HEAD + size);
        buffer.flip().position(HEAD + size);
        if (buffer.capacity() > FIRST && buffer.remaining() <= FIRST) {
            buffer = ByteBuffer.allocate(FIRST).put(buffer);
        } else {
            buffer.compact();
        }
        return Optional.of(frame);
    }

    /** Returns a frame to send. */
    static ByteBuffer encode(Bytes content) {
        if (content.size() > MAX_FRAME.max()) {
            throw new IllegalArgumentException("content: at most " + MAX_FRAME.max() + " bytes, got " + content.size());
        }
        ByteBuffer frame = ByteBuffer.allocate(HEAD + content.size()).putInt(content.size());
        return frame.put(content.toArray()).flip();
    }
}
