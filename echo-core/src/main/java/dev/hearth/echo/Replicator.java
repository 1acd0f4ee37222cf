package dev.hearth.echo;

import dev.hearth.base.Bytes;

/**
 * Keeps a database in step with one peer: a step machine that frames drive. Thread-safe; frames of one peer are given
 * in order, by one thread at a time.
 */
public interface Replicator extends AutoCloseable {
    /** Takes a frame from the peer. Never throws at a malformed one: {@link ReplicaPort#failed} is called. */
    void received(Bytes frame);

    /** The channel takes frames again. */
    void writable();

    /** Returns how far it is. */
    ReplicaStatus status();

    /** Ends it; safe to call twice. */
    @Override
    void close();
}
