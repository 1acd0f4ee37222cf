package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.ClientStatus;
import dev.hearth.client.Connections;
import dev.hearth.client.Halo;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.client.SpaceStatus;
import dev.hearth.client.Spaces;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.mesh.MeshStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a client: the data folder, and, once there is an identity, everything that acts in its name.
 * Thread-safe.
 */
public final class Node implements Halo, Spaces, Connections, AutoCloseable {
    private final DataFolder folder;
    private final ClientOptions options;
    private final Seams seams;
    private final Registry registry;
    private final Object changes = new Object();
    private @Nullable SpaceHost host; // guarded by changes
    private boolean closed; // guarded by changes

    private Node(DataFolder folder, ClientOptions options, Seams seams, Registry registry) {
        this.folder = folder;
        this.options = options;
        this.seams = seams;
        this.registry = registry;
    }

    /** Opens or creates a data folder. */
    public static Node open(Path data, ClientOptions options) {
        Seams seams = options.seams().orElseGet(Seams::system);
        try {
            DataFolder folder = DataFolder.open(data, options, seams);
            Node node = new Node(folder, options, seams, new Registry(folder.registry()));
            node.start();
            return node;
        } catch (RuntimeException e) {
            if (options.seams().isEmpty()) {
                seams.close();
            }
            throw e;
        }
    }

    private void start() {
        try {
            folder.keychain()
                    .identity()
                    .or(() -> folder.keychain().provisional())
                    .ifPresent(this::start);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private void start(LocalIdentity identity) {
        synchronized (changes) {
            host = SpaceHost.open(identity, folder, options, registry, seams);
        }
    }

    private Optional<SpaceHost> hostIfAny() {
        synchronized (changes) {
            return Optional.ofNullable(host);
        }
    }

    private Optional<SpaceHost> openHost() {
        synchronized (changes) {
            if (closed) {
                throw new HearthException(ErrorCode.CLOSED);
            }
            return hostIfAny();
        }
    }

    private SpaceHost hostOf(SpaceId space) {
        return openHost().orElseThrow(() -> SpaceHost.unknown(space));
    }

    private SpaceHost hostOfIdentity() {
        return openHost().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    /** Spaces can be created before there is an identity, in the name of a provisional one. */
    private SpaceHost hostForNew() {
        synchronized (changes) {
            if (openHost().isEmpty()) {
                start(folder.keychain().createProvisional());
            }
            return openHost().orElseThrow();
        }
    }

    @Override
    public Profile createIdentity(String name) {
        synchronized (changes) {
            Optional<SpaceHost> before = openHost();
            LocalIdentity identity = folder.keychain().createIdentity(name);
            if (before.isPresent()) {
                before.get().introduce(identity);
            } else {
                start(identity);
            }
            return profile(identity);
        }
    }

    @Override
    public Optional<Profile> identity() {
        return folder.keychain().identity().map(Node::profile);
    }

    private static Profile profile(LocalIdentity identity) {
        return new Profile(identity.id(), identity.device(), identity.name());
    }

    private LocalIdentity required() {
        return folder.keychain().identity().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    @Override
    public Bytes chain() {
        return required().chain().encoded();
    }

    @Override
    public Bytes sign(String domain, Bytes message) {
        return required().sign(domain, message);
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
        return hostIfAny().map(SpaceHost::list).orElse(List.of());
    }

    @Override
    public List<KnownSpace> all() {
        return hostIfAny().map(SpaceHost::all).orElse(List.of());
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
    public CompletableFuture<Space> join(String link, String code) {
        return hostOfIdentity().join(link, code);
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
        return hostIfAny().flatMap(SpaceHost::network).map(open -> open.mesh().status());
    }

    @Override
    public void pause() {
        hostIfAny().ifPresent(SpaceHost::pause);
    }

    @Override
    public void resume() {
        hostIfAny().ifPresent(SpaceHost::resume);
    }

    /** Returns what the client is doing. */
    public ClientStatus clientStatus() {
        List<SpaceStatus> spaces = new ArrayList<>();
        list().forEach(space -> statusOf(space).ifPresent(spaces::add));
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
            if (host != null) {
                closing.then(host::close);
            }
            closing.then(registry::close).then(() -> folder.keychain().close());
            if (options.seams().isEmpty()) {
                closing.then(seams::close);
            }
            closing.run();
        }
    }
}
