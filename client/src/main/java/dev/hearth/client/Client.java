package dev.hearth.client;

import dev.hearth.base.Seams;
import dev.hearth.client.internal.Node;
import dev.hearth.client.spi.KubeHandle;
import dev.hearth.client.spi.KubeProvider;
import dev.hearth.client.wallet.IdentitySharing;
import dev.hearth.client.wallet.SharedIdentity;
import dev.hearth.client.wallet.Wallet;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;

/**
 * The front door of Hearth: one client opens one data folder, with the identity that lives in it, its spaces, and the
 * mesh that connects them. Thread-safe; closing it closes all that it handed out.
 *
 * <p>Opening throws DATA_LOCKED (naming the holder) when another process has the folder open, KEYCHAIN_LOCKED when
 * nothing that was given opens the keychain, WRONG_PASSPHRASE, KEYRING_UNAVAILABLE, KEYCHAIN_OLDER, STORAGE_FAILED,
 * STORAGE_CORRUPT, DISK_FULL or FORMAT_UNKNOWN. {@link Halo} tells what a client is whose keychain is locked later.
 */
public final class Client implements AutoCloseable {
    private final Node node;

    private Client(Node node) {
        this.node = node;
    }

    /** Opens or creates a data folder, and meets others at {@code signals}. */
    public static Client open(Path data, URI... signals) {
        ClientOptions options = ClientOptions.defaults();
        for (URI signal : signals) {
            options = options.signal(signal);
        }
        return open(data, options);
    }

    /** As {@link #open(Path, URI...)}, and creates the identity when there is none yet. */
    public static Client open(Path data, String name, URI... signals) {
        Client client = open(data, signals);
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    /** Opens or creates a data folder. */
    public static Client open(Path data, ClientOptions options) {
        return new Client(Node.open(data, options));
    }

    /** Returns the identity side. */
    public Halo halo() {
        return node;
    }

    /** Returns the spaces. */
    public Spaces spaces() {
        return node;
    }

    /** Returns the network side. */
    public Connections mesh() {
        return node;
    }

    /** Returns what this client's identity has granted to other applications on this machine, and serves it to them. */
    public Wallet wallet() {
        return node.wallet();
    }

    /**
     * Gets this client its identity from the wallet that runs on this machine, as far as its user grants it: the client
     * then is an application of that identity, and its spaces are those that were granted. The data folder is empty, or
     * was an application's before: then the user is asked only for more than was granted. Once granted, the spaces are
     * here whether the wallet runs or not.
     *
     * <p>Completes when what was granted is here, and fails with WALLET_UNREACHABLE, WALLET_UNSAFE, WALLET_REFUSED,
     * WALLET_ACCESS_ENDED, or with IDENTITY_EXISTS in a data folder with an identity or spaces of its own.
     */
    public CompletableFuture<WalletAccess> useWallet(WalletRequest request) {
        return node.useWallet(request);
    }

    /**
     * Gets this client an identity that the applications of this user on this machine have in common, whichever of them
     * starts first; called at each start. A client with an identity of its own serves it while no other wallet runs
     * here, and takes over when that one has ended. One without has its identity of the wallet that runs, as by
     * {@link #useWallet}; where none runs it creates one, if {@code sharing} names it, and serves that. Of several that
     * begin at the same moment one serves.
     *
     * <p>Completes when it serves, stands by, or has what was granted. Fails as {@link #useWallet} does, with
     * NO_IDENTITY when the data folder has spaces but no identity and {@code sharing} names none, KEYCHAIN_LOCKED, or
     * STORAGE_FAILED.
     */
    public CompletableFuture<SharedIdentity> shareIdentity(IdentitySharing sharing) {
        return node.shareIdentity(sharing);
    }

    /**
     * Starts an app host on this client, when hearth-kube-runtime is on the class path; closing the handle stops it.
     */
    public Optional<KubeHandle> kube() {
        return ServiceLoader.load(KubeProvider.class).findFirst().map(provider -> provider.start(this));
    }

    /** Returns what this client is doing, and why something does not connect or sync. */
    public ClientStatus status() {
        return node.clientStatus();
    }

    /** Returns the time, randomness and threads that this client uses. */
    public Seams seams() {
        return node.seams();
    }

    /** Leaves all swarms, makes everything durable and releases the folder; safe to call twice. */
    @Override
    public void close() {
        node.close();
    }
}
