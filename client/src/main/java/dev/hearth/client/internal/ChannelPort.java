package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel of a session as the database sees it. A peer that breaks the protocol loses the session. */
final class ChannelPort implements ReplicaPort {
    private static final Logger log = LoggerFactory.getLogger(ChannelPort.class);

    private final Channel channel;
    private final Session session;

    ChannelPort(Channel channel, Session session) {
        this.channel = channel;
        this.session = session;
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
