package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.client.SpaceStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.Replicator;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins the replicator of one peer with the channel to it. Confined to the swarm's executor, but for its status. */
final class PeerLink implements ChannelHandler {
    private final Session session;
    private final EchoDatabase database;
    private volatile @Nullable Replicator replicator;

    PeerLink(Session session, EchoDatabase database) {
        this.session = session;
        this.database = database;
    }

    /** Starts replication over {@code channel}, whose handler this is. */
    PeerLink over(Channel channel) {
        replicator = database.replicate(new ChannelPort(channel, session));
        return this;
    }

    Optional<SpaceStatus.Peer> status() {
        Replicator started = replicator;
        return started == null
                ? Optional.empty()
                : Optional.of(new SpaceStatus.Peer(
                        session.peer().device(),
                        session.transport(),
                        session.stats().sentBytes(),
                        session.stats().receivedBytes(),
                        started.status()));
    }

    @Override
    public void message(Bytes message) {
        Replicator started = replicator;
        if (started != null) {
            started.received(message);
        }
    }

    @Override
    public void writable() {
        Replicator started = replicator;
        if (started != null) {
            started.writable();
        }
    }

    @Override
    public void closed(String reason) {
        Replicator started = replicator;
        if (started != null) {
            started.close();
        }
    }
}
