package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Space;
import dev.hearth.client.internal.wallet.WalletDesk;
import dev.hearth.client.internal.wallet.WalletHost;
import dev.hearth.client.internal.wallet.WalletServer;
import dev.hearth.client.internal.wallet.WalletTurn;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.Wallet;
import dev.hearth.client.wallet.WalletOptions;
import dev.hearth.client.wallet.WalletService;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A client's identity and spaces as its wallet serves them. Thread-safe. */
final class NodeWallet implements Wallet, WalletHost, AutoCloseable {
    private final Supplier<OpenFolder> folder;
    private final Path log;
    private final Seams seams;
    private final WalletDesk desk;
    private final BooleanSupplier locked;
    private final Runnable onUse;
    private final List<WalletServer> servers = new CopyOnWriteArrayList<>();
    private final List<WalletTurn> turns = new CopyOnWriteArrayList<>();

    /** {@code folder} is no use by itself; {@code onUse} is told of each. */
    NodeWallet(Supplier<OpenFolder> folder, BooleanSupplier locked, Runnable onUse, Path data, Seams seams) {
        this.folder = folder;
        this.onUse = onUse;
        this.locked = locked;
        this.log = data.resolve("wallet.log");
        this.seams = seams;
        this.desk = new WalletDesk(this, log, seams);
    }

    @Override
    public WalletService serve(WalletOptions options) {
        use();
        WalletServer server = WalletServer.start(desk, options, seams);
        servers.add(server);
        return server;
    }

    /** Serves whenever no other wallet does at that place; throws NO_IDENTITY, WALLET_UNSAFE or STORAGE_FAILED. */
    WalletTurn standBy(WalletOptions options) {
        return kept(WalletTurn.await(desk, options, this::isReady, seams));
    }

    /**
     * As {@link #standBy}, for the identity that {@code identity} makes once no other wallet can come to that place;
     * throws WALLET_TAKEN, and makes none, when one is there.
     */
    WalletTurn found(WalletOptions options, Runnable identity) {
        return kept(WalletTurn.found(desk, options, this::isReady, seams, identity));
    }

    private boolean isReady() {
        return !locked.getAsBoolean();
    }

    private WalletTurn kept(WalletTurn turn) {
        turns.add(turn);
        return turn;
    }

    /** Serves no more by {@code turn}. */
    void end(WalletTurn turn) {
        turns.remove(turn);
        turn.close();
    }

    @Override
    public List<AppGrant> grants() {
        use();
        return desk.grants();
    }

    @Override
    public boolean revoke(DeviceId app) {
        use();
        boolean ended = desk.revoke(app);
        servers.forEach(WalletServer::grantsChanged);
        turns.forEach(WalletTurn::grantsChanged);
        return ended;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void use() {
        onUse.run();
    }

    private SpaceHost host() {
        return folder.get().host().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    @Override
    public LocalIdentity identity() {
        LocalIdentity identity = folder.get().identity().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
        if (identity.chain().application().isPresent()) {
            throw new HearthException(
                    ErrorCode.NOT_PERMITTED, Map.of("rule", "an application hands on nothing of its identity"));
        }
        return identity;
    }

    @Override
    public Object token() {
        return folder.get();
    }

    @Override
    public List<KnownSpace> spaces() {
        return host().all().stream()
                .filter(space -> !space.personal() && space.state() == KnownSpace.State.OPEN)
                .toList();
    }

    @Override
    public List<KnownSpace> allSpaces() {
        return folder.get().host().map(SpaceHost::all).orElse(List.of()).stream()
                .filter(space -> !space.personal() && space.endedAt().isEmpty())
                .toList();
    }

    @Override
    public List<URI> signals() {
        return host().network().map(Network::signals).orElse(List.of());
    }

    private Optional<SpaceAccess> access(SpaceId space) {
        return host().find(space).map(OpenSpace::access);
    }

    @Override
    public void admit(SpaceId space, IdentityChain app, Role cap) {
        access(space).orElseThrow(() -> new HearthException(ErrorCode.CLOSED)).admitDevice(app, cap);
    }

    @Override
    public boolean has(SpaceId space, DeviceId app) {
        return access(space)
                .filter(access -> access.hasDevice(identity().id(), app))
                .isPresent();
    }

    /** A space that is closed is opened for it, so that its members hear of it. */
    @Override
    public void revoke(SpaceId space, DeviceId app) {
        SpaceHost host = host();
        Optional<OpenSpace> open = host.find(space);
        if (open.isPresent()) {
            open.get().revokeDevice(app);
            return;
        }
        boolean in = host.credentials(space)
                .authority()
                .member(identity().id())
                .filter(member -> member.has(app))
                .isPresent();
        if (in) {
            try (Space opened = host.open(space)) {
                host.find(opened.id()).orElseThrow().revokeDevice(app);
            }
        }
    }

    @Override
    public List<Bytes> credentials(SpaceId space) {
        return access(space).map(SpaceAccess::all).orElse(List.of());
    }

    @Override
    public int credentialCount(SpaceId space) {
        return access(space).map(SpaceAccess::credentialCount).orElse(0);
    }

    @Override
    public Map<Bytes, Bytes> records() {
        return folder.get().registry().grants();
    }

    @Override
    public Optional<Bytes> record(Bytes app) {
        return folder.get().registry().grant(app);
    }

    @Override
    public void keep(Bytes app, Bytes record) {
        folder.get().registry().putGrant(app, record);
    }

    @Override
    public void close() {
        Closing closing = new Closing();
        turns.forEach(turn -> closing.then(turn::close));
        servers.forEach(server -> closing.then(server::close));
        closing.then(desk::close).run();
    }
}
