package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.SessionStats;
import dev.hearth.mesh.internal.session.LinkRecord;
import dev.hearth.mesh.internal.session.ResumeRequest;
import dev.hearth.mesh.internal.session.SecureLink;
import dev.hearth.mesh.internal.session.SessionCore;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A session as the application holds it: brings its calls to the swarm's executor, and the machine's figures out. */
final class LiveSession implements Session {
    private static final String BINDING = "hearth mesh binding";

    private final Peer peer;
    private final Tokens tokens;
    private final Bytes binding;
    private final Executor executor;
    private final LongSupplier clock;
    private final Runnable closer;
    private final SessionCore core;
    private final AtomicBoolean pumping = new AtomicBoolean();
    private boolean acknowledging;
    private boolean ended;
    private volatile String transport = "";
    private volatile SessionStats stats;

    /**
     * What names a session on both sides.
     *
     * @param topic the topic
     * @param self this device
     * @param dials whether this device dials the peer
     * @param ours the token that we drew
     * @param theirs the token that the peer drew
     */
    record Tokens(Bytes topic, DeviceId self, boolean dials, Bytes ours, Bytes theirs) {
        /** Neither side alone decides it, and with another peer it is another: the devices are part of it. */
        private Bytes binding(DeviceId peer) {
            ByteWriter out = new ByteWriter(192).text(BINDING).raw(topic);
            out.raw(dials ? self.value() : peer.value()).raw(dials ? peer.value() : self.value());
            out.raw(dials ? ours : theirs).raw(dials ? theirs : ours);
            return Sha256.of(out.toBytes()).value();
        }
    }

    LiveSession(Peer peer, Tokens tokens, Executor executor, LongSupplier clock, Runnable closer) {
        this.peer = peer;
        this.tokens = tokens;
        this.binding = tokens.binding(peer.device());
        this.executor = executor;
        this.clock = clock;
        this.closer = closer;
        this.core = new SessionCore(tokens.dials(), this::wake, clock.getAsLong());
        this.stats = core.stats();
    }

    Tokens tokens() {
        return tokens;
    }

    SessionCore core() {
        return core;
    }

    /** Whether the dialer's link is for this session, which it may not have heard of yet. */
    boolean continues(ResumeRequest asked) {
        return tokens.theirs().equals(asked.token())
                && (asked.known().equals(tokens.ours()) || asked.known().equals(ResumeRequest.NONE));
    }

    /** Asks that what waits be sent; however often it is asked, it happens once. */
    private void wake() {
        if (pumping.compareAndSet(false, true)) {
            executor.execute(() -> {
                pumping.set(false);
                pump();
            });
        }
    }

    void pump() {
        if (!ended) {
            core.pump(clock.getAsLong());
            publish();
        }
    }

    private void publish() {
        transport = core.transport();
        stats = core.stats();
    }

    void attach(SecureLink link, long peerReceived) throws MalformedException {
        core.attach(link, peerReceived, clock.getAsLong());
        pump();
    }

    void record(SecureLink link, LinkRecord record) throws MalformedException {
        if (ended) {
            return;
        }
        core.receive(link, record, clock.getAsLong());
        if (!acknowledging) {
            acknowledging = true;
            executor.execute(this::acknowledge);
        }
        wake();
    }

    /** Comes after the frames that were waiting for the executor, so that one acknowledgement covers them all. */
    private void acknowledge() {
        acknowledging = false;
        if (!ended) {
            core.acknowledge();
        }
    }

    void tick(long now) {
        core.tick(now);
        publish();
    }

    void end(String reason, boolean tell) {
        if (!ended) {
            ended = true;
            core.end(reason, tell);
            publish();
        }
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Bytes binding() {
        return binding;
    }

    @Override
    public Channel open(String protocol, ChannelHandler handler) {
        Channel channel = core.create(protocol, handler);
        executor.execute(() -> {
            core.open(channel);
            pump();
        });
        return channel;
    }

    @Override
    public void accept(String protocol, Function<Channel, ChannelHandler> acceptor) {
        executor.execute(() -> {
            core.accept(protocol, acceptor);
            pump();
        });
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public SessionStats stats() {
        return stats;
    }

    @Override
    public void close() {
        closer.run();
    }

    @Override
    public String toString() {
        return "Session(" + peer.device().brief() + (transport.isEmpty() ? "" : " over " + transport) + ")";
    }
}
