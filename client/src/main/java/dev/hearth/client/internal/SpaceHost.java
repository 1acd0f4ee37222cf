package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The spaces of one identity on this device, and the mesh that they share. Thread-safe. */
final class SpaceHost implements AutoCloseable {
    private final LocalIdentity identity;
    private final DataFolder folder;
    private final ClientOptions options;
    private final Registry registry;
    private final Seams seams;
    private final Mesh mesh;
    private final InvitationDesk desk;
    private final BackupDesk backups;
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
        this.backups = new BackupDesk(folder, registry, seams);
        signals.addAll(options.signals());
    }

    static SpaceHost open(
            LocalIdentity identity, DataFolder folder, ClientOptions options, Registry registry, Seams seams) {
        SpaceHost host = new SpaceHost(identity, folder, options, registry, seams);
        try {
            for (SpaceEntry entry : registry.spaces()) {
                host.meetAt(entry.signals());
                host.open(SpaceCredentials.restore(registry.credentials(entry.id()), seams), folder.known(entry.id()));
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
        return open(credentials, folder.space(credentials.id()));
    }

    private OpenSpace open(SpaceCredentials credentials, Store store) {
        SpaceAccess access = new SpaceAccess(identity, credentials, registry);
        EchoDatabase database;
        try {
            database = EchoDatabase.open(store, access, access, seams, DatabaseOptions.defaults());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        access.before(() -> requireConfirmed(database));
        SpaceSwarm swarm = new SpaceSwarm(mesh, access, database);
        OpenSpace space = new OpenSpace(database, access, swarm, desk, store, backups);
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
                .thenApplyAsync(credentials -> joined(link, credentials), seams.blocking());
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

    private static void requireConfirmed(EchoDatabase database) {
        if (database.status().unconfirmed()) {
            throw new HearthException(ErrorCode.SPACE_UNCONFIRMED);
        }
    }

    /** Puts a space back from a backup, and opens it. */
    OpenSpace restore(Path file, Optional<char[]> passphrase) {
        BackupFile.Preamble backup = backups.restore(file, passphrase, identity.device(), this::vacate);
        meetAt(backup.signals());
        boolean known = registry.spaces().stream().anyMatch(entry -> entry.id().equals(backup.space()));
        if (!known) {
            registry.addSpace(new SpaceEntry(backup.space(), signals()), backup.credentials());
        }
        try {
            OpenSpace space = open(SpaceCredentials.restore(registry.credentials(backup.space()), seams));
            backup.credentials().forEach(space.access()::offer);
            return space;
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }

    /** Makes room for a space that was closed, or that awaits being restored; throws SPACE_OPEN for another. */
    private void vacate(SpaceId id) {
        Optional<OpenSpace> known = find(id);
        if (known.isPresent() && !known.get().isVacant()) {
            throw new HearthException(ErrorCode.SPACE_OPEN, Map.of("space", id.toString()));
        }
        known.ifPresent(OpenSpace::close);
        synchronized (spaces) {
            spaces.remove(id);
        }
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
