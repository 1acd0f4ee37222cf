package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes on meeting the members of a space that ended here, to tell them and to hear them tell. It replicates nothing:
 * the data may be gone. A session stays, idle, until either side has no more to tell: ended, it would be made again.
 * Thread-safe.
 */
final class Herald implements SwarmHandler, AutoCloseable {
    private final SpaceAccess access;
    private final Consumer<DeviceId> listener;
    private @Nullable Swarm swarm; // guarded by this

    /** Calls {@code listener} with each device that was told. */
    Herald(SpaceAccess access, Consumer<DeviceId> listener) {
        this.access = access;
        this.listener = listener;
    }

    synchronized void join(Mesh mesh) {
        swarm = mesh.join(Topic.secret(access.keys().topic(), access.keys().swarmSecret()), this);
    }

    @Override
    public boolean admits(Peer peer) {
        return access.isMember(peer.device());
    }

    @Override
    public void connected(Session session) {
        session.accept(News.PROTOCOL, channel -> new News.Hearing(session, channel, access, () -> {}, () -> {}));
        News.tell(session, access.all(), heard -> {
            if (heard) {
                listener.accept(session.peer().device());
            }
        });
    }

    @Override
    public void disconnected(Session session, String reason) {
        // Who was not told is told when it is met again.
    }

    @Override
    public synchronized void close() {
        if (swarm != null) {
            swarm.close();
            swarm = null;
        }
        access.keys().close();
    }
}
