package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.ClientStatus;
import dev.hearth.client.Connections;
import dev.hearth.client.Contacts;
import dev.hearth.client.Credentials;
import dev.hearth.client.Devices;
import dev.hearth.client.Halo;
import dev.hearth.client.JoinState;
import dev.hearth.client.KeychainSlots;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Profile;
import dev.hearth.client.Recovery;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.client.SpaceStatus;
import dev.hearth.client.Spaces;
import dev.hearth.client.internal.wallet.AppLink;
import dev.hearth.client.wallet.IdentitySharing;
import dev.hearth.client.wallet.SharedIdentity;
import dev.hearth.client.wallet.Wallet;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.mesh.MeshStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a client: a data folder that is open, or locked. While it is locked there is nothing in memory but its
 * path and who its identity is. Thread-safe.
 */
public final class Node implements Halo, Spaces, Connections, AutoCloseable {
    private final Path data;
    private final ClientOptions options;
    private final Seams seams;
    private final KeychainSlots slots = new FolderSlots(() -> required().folder());
    private final Devices devices = new NodeDevices(this);
    private final Recovery recovery = new NodeRecovery(this);
    private final Contacts contacts = new NodeContacts(this);
    private final Credentials credentials;
    private final List<Runnable> lockListeners = new CopyOnWriteArrayList<>();
    private final Object changes = new Object();
    private volatile @Nullable OpenFolder open;
    private volatile @Nullable IdleTimer idle;
    private volatile @Nullable Profile profile;
    private volatile boolean closed;

    private final NodeWallet wallet;
    private final List<WalletAccess> accesses = new CopyOnWriteArrayList<>();

    private Node(Path data, ClientOptions options, Seams seams) {
        this.data = data;
        this.options = options;
        this.seams = seams;
        this.wallet = new NodeWallet(this::opened, this::isLocked, this::touch, data, seams);
        this.credentials = new CredentialDesk(this::self, this, seams);
    }

    /** Opens or creates a data folder. */
    public static Node open(Path data, ClientOptions options) {
        options.signals().forEach(options.signalSecurity()::require);
        Seams seams = options.seams().orElseGet(Seams::system);
        try {
            Node node = new Node(data, options.withoutKey(), seams);
            node.open(options);
            return node;
        } catch (RuntimeException e) {
            if (options.seams().isEmpty()) {
                seams.close();
            }
            throw e;
        }
    }

    /** Held: changes, but for a node that nobody has yet. */
    private void open(ClientOptions with) {
        OpenFolder opened = OpenFolder.open(data, with, seams, this::touch);
        profile = opened.identity().map(Node::profile).orElse(null);
        open = opened;
        options.lockAfter()
                .ifPresent(limit -> idle = new IdleTimer(
                        seams.scheduler(), limit, () -> seams.blocking().execute(this::lockIfIdle)));
    }

    private static Profile profile(LocalIdentity identity) {
        return new Profile(identity.id(), identity.device(), identity.name());
    }

    /** Returns the folder, in use from now on; throws CLOSED or KEYCHAIN_LOCKED. */
    OpenFolder required() {
        touch();
        return opened();
    }

    /** As {@link #required}, without using it: for what is done by itself, whether anybody uses the client or not. */
    private OpenFolder opened() {
        OpenFolder now = open;
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
        if (now == null) {
            throw new HearthException(ErrorCode.KEYCHAIN_LOCKED);
        }
        return now;
    }

    private Optional<SpaceHost> hostIfAny() {
        return required().host();
    }

    /** A client that is closed has no spaces; which ones one has that is locked, nobody knows. */
    private Optional<SpaceHost> hostForList() {
        return closed ? Optional.empty() : hostIfAny();
    }

    private SpaceHost hostOf(SpaceId space) {
        SpaceHost host = hostIfAny().orElseThrow(() -> SpaceHost.unknown(space));
        host.app().ifPresent(app -> app.require(space));
        return host;
    }

    /** Returns what acts for the identity of a person; throws NO_IDENTITY or NOT_PERMITTED. */
    SpaceHost hostOfIdentity() {
        return persons(hostIfAny().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY)));
    }

    /** An application has the spaces that its wallet granted; others it neither creates nor joins. */
    private static SpaceHost persons(SpaceHost host) {
        if (host.app().isPresent()) {
            throw new HearthException(
                    ErrorCode.NOT_PERMITTED, Map.of("rule", "an application has the spaces that were granted to it"));
        }
        return host;
    }

    /** Returns what this client's identity has granted to applications. */
    public Wallet wallet() {
        return wallet;
    }

    /** Gets this client an identity, as far as the wallet's user grants it. */
    public CompletableFuture<WalletAccess> useWallet(WalletRequest request) {
        return CompletableFuture.supplyAsync(() -> access(request), seams.blocking());
    }

    /** As {@link #useWallet}, on this thread. */
    WalletAccess access(WalletRequest request) {
        NodeApp app = new NodeApp(this::required, identity -> profile = profile(identity), changes, seams);
        AppLink access = AppLink.start(app, request, seams);
        accesses.add(access);
        if (closed) {
            access.close();
        }
        return access;
    }

    /** Gets this client an identity that others on this machine have too, and serves it where none does. */
    public CompletableFuture<SharedIdentity> shareIdentity(IdentitySharing sharing) {
        return new NodeSharing(this, wallet, sharing).begin();
    }

    /** Spaces can be created before there is an identity, in the name of a provisional one. */
    private SpaceHost hostForNew() {
        synchronized (changes) {
            return persons(required().hostForNew());
        }
    }

    @Override
    public Profile createIdentity(String name) {
        return become(folder -> folder.createIdentity(name));
    }

    @Override
    public Optional<Profile> identity() {
        Profile known = profile;
        if (known == null) {
            return Optional.empty();
        }
        Profile now = hostForStatus()
                .flatMap(SpaceHost::profile)
                .map(own -> new Profile(known.id(), known.device(), own.name().name()))
                .orElse(known);
        profile = now; // for when the keychain is locked
        return Optional.of(now);
    }

    @Override
    public Profile rename(String name) {
        hostOfIdentity()
                .profile()
                .orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY))
                .rename(name);
        return identity().orElseThrow();
    }

    @Override
    public Contacts contacts() {
        return contacts;
    }

    /** Changes who this client is, by {@code change}. */
    Profile become(Function<OpenFolder, LocalIdentity> change) {
        synchronized (changes) {
            Profile become = profile(change.apply(required()));
            profile = become;
            return identity().orElse(become);
        }
    }

    ClientOptions options() {
        return options;
    }

    private LocalIdentity self() {
        return required().identity().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    @Override
    public boolean isLocked() {
        return open == null && !closed;
    }

    @Override
    public void lock() {
        if (closeFolder()) {
            lockListeners.forEach(Runnable::run);
        }
    }

    /** The timer may fire while the client is being closed by its owner. */
    private void lockIfIdle() {
        if (!closed) {
            lock();
        }
    }

    private boolean closeFolder() {
        synchronized (changes) {
            OpenFolder former = open;
            if (former == null) {
                return false;
            }
            open = null;
            Closing closing = new Closing();
            IdleTimer timer = idle;
            if (timer != null) {
                closing.then(timer::close);
            }
            closing.then(former::close).run();
            return true;
        }
    }

    @Override
    public void unlock() {
        unlock(options);
    }

    @Override
    public void unlock(KeychainKey key) {
        unlock(options.key(key));
    }

    private void unlock(ClientOptions with) {
        synchronized (changes) {
            if (closed) {
                throw new HearthException(ErrorCode.CLOSED);
            }
            if (open == null) {
                open(with);
            }
        }
    }

    @Override
    public void touch() {
        IdleTimer timer = idle;
        if (timer != null) {
            timer.touch();
        }
    }

    @Override
    public Subscription onLock(Executor executor, Runnable listener) {
        Runnable told = () -> executor.execute(listener);
        lockListeners.add(told);
        return () -> lockListeners.remove(told);
    }

    @Override
    public KeychainSlots keychain() {
        return slots;
    }

    @Override
    public Devices devices() {
        return devices;
    }

    @Override
    public Recovery recovery() {
        return recovery;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public Bytes chain() {
        return self().chain().encoded();
    }

    @Override
    public Bytes sign(String domain, Bytes message) {
        return self().sign(domain, message);
    }

    @Override
    public Space create(String name, SpaceOptions chosen) {
        return hostForNew().create(name, chosen);
    }

    @Override
    public Space personal() {
        return hostOfIdentity().personal();
    }

    @Override
    public List<Space> list() {
        return hostForList().map(SpaceHost::list).orElse(List.of());
    }

    @Override
    public List<KnownSpace> all() {
        return hostForList().map(SpaceHost::all).orElse(List.of());
    }

    @Override
    public Space get(SpaceId id) {
        return hostOf(id).get(id);
    }

    @Override
    public Space open(SpaceId id) {
        return hostOf(id).open(id);
    }

    @Override
    public void close(SpaceId id) {
        hostOf(id).close(id);
    }

    @Override
    public void leave(SpaceId id) {
        hostOf(id).leave(id);
    }

    @Override
    public void delete(SpaceId id) {
        hostOf(id).delete(id);
    }

    @Override
    public void forget(SpaceId id) {
        hostOf(id).forget(id);
    }

    @Override
    public String digits(String link) {
        return hostOfIdentity().guests().digits(link);
    }

    @Override
    public CompletableFuture<Space> join(String link, String code, Executor executor, Consumer<JoinState> progress) {
        return hostOfIdentity().guests().join(link, code, state -> executor.execute(() -> progress.accept(state)));
    }

    @Override
    public Space restore(Path backup) {
        return hostOfIdentity().restore(backup, Optional.empty());
    }

    @Override
    public Space restore(Path backup, char[] passphrase) {
        return hostOfIdentity().restore(backup, Optional.of(passphrase.clone()));
    }

    @Override
    public Optional<MeshStatus> status() {
        return hostForStatus()
                .flatMap(SpaceHost::network)
                .map(network -> network.mesh().status());
    }

    /** Asking for the status is no use of the client: a display does so all the time. */
    private Optional<SpaceHost> hostForStatus() {
        return Optional.ofNullable(open).flatMap(OpenFolder::host);
    }

    @Override
    public void pause() {
        hostForList().ifPresent(SpaceHost::pause);
    }

    @Override
    public void resume() {
        hostForList().ifPresent(SpaceHost::resume);
    }

    /** Returns what the client is doing. */
    public ClientStatus clientStatus() {
        List<SpaceStatus> spaces = new ArrayList<>();
        hostForStatus()
                .map(SpaceHost::list)
                .orElse(List.of())
                .forEach(space -> statusOf(space).ifPresent(spaces::add));
        return new ClientStatus(identity(), status(), spaces);
    }

    /** A space may be closed while its status is asked for. */
    private static Optional<SpaceStatus> statusOf(Space space) {
        try {
            return Optional.of(space.spaceStatus());
        } catch (HearthException e) {
            if (e.code() == ErrorCode.CLOSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns time, randomness and threads. */
    public Seams seams() {
        return seams;
    }

    @Override
    public void close() {
        synchronized (changes) {
            if (closed) {
                return;
            }
            closed = true;
            Closing closing = new Closing();
            accesses.forEach(access -> closing.then(access::close));
            closing.then(wallet::close).then(this::closeFolder);
            if (options.seams().isEmpty()) {
                closing.then(seams::close);
            }
            closing.run();
        }
    }
}
