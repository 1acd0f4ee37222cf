package dev.hearth.echo;

import dev.hearth.base.Bytes;

/**
 * Exchanges pieces of blobs with one peer: a step machine that frames drive. Thread-safe; frames of one peer are given
 * in order, by one thread at a time.
 */
public interface BlobLink extends AutoCloseable {
    /** Takes a frame from the peer. Never throws at a malformed one: {@link ReplicaPort#failed} is called. */
    void received(Bytes frame);

    /** The channel takes frames again. */
    void writable();

    /** Ends it; what the peer was asked for is asked of others. Safe to call twice. */
    @Override
    void close();
}
