package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.client.SpaceStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.Replicator;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the replicator of one peer with the channel to it. Confined to the swarm's executor, but for its status. */
final class PeerLink implements ChannelHandler {
    private static final Logger log = LoggerFactory.getLogger(PeerLink.class);

    private final Session session;
    private final EchoDatabase database;
    private volatile @Nullable Replicator replicator;

    PeerLink(Session session, EchoDatabase database) {
        this.session = session;
        this.database = database;
    }

    /** Starts replication over {@code channel}, whose handler this is. */
    PeerLink over(Channel channel) {
        replicator = database.replicate(new Port(channel));
        return this;
    }

    /** The channel as the replicator sees it. */
    private final class Port implements ReplicaPort {
        private final Channel channel;

        Port(Channel channel) {
            this.channel = channel;
        }

        @Override
        public boolean send(Bytes frame) {
            return channel.writable() && channel.send(frame);
        }

        @Override
        public boolean writable() {
            return channel.writable();
        }

        @Override
        public void failed(String reason) {
            log.warn(
                    "Peer {} broke the replication protocol: {}",
                    session.peer().device().brief(),
                    reason);
            session.close();
        }
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
