package dev.hearth.echo.port;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.Subscription;
import java.util.List;
import java.util.Set;

/** Credentials travel with the blocks, and before them. Implementations are thread-safe. */
public interface CredentialExchange {
    /** Returns the ids of all credentials here. */
    List<CredentialId> ids();

    /** Returns the credentials that are not among {@code known}, each after those that it builds on. */
    List<Bytes> missing(Set<CredentialId> known);

    /**
     * Takes what a peer sent, one after the other, up to the first that is malformed or refused; false when there was
     * such a one. Listeners hear of all of them at once. Offering one twice is no fault.
     */
    boolean offer(List<Bytes> credentials);

    /** Calls {@code listener} after credentials were added. */
    Subscription onChange(Runnable listener);
}
