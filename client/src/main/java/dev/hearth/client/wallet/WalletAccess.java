package dev.hearth.client.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Subscription;
import dev.hearth.halo.AppProof;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What an application has of a wallet. It stays connected to it, and connects again when the wallet was restarted, so
 * that it learns of spaces that come and of its end; its spaces go on without. Thread-safe; closing it, or the client,
 * only disconnects. Calls that ask the wallet throw WALLET_UNREACHABLE, and all throw WALLET_ACCESS_ENDED after the
 * end.
 */
public interface WalletAccess extends AutoCloseable {
    /**
     * An identity that the wallet serves.
     *
     * @param id the identity
     * @param name what its owner calls it
     */
    record Identity(IdentityId id, String name) {}

    /** Returns the identities that the wallet serves: one, as long as a data folder holds one. */
    List<Identity> identities();

    /** Returns what was granted. */
    AppScope scope();

    /** Has the wallet prove to whoever made {@code message}, of at most 4 KiB, whose application this is. */
    AppProof prove(Bytes message);

    /** Fetches what is new of the granted spaces now; completes when it is here. */
    CompletableFuture<Void> refresh();

    /** Returns whether the access has ended. */
    boolean isEnded();

    /** Calls {@code listener} once the access ends; at once when it has ended. */
    Subscription onEnd(Executor executor, Runnable listener);

    @Override
    void close();
}
