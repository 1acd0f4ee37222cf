package dev.hearth.mesh.internal.session;

import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.SessionStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reliable part of a session, over links that are not.
 *
 * <p>Packets are numbered per direction, acknowledged by the count received in order, and kept until then. Several
 * links may be attached: data goes on the best one that is not suspect. When that changes, the new link first repeats
 * all that is unacknowledged; the receiver takes a packet from any link if it is the next in order and drops those it
 * has. A link delivers in order, so a number beyond the next proves that the link lost something, and a ping that names
 * more packets than arrived proves that it lost the last ones: such a link is closed, and the next repeats. So nothing
 * is lost or doubled whatever links do, and moving to a better link needs no agreement.
 *
 * <p>A step machine: no thread, no clock, no socket; times are nanoseconds passed in. Confined to the swarm's executor,
 * but for {@link #create}.
 */
public final class SessionCore {
    private final boolean initiator;
    private final Mux mux;
    private final ReplayBuffer replay = new ReplayBuffer();
    private final List<SecureLink> links = new ArrayList<>();
    private @Nullable SecureLink primary;
    private long received;
    private long toldReceived;
    private long unacknowledgedIn;
    private long activeAt;
    private long linklessSince;
    private long closedLinksSent;
    private long closedLinksReceived;
    private long roundTrip;
    private int linkCount;

    /** Starts a session without links; {@code wake} asks, from any thread, that {@link #pump} be called. */
    public SessionCore(boolean initiator, Runnable wake, long now) {
        this.initiator = initiator;
        mux = new Mux(initiator, wake);
        activeAt = now;
        linklessSince = now;
    }

    /** Creates a channel, on any thread; {@link #open} follows. */
    public Channel create(String protocol, ChannelHandler handler) {
        return mux.create(protocol, handler);
    }

    /** Opens a channel that {@link #create} made. */
    public void open(Channel channel) {
        mux.open((MuxChannel) channel);
    }

    /** Says who handles channels of {@code protocol}. */
    public void accept(String protocol, Function<Channel, ChannelHandler> acceptor) {
        mux.accept(protocol, acceptor);
    }

    /** Adds a link over which the peer said that it received {@code peerReceived} packets. */
    public void attach(SecureLink link, long peerReceived, long now) throws MalformedException {
        replay.acknowledge(Math.max(peerReceived, replay.first()));
        links.add(link);
        linkCount++;
        activeAt = now;
    }

    /** Returns how many packets arrived in order. */
    public long received() {
        return received;
    }

    /** Takes a record that came over an attached link. */
    public void receive(SecureLink link, LinkRecord record, long now) throws MalformedException {
        if (record instanceof LinkRecord.Data data) {
            data(data, now);
        } else if (record instanceof LinkRecord.Ack ack) {
            acknowledged(ack.received());
        } else if (record instanceof LinkRecord.Ping ping) {
            if (ping.sent() > received) {
                throw new MalformedException("The link lost its last packets");
            }
            link.send(new LinkRecord.Pong(ping.number(), received).encode());
        } else if (record instanceof LinkRecord.Pong pong) {
            acknowledged(pong.received());
            long measured = link.roundTrip(pong.number(), now);
            roundTrip = measured < 0 ? roundTrip : measured;
        } else {
            throw new MalformedException("Record out of turn");
        }
    }

    private void data(LinkRecord.Data data, long now) throws MalformedException {
        acknowledged(data.received());
        if (data.sequence() > received) {
            throw new MalformedException("The link lost a packet");
        }
        if (data.sequence() < received) {
            return;
        }
        received++;
        unacknowledgedIn += data.packet().remaining();
        activeAt = now;
        mux.receive(data.packet());
    }

    /** A late link may tell less than is known; only more counts. */
    private void acknowledged(long count) throws MalformedException {
        if (count > replay.first()) {
            replay.acknowledge(count);
        }
    }

    /** Sends what can be sent. */
    public void pump(long now) {
        choosePrimary(now);
        SecureLink link = primary;
        if (link == null) {
            return;
        }
        while (link.writable()) {
            if (link.repeats()) {
                link.repeatOne(received);
            } else if (replay.bytes() < SessionLimits.REPLAY && mux.hasOutput()) {
                byte[] payload = mux.nextPacket();
                link.send(LinkRecord.data(replay.append(payload), received, payload));
                activeAt = now;
            } else {
                break;
            }
            told();
        }
        if (unacknowledgedIn >= SessionLimits.ACK_BYTES) {
            acknowledge();
        }
        if (link.closed()) {
            pump(now);
        }
    }

    private void told() {
        toldReceived = received;
        unacknowledgedIn = 0;
    }

    /** Acknowledges what no packet has acknowledged; called when the executor is idle. */
    public void acknowledge() {
        if (primary != null && received != toldReceived && !primary.closed()) {
            primary.send(new LinkRecord.Ack(received).encode());
            told();
        }
    }

    private void choosePrimary(long now) {
        forgetClosed(now);
        Optional<SecureLink> best = links.stream()
                .min(Comparator.<SecureLink, Boolean>comparing(link -> suspect(link, now))
                        .thenComparing(SecureLink::rank)
                        // Of equals the newest: an older one may have died unnoticed.
                        .thenComparing(link -> -links.indexOf(link)));
        if (best.isPresent() && best.get() != primary) {
            primary = best.get();
            primary.carries();
            primary.repeat(replay.from(replay.first()), replay.first());
        }
    }

    private void forgetClosed(long now) {
        boolean had = !links.isEmpty();
        links.removeIf(link -> {
            if (link.closed()) {
                closedLinksSent += link.sentBytes();
                closedLinksReceived += link.receivedBytes();
            }
            return link.closed();
        });
        if (primary != null && primary.closed()) {
            primary = null;
        }
        if (had && links.isEmpty()) {
            linklessSince = now;
        }
    }

    private static boolean suspect(SecureLink link, long now) {
        return link.silence(now) > SessionLimits.SUSPECT.toNanos();
    }

    /** Heartbeats, dead links, superfluous links; called a few times a second. */
    public void tick(long now) {
        boolean active = replay.bytes() > 0 || now - activeAt < 2 * SessionLimits.HEARTBEAT_ACTIVE.toNanos();
        long interval = (active ? SessionLimits.HEARTBEAT_ACTIVE : SessionLimits.HEARTBEAT_IDLE).toNanos();
        for (SecureLink link : List.copyOf(links)) {
            link.heartbeat(now, interval, link.sent(replay.end(), link == primary));
            if (link.silence(now) > SessionLimits.SILENT.toNanos()) {
                link.close("The peer is silent");
            } else if (superfluous(link, now) && link.idleBehindBetter(now) > SessionLimits.LINGER.toNanos()) {
                link.close("A better link carries");
            }
        }
        pump(now);
        acknowledge();
    }

    /** Only the initiator closes what it dialed in vain, as the sides may prefer different transports. */
    private boolean superfluous(SecureLink link, long now) {
        return initiator
                && primary != null
                && link != primary
                && link.rank() >= primary.rank()
                && !suspect(primary, now);
    }

    /** Returns the rank of the best link that is not suspect, or a large number. */
    public int bestRank(long now) {
        return links.stream()
                .filter(link -> !link.closed() && !suspect(link, now))
                .mapToInt(SecureLink::rank)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** Returns the nanoseconds since the last link ended; 0 while there is one. */
    public long linkless(long now) {
        forgetClosed(now);
        return links.isEmpty() ? now - linklessSince : 0;
    }

    /** Ends links and channels, and tells the peer when {@code tell}. */
    public void end(String reason, boolean tell) {
        for (SecureLink link : links) {
            if (tell) {
                link.send(new LinkRecord.Bye(reason).encode());
            }
            link.close(reason);
        }
        mux.end(reason);
    }

    /** Closes the links and keeps the session, which another link may continue. */
    public void dropLinks(String reason, long now) {
        links.forEach(link -> link.close(reason));
        forgetClosed(now);
    }

    /** Returns the transport that carries; empty between links. */
    public String transport() {
        return primary == null || primary.closed() ? "" : primary.transport();
    }

    /** Returns the figures so far. */
    public SessionStats stats() {
        long sent = closedLinksSent;
        long taken = closedLinksReceived;
        for (SecureLink link : links) {
            sent += link.sentBytes();
            taken += link.receivedBytes();
        }
        return new SessionStats(sent, taken, Duration.ofNanos(roundTrip), linkCount, replay.bytes());
    }
}
