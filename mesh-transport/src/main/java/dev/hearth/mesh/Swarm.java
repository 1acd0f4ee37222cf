package dev.hearth.mesh;

import java.util.List;

/** This device's part in one topic: the peers it is connected with. Thread-safe. */
public interface Swarm extends AutoCloseable {
    /** Returns the topic. */
    Topic topic();

    /** Returns the sessions that are open. */
    List<Session> sessions();

    /** Leaves the topic and ends its sessions at once; peers hear it soon. Safe to call twice. */
    @Override
    void close();
}
