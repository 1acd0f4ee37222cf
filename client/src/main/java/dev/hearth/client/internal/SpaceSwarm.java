package dev.hearth.client.internal;

import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.client.SpaceStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one space in step with the members' devices that the mesh finds. Only members get a session, and whoever stops
 * being one loses it. Thread-safe.
 */
final class SpaceSwarm implements SwarmHandler, AutoCloseable {
    private final Mesh mesh;
    private final SpaceAccess access;
    private final EchoDatabase database;
    private final Subscription credentials;
    private final Map<Session, PeerLink> links = new ConcurrentHashMap<>();
    private final Subscription opened;
    private final Set<ObjectId> branches = ConcurrentHashMap.newKeySet();
    private final Object membership = new Object();
    private @Nullable Swarm swarm; // guarded by membership

    SpaceSwarm(Mesh mesh, SpaceAccess access, EchoDatabase database) {
        this.mesh = mesh;
        this.access = access;
        this.database = database;
        this.credentials = access.onChange(this::dropFormerMembers);
        this.opened = database.onBranchOpened(this::exchange);
    }

    /** Notes the branch first, so that a link which comes meanwhile finds it. */
    private void exchange(ObjectId branch) {
        branches.add(branch);
        links.values().forEach(link -> link.exchange(branch));
    }

    void join() {
        synchronized (membership) {
            if (swarm == null) {
                Topic topic = Topic.secret(access.keys().topic(), access.keys().swarmSecret());
                swarm = mesh.join(topic, this);
            }
        }
    }

    List<SpaceStatus.Peer> peers() {
        return links.values().stream()
                .map(PeerLink::status)
                .flatMap(Optional::stream)
                .toList();
    }

    private void dropFormerMembers() {
        for (Session session : links.keySet()) {
            if (!access.isMember(session.peer().device())) {
                session.close();
            }
        }
    }

    @Override
    public boolean admits(Peer peer) {
        return access.isMember(peer.device());
    }

    /** The device with the smaller id opens the channels. */
    @Override
    public void connected(Session session) {
        boolean opens = access.self().compareTo(session.peer().device()) < 0;
        PeerLink link = new PeerLink(session, database, opens);
        links.put(session, link);
        link.start();
        branches.forEach(link::exchange);
    }

    @Override
    public void disconnected(Session session, String reason) {
        links.remove(session); // its channels end with it
    }

    @Override
    public void close() {
        credentials.close();
        opened.close();
        synchronized (membership) {
            if (swarm != null) {
                swarm.close();
                swarm = null;
            }
        }
    }
}
