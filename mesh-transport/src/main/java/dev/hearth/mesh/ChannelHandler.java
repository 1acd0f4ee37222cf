package dev.hearth.mesh;

import dev.hearth.base.Bytes;

/** Receives from a channel, one call at a time, on the swarm's serial executor. */
public interface ChannelHandler {
    /** A message; the peer's credit is renewed when this returns. */
    void message(Bytes message);

    /** {@link Channel#writable()} became true again. */
    default void writable() {}

    /** The channel is over; the last call. */
    default void closed(String reason) {}
}
