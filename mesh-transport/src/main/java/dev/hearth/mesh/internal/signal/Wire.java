package dev.hearth.mesh.internal.signal;

/** A connection of whole binary messages, such as a WebSocket. Thread-safe. */
public interface Wire {
    /** Queues a message; false when the connection is over. */
    boolean send(byte[] message);

    /** Returns the bytes that wait to leave. */
    long pendingBytes();

    /** Returns whether little waits. */
    boolean writable();

    /** Stops or continues taking messages in. */
    void reading(boolean wanted);

    /** Returns the host at the other end. */
    String source();

    /** Sends what waits, then ends it with a reason for the other side. */
    void close(String reason);
}
