package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.internal.session.LinkHandshake;
import dev.hearth.mesh.internal.session.LinkRecord;
import dev.hearth.mesh.internal.session.SecureLink;
import dev.hearth.mesh.internal.session.SessionLimits;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a link delivers to the swarm's executor: first to the handshake, then to whom the link was given. One
 * malformed frame closes the link and touches nothing else.
 */
final class LinkPump implements LinkHandler {
    /** Bytes of one link that may wait for the executor; an honest peer stays far below. */
    private static final long FLOOD = 16L << 20;

    private final Link link;
    private final int rank;
    private final Bytes token;
    private final Executor executor;
    private final LongSupplier clock;
    private final Owner owner;
    private final long startedAt;
    private final AtomicLong waiting = new AtomicLong();
    private final LinkHandshake handshake;
    private @Nullable SecureLink secure;
    private boolean ended;

    /** Who the link is for; called on the executor. */
    interface Owner {
        void authenticated(LinkPump pump) throws MalformedException;

        void record(LinkPump pump, LinkRecord record) throws MalformedException;

        void writable(LinkPump pump);

        void ended(LinkPump pump, String reason);
    }

    LinkPump(
            Link link,
            int rank,
            Bytes token,
            LinkHandshake handshake,
            Executor executor,
            LongSupplier clock,
            Owner owner) {
        this.link = link;
        this.rank = rank;
        this.token = token;
        this.handshake = handshake;
        this.executor = executor;
        this.clock = clock;
        this.owner = owner;
        this.startedAt = clock.getAsLong();
    }

    /** Starts the link; on the executor. */
    void start() {
        link.start(this);
        try {
            advance();
        } catch (MalformedException e) {
            end(sentence(e));
        }
    }

    int rank() {
        return rank;
    }

    String transport() {
        return link.transport();
    }

    /** Our token, as the handshake told it; empty on the side that was dialed. */
    Bytes token() {
        return token;
    }

    LinkHandshake handshake() {
        return handshake;
    }

    SecureLink secure() {
        if (secure == null) {
            throw new IllegalStateException("The link is not authenticated");
        }
        return secure;
    }

    boolean overdue(long now) {
        return now - startedAt > SessionLimits.HANDSHAKE.toNanos();
    }

    @Override
    public void frame(byte[] frame) {
        if (frame.length > Link.MAX_FRAME || waiting.addAndGet(frame.length) > FLOOD) {
            executor.execute(() -> end("More than the peer may send"));
            return;
        }
        executor.execute(() -> {
            waiting.addAndGet(-frame.length);
            take(frame);
        });
    }

    private void take(byte[] frame) {
        if (ended) {
            return;
        }
        try {
            if (secure == null) {
                handshake.receive(frame);
                advance();
            } else {
                owner.record(this, secure.open(frame, clock.getAsLong()));
            }
        } catch (MalformedException e) {
            end(sentence(e));
        }
    }

    private void advance() throws MalformedException {
        byte[] next = handshake.next().orElse(null);
        if (next != null && !link.send(next)) {
            end("The link ended in the handshake");
            return;
        }
        if (handshake.finished()) {
            secure = new SecureLink(link, rank, handshake.split(), clock.getAsLong());
            owner.authenticated(this);
        }
    }

    private static String sentence(MalformedException e) {
        String rule = e.getMessage();
        return rule == null ? "Malformed" : rule;
    }

    /** Ends the link, once; on the executor. */
    void end(String reason) {
        if (!ended) {
            ended = true;
            if (secure != null) {
                secure.close(reason);
            }
            link.close(reason);
            owner.ended(this, reason);
        }
    }

    @Override
    public void writable() {
        executor.execute(() -> {
            if (!ended) {
                owner.writable(this);
            }
        });
    }

    @Override
    public void closed(String reason) {
        executor.execute(() -> end(reason));
    }
}
