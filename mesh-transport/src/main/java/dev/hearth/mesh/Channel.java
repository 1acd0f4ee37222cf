package dev.hearth.mesh;

import dev.hearth.base.Bytes;

/** One stream of messages inside a session, with credit of its own. Thread-safe. */
public interface Channel extends AutoCloseable {
    /** The most bytes in a message. */
    int MAX_MESSAGE = 1 << 20;

    /** The most bytes that may wait in a channel; a caller that ignores {@link #writable()} meets it. */
    int MAX_QUEUED = 64 << 20;

    /**
     * Queues a message; returns false when the channel is closed.
     *
     * @throws IllegalArgumentException over {@link #MAX_MESSAGE}
     * @throws IllegalStateException when more than {@link #MAX_QUEUED} bytes wait
     */
    boolean send(Bytes message);

    /** Returns whether little enough waits that more should be sent. */
    boolean writable();

    /** Returns the bytes that wait to be sent. */
    long queuedBytes();

    /** Sends what waits, then ends the channel on both sides; safe to call twice. */
    @Override
    void close();
}
