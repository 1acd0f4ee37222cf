package dev.hearth.echo;

import dev.hearth.base.Bytes;

/** A channel to one peer that keeps the order of frames. Called from one thread at a time, never under a lock. */
public interface ReplicaPort {
    /** The longest frame that is sent, in bytes: a single block that is larger than {@link #USUAL_FRAME}. */
    int MAX_FRAME = 1 << 20;

    /** The longest frame that is sent otherwise, in bytes. */
    int USUAL_FRAME = 1 << 16;

    /** Sends a frame; false when the channel can't take it now, and then {@link Replicator#writable()} follows. */
    boolean send(Bytes frame);

    /** Returns whether the channel takes a frame now. */
    boolean writable();

    /**
     * The peer broke the protocol: nothing more is sent or heard. The owner closes the channel and reports the peer.
     */
    void failed(String reason);
}
