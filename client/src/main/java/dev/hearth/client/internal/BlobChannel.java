package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.echo.BlobLink;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import org.jspecify.annotations.Nullable;

/** Joins the exchange of blobs with one peer with the channel for it. Confined to the swarm's executor. */
final class BlobChannel implements ChannelHandler {
    private final Session session;
    private final EchoDatabase database;
    private @Nullable BlobLink link;

    BlobChannel(Session session, EchoDatabase database) {
        this.session = session;
        this.database = database;
    }

    /** Starts the exchange over {@code channel}, whose handler this is. */
    BlobChannel over(Channel channel) {
        link = database.exchangeBlobs(session.peer().device(), new ChannelPort(channel, session));
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
