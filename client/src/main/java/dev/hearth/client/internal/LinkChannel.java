package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.HearthException;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins the database's end of an exchange with one peer with the channel for it. Confined to the swarm's executor. */
final class LinkChannel implements ChannelHandler {
    private final Session session;
    private final Function<ReplicaPort, FrameLink> exchange;
    private @Nullable FrameLink link;

    LinkChannel(Session session, Function<ReplicaPort, FrameLink> exchange) {
        this.session = session;
        this.exchange = exchange;
    }

    /** Starts the exchange over {@code channel}, whose handler this is. */
    LinkChannel over(Channel channel) {
        try {
            link = exchange.apply(new ChannelPort(channel, session));
        } catch (HearthException e) {
            channel.close(); // the database, or the branch, has ended meanwhile
        }
        return this;
    }

    @Override
    public void message(Bytes message) {
        if (link != null) {
            link.received(message);
        }
    }

    @Override
    public void writable() {
        if (link != null) {
            link.writable();
        }
    }

    @Override
    public void closed(String reason) {
        if (link != null) {
            link.close();
        }
    }
}
