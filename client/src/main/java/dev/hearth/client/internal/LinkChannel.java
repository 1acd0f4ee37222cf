package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.HearthException;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins the database's end of an exchange with one peer with the channel for it. What is received comes one after the
 * other on the swarm's executor; the exchange of a branch starts on the thread that opens the branch, and the peer may
 * have answered before it has: what comes so early waits.
 */
final class LinkChannel implements ChannelHandler {
    /** A peer says what it has, and the rest when it knows what is here: what is more ends the exchange. */
    static final int MOST_EARLY = 16;

    private final Session session;
    private final Function<ReplicaPort, FrameLink> exchange;
    private final Deque<Consumer<FrameLink>> early = new ArrayDeque<>(); // guarded by this
    private @Nullable FrameLink link; // guarded by this
    private boolean failed; // guarded by this

    LinkChannel(Session session, Function<ReplicaPort, FrameLink> exchange) {
        this.session = session;
        this.exchange = exchange;
    }

    /** Starts the exchange over {@code channel}, whose handler this is. */
    LinkChannel over(Channel channel) {
        try {
            FrameLink started = exchange.apply(new ChannelPort(channel, session));
            catchUp(started);
            if (hasFailed()) {
                started.close();
                channel.close();
            }
        } catch (HearthException e) {
            fail();
            channel.close(); // the database, or the branch, has ended meanwhile
        }
        return this;
    }

    private synchronized boolean hasFailed() {
        return failed;
    }

    private synchronized void fail() {
        failed = true;
        early.clear();
    }

    /** Hands over what came early, and lets what comes from then on through. */
    private void catchUp(FrameLink started) {
        for (Consumer<FrameLink> next = nextEarly(started); next != null; next = nextEarly(started)) {
            next.accept(started);
        }
    }

    private synchronized @Nullable Consumer<FrameLink> nextEarly(FrameLink started) {
        Consumer<FrameLink> next = early.poll();
        if (next == null && !failed) {
            link = started;
        }
        return next;
    }

    private void tell(Consumer<FrameLink> event) {
        FrameLink started;
        synchronized (this) {
            started = link;
            if (started == null && early.size() >= MOST_EARLY) {
                fail();
            } else if (started == null && !failed) {
                early.add(event);
            }
        }
        if (started != null) {
            event.accept(started);
        }
    }

    @Override
    public void message(Bytes message) {
        tell(started -> started.received(message));
    }

    @Override
    public void writable() {
        tell(FrameLink::writable);
    }

    @Override
    public void closed(String reason) {
        tell(FrameLink::close);
    }
}
