package dev.hearth.kube.bench;

/**
 * What it takes to bring a space to another process for the first time, over TCP.
 *
 * @param objects how many, each written in a transaction of its own
 * @param equal whether the other side has them all, and the same
 * @param syncMs milliseconds from the call that joins until all is in at the other side
 * @param joinMs of which until it had joined
 * @param bytes that the session carried to the other side
 * @param sessionMs milliseconds in which a session that does nothing else carries as many bytes
 * @param storeMs milliseconds in which the bare store takes as many bytes in as many writes
 */
public record SyncResult(
        int objects, boolean equal, double syncMs, double joinMs, long bytes, double sessionMs, double storeMs) {}
