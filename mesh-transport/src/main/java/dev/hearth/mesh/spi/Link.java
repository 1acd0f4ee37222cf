package dev.hearth.mesh.spi;

import dev.hearth.base.Bytes;

/**
 * One connection to one peer, made by a {@link Transport}. Nothing that it carries is trusted, and it is not trusted to
 * carry: the session above encrypts, numbers and repeats. Frames arrive in the order sent, or the link ends.
 * Thread-safe.
 */
public interface Link {
    /** The most bytes in a frame. */
    int MAX_FRAME = 64 * 1024;

    /** Returns the name of the transport that made it. */
    String transport();

    /** Starts delivery; called once. What arrived before waits, bounded. */
    void start(LinkHandler handler);

    /** Takes over {@code frame}, at most {@link #MAX_FRAME} bytes; false when it is lost for certain. */
    boolean send(byte[] frame);

    /** Returns whether more can be sent now; {@link LinkHandler#writable()} tells when that becomes true again. */
    boolean writable();

    /**
     * Returns what both ends of this very connection, and no other, know it by, the dialer's part first; empty when the
     * transport has nothing of the kind.
     */
    Bytes channelBinding();

    /** Ends it; the handler hears {@link LinkHandler#closed} once. Safe to call twice. */
    void close(String reason);
}
