package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.echo.DatabaseOptions;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The spaces of one identity on this device, and the mesh that they share. Thread-safe. */
final class SpaceHost implements AutoCloseable {
    private static final Duration FIRST_WORD = Duration.ofSeconds(5);

    private final LocalIdentity identity;
    private final DataFolder folder;
    private final ClientOptions options;
    private final Registry registry;
    private final Seams seams;
    private final Mesh mesh;
    private final InvitationDesk desk;
    private final Map<SpaceId, OpenSpace> spaces = new LinkedHashMap<>(); // guarded by itself
    private final Set<URI> signals = new LinkedHashSet<>(); // guarded by itself

    private SpaceHost(
            LocalIdentity identity, DataFolder folder, ClientOptions options, Registry registry, Seams seams) {
        this.identity = identity;
        this.folder = folder;
        this.options = options;
        this.registry = registry;
        this.seams = seams;
        MeshOptions network =
                MeshOptions.defaults().withSignals(options.signals()).withTransports(options.transports());
        network = options.network().map(network::withNetwork).orElse(network);
        this.mesh = Mesh.open(network, new MeshAuthenticator(identity), seams);
        this.desk = new InvitationDesk(mesh, identity.device(), registry, this::signals, seams);
        signals.addAll(options.signals());
    }

    static SpaceHost open(
            LocalIdentity identity, DataFolder folder, ClientOptions options, Registry registry, Seams seams) {
        SpaceHost host = new SpaceHost(identity, folder, options, registry, seams);
        try {
            for (SpaceEntry entry : registry.spaces()) {
                host.meetAt(entry.signals());
                host.open(SpaceCredentials.restore(registry.credentials(entry.id()), seams));
            }
            synchronized (host.spaces) {
                host.desk.reopen(host.spaces);
            }
            return host;
        } catch (MalformedException e) {
            host.close();
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    Mesh mesh() {
        return mesh;
    }

    List<OpenSpace> spaces() {
        synchronized (spaces) {
            return List.copyOf(spaces.values());
        }
    }

    Optional<OpenSpace> find(SpaceId id) {
        synchronized (spaces) {
            return Optional.ofNullable(spaces.get(id));
        }
    }

    private List<URI> signals() {
        synchronized (signals) {
            return List.copyOf(signals);
        }
    }

    private void meetAt(List<URI> servers) {
        synchronized (signals) {
            signals.addAll(servers);
        }
        servers.forEach(mesh::addSignal);
    }

    OpenSpace create(String name) {
        SpaceCredentials credentials = SpaceCredentials.create(identity, seams);
        registry.addSpace(new SpaceEntry(credentials.id(), signals()), credentials.all());
        OpenSpace space = open(credentials);
        space.put(new SpaceProperties(name));
        return space;
    }

    private OpenSpace open(SpaceCredentials credentials) {
        SpaceAccess access = new SpaceAccess(identity, credentials, registry);
        Store store = folder.space(credentials.id());
        EchoDatabase database;
        try {
            database = EchoDatabase.open(store, access, access, seams, DatabaseOptions.defaults());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        SpaceSwarm swarm = new SpaceSwarm(mesh, access, database);
        OpenSpace space = new OpenSpace(database, access, swarm, desk, store);
        synchronized (spaces) {
            spaces.put(space.id(), space);
        }
        swarm.join();
        return space;
    }

    CompletableFuture<Space> join(String text, String code) {
        InvitationLink link = InvitationLink.parse(text);
        Optional<OpenSpace> joined = registry.joined(link.id()).flatMap(this::find);
        if (joined.isPresent()) {
            return CompletableFuture.completedFuture(joined.get());
        }
        if (!seams.clock().instant().isBefore(link.expires())) {
            return CompletableFuture.failedFuture(new HearthException(ErrorCode.INVITATION_EXPIRED));
        }
        meetAt(link.signals());
        return Joining.start(mesh, link, code, seams, options.joinTimeout())
                .thenApplyAsync(credentials -> joined(link, credentials), seams.blocking())
                .thenCompose(this::heard);
    }

    /** Waits until something of the space has come, for it can't be written to before; but not for long. */
    private CompletableFuture<Space> heard(Space space) {
        CompletableFuture<Space> heard = new CompletableFuture<>();
        Subscription commits = space.onCommit(seams.blocking(), commit -> heard.complete(space));
        Subscription limit = seams.scheduler().after(FIRST_WORD, () -> heard.complete(space));
        if (space.version().blocks() > 0) {
            heard.complete(space);
        }
        return heard.whenComplete((any, failure) -> {
            commits.close();
            limit.close();
        });
    }

    private Space joined(InvitationLink link, List<Bytes> encoded) {
        SpaceCredentials credentials;
        try {
            credentials = SpaceCredentials.restore(encoded, seams);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.CODE_WRONG, Map.of(), e);
        }
        if (credentials.authority().ownerOf(identity.device()).isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        registry.putJoined(link.id(), credentials.id());
        Optional<OpenSpace> known = find(credentials.id());
        if (known.isPresent()) {
            encoded.forEach(known.get().access()::offer);
            return known.get();
        }
        registry.addSpace(new SpaceEntry(credentials.id(), signals()), credentials.all());
        return open(credentials);
    }

    void pause() {
        mesh.pause();
    }

    void resume() {
        mesh.resume();
    }

    @Override
    public void close() {
        Closing closing = new Closing().then(desk::close);
        spaces().forEach(space -> closing.then(space::close));
        closing.then(mesh::close).run();
    }
}
