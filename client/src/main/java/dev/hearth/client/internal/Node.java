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
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.client.Spaces;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.mesh.MeshStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
            folder.keychain().identity().ifPresent(this::start);
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

    private SpaceHost host() {
        synchronized (changes) {
            if (closed) {
                throw new HearthException(ErrorCode.CLOSED);
            }
            if (host == null) {
                throw new HearthException(ErrorCode.NO_IDENTITY);
            }
            return host;
        }
    }

    private Optional<SpaceHost> hostIfAny() {
        synchronized (changes) {
            return Optional.ofNullable(host);
        }
    }

    @Override
    public Profile createIdentity(String name) {
        LocalIdentity identity = folder.keychain().createIdentity(name);
        start(identity);
        return profile(identity);
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
    public Space create(String name) {
        return host().create(name);
    }

    @Override
    public List<Space> list() {
        return hostIfAny().map(found -> List.<Space>copyOf(found.spaces())).orElse(List.of());
    }

    @Override
    public Space get(SpaceId id) {
        return host().find(id)
                .orElseThrow(() -> new HearthException(ErrorCode.SPACE_UNKNOWN, Map.of("space", id.toString())));
    }

    @Override
    public CompletableFuture<Space> join(String link, String code) {
        return host().join(link, code);
    }

    @Override
    public Space restore(Path backup) {
        return host().restore(backup, Optional.empty());
    }

    @Override
    public Space restore(Path backup, char[] passphrase) {
        return host().restore(backup, Optional.of(passphrase.clone()));
    }

    @Override
    public Optional<MeshStatus> status() {
        return hostIfAny().map(found -> found.mesh().status());
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
        return new ClientStatus(
                identity(), status(), list().stream().map(Space::spaceStatus).toList());
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
