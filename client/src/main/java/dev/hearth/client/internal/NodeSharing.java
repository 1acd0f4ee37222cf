package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.internal.wallet.WalletTurn;
import dev.hearth.client.wallet.IdentitySharing;
import dev.hearth.client.wallet.SharedIdentity;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Finds the part that a client has in sharing an identity. Of several clients with empty folders one makes the
 * identity: the one that has the wallet's place before it does; the others ask it until it answers.
 */
final class NodeSharing {
    /** How long one that is beaten to the place waits for the other's first answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Node node;
    private final NodeWallet wallet;
    private final IdentitySharing sharing;
    private final Seams seams;
    private final long begun;

    NodeSharing(Node node, NodeWallet wallet, IdentitySharing sharing) {
        this.node = node;
        this.wallet = wallet;
        this.sharing = sharing;
        this.seams = node.seams();
        this.begun = seams.nanoTime();
    }

    CompletableFuture<SharedIdentity> begin() {
        return CompletableFuture.supplyAsync(this::found, seams.blocking())
                .thenCompose(
                        found -> found.map(CompletableFuture::completedFuture).orElseGet(this::again));
    }

    private CompletableFuture<SharedIdentity> again() {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        seams.scheduler().after(AGAIN, () -> pause.complete(null));
        return pause.thenCompose(nothing -> begin());
    }

    /** Returns the part, or nothing when another wallet has the place but does not answer yet. */
    private Optional<SharedIdentity> found() {
        OpenFolder folder = node.required();
        if (folder.owner() == OpenFolder.Owner.PERSON) {
            if (folder.identity().isEmpty()) {
                sharing.name().ifPresent(node::createIdentity);
            }
            return Optional.of(new Serving(wallet, wallet.standBy(options())));
        }
        try {
            return Optional.of(new Using(node.access(sharing.request())));
        } catch (HearthException e) {
            boolean mayCreate = sharing.name().isPresent() && node.required().owner() == OpenFolder.Owner.NOBODY;
            if (e.code() != ErrorCode.WALLET_UNREACHABLE || !mayCreate || isOver()) {
                throw e;
            }
        }
        try {
            return Optional.of(new Serving(
                    wallet, wallet.found(options(), () -> sharing.name().ifPresent(node::createIdentity))));
        } catch (HearthException e) {
            if (e.code() != ErrorCode.WALLET_TAKEN) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private boolean isOver() {
        return seams.nanoTime() - begun > PATIENCE.toNanos();
    }

    private WalletOptions options() {
        return WalletOptions.of(sharing.prompt()).at(sharing.request().socket());
    }

    /** A client with an identity of its own. */
    private record Serving(NodeWallet wallet, WalletTurn turn) implements SharedIdentity {
        @Override
        public Part part() {
            return turn.isServing() ? Part.SERVES : Part.STANDS_BY;
        }

        @Override
        public Optional<WalletAccess> access() {
            return Optional.empty();
        }

        @Override
        public Subscription onPart(Executor executor, Consumer<Part> listener) {
            return turn.onTurn(() -> executor.execute(() -> listener.accept(Part.SERVES)));
        }

        @Override
        public void close() {
            wallet.end(turn);
        }
    }

    /** A client that has its identity of a wallet, and so nothing to serve. */
    private record Using(WalletAccess its) implements SharedIdentity {
        @Override
        public Part part() {
            return Part.USES;
        }

        @Override
        public Optional<WalletAccess> access() {
            return Optional.of(its);
        }

        @Override
        public Subscription onPart(Executor executor, Consumer<Part> listener) {
            return () -> {};
        }

        @Override
        public void close() {
            its.close();
        }
    }
}
