package dev.hearth.mesh;

/** Hears who comes and goes in a swarm; called one at a time on the swarm's serial executor. */
public interface SwarmHandler {
    /** Returns whether an authenticated peer may have a session. */
    boolean admits(Peer peer);

    /** A session is open; channels are opened and accepted here or later. */
    void connected(Session session);

    /** A session is over for good; its channels heard {@code closed} before. */
    void disconnected(Session session, String reason);
}
