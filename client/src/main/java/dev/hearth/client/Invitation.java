package dev.hearth.client;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * An invitation that this client hosts while it is open: the link goes to the guest by any way, the code by another,
 * such as voice. It survives a restart of the client. Thread-safe.
 */
public interface Invitation {
    /** Returns the link; it alone admits nobody. */
    String link();

    /** Returns the code that the guest types; it is never sent over the network. */
    String code();

    /** Returns when the link stops working. */
    Instant expires();

    /** Returns a future of the next member who joins with it. It fails when the invitation is spent or withdrawn. */
    CompletableFuture<Member> accepted();

    /** Withdraws the invitation; the link stops working. */
    void withdraw();
}
