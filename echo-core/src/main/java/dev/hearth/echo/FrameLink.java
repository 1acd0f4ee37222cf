package dev.hearth.echo;

import dev.hearth.base.Bytes;

/**
 * This side's end of a channel to one peer: a step machine that frames drive. Thread-safe; frames of one peer are given
 * in order, by one thread at a time.
 */
public interface FrameLink extends AutoCloseable {
    /** Takes a frame from the peer. Never throws at a malformed one: {@link ReplicaPort#failed} is called. */
    void received(Bytes frame);

    /** The channel takes frames again. */
    void writable();

    /** Ends it; what only this peer could give or was told is dropped. Safe to call twice. */
    @Override
    void close();
}
