package dev.hearth.client;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * An invitation of another device of the same person, which this client waits for until it has come, the invitation is
 * closed or ten minutes have passed. It bears three wrong codes. It survives a restart of the client:
 * {@link Devices#resume} takes it up. Thread-safe.
 */
public interface DeviceInvitation extends AutoCloseable {
    /** Returns what the other device needs to find this one; it opens nothing without the code. */
    String link();

    /** Returns what the user types at the other device. */
    String code();

    /** Returns when it stops working. */
    Instant expires();

    /**
     * Completes with the device that was let in; fails with INVITATION_SPENT after three wrong codes or once it was
     * taken back, INVITATION_EXPIRED, COMPARISON_DECLINED when this client's user said no, or CLOSED with the client.
     */
    CompletableFuture<Device> accepted();

    /** Takes it back. */
    @Override
    void close();
}
