package dev.hearth.client.wallet;

import dev.hearth.base.Subscription;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What an application has to do with the wallet of this machine. Thread-safe. Closing it, or the client, serves no more
 * and stands by no more, or disconnects from the wallet; safe to close twice.
 */
public interface SharedIdentity extends AutoCloseable {
    /** What an application does about the wallet. */
    enum Part {
        /** It is the wallet: others have the identity of it. */
        SERVES,
        /**
         * Another wallet runs here; it goes on with its own identity, and becomes the wallet when that one has ended.
         */
        STANDS_BY,
        /** It has its identity of the wallet. */
        USES
    }

    /** Returns what it does now. */
    Part part();

    /** Returns what it has of the wallet: present when it uses one. */
    Optional<WalletAccess> access();

    /** Calls {@code listener} with each part that it takes later. */
    Subscription onPart(Executor executor, Consumer<Part> listener);

    @Override
    void close();
}
