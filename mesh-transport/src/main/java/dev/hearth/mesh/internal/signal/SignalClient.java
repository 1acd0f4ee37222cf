package dev.hearth.mesh.internal.signal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.internal.swarm.Backoff;
import dev.hearth.mesh.internal.swarm.Introducer;
import dev.hearth.mesh.internal.swarm.IntroducerEvents;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signal server as a client sees it: connects again by itself, joins again what it had joined, and carries the
 * lanes of relayed links. Thread-safe: one lock, under which nothing waits.
 */
public final class SignalClient implements Introducer {
    private static final Logger LOG = LoggerFactory.getLogger(SignalClient.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LOGIN = Duration.ofSeconds(10);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration SILENT = Duration.ofSeconds(15);

    /** Only a connection that lasted so long makes the next attempt quick again. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** Messages about others that a server may send at once, and in each second after that. */
    private static final int NEWS_AT_ONCE = 65_536;

    private static final int NEWS_PER_SECOND = 2_000;

    /** Bytes that wait for a server that does not read, before it is given up. */
    private static final long UNREAD = 8L << 20;

    private final URI address;
    private final Connector connector;
    private final Authenticator authenticator;
    private final Announcement announcement;
    private final IntroducerEvents events;
    private final Seams seams;
    private final Backoff backoff;
    private final Subscription ticks;
    private final Set<Bytes> topics = new LinkedHashSet<>();
    private final List<Bytes> visits = new ArrayList<>(); // topics, as often as they are visited
    private boolean all; // whether it is shown every topic
    private final Map<RelayLane, RelayLink> lanes = new HashMap<>();
    private @Nullable Connection connection;
    private boolean connected;
    private boolean online = true;
    private boolean closed;
    private String failure = "Not connected yet";
    private @Nullable ErrorCode error;
    private Bytes server = Bytes.EMPTY;

    /** Opens a {@link Wire}; the handler may hear {@code closed} without ever having been connected. */
    @FunctionalInterface
    public interface Connector {
        /** Starts to connect, and returns the wire at once. */
        Wire connect(URI address, WireHandler handler);
    }

    /** Starts to connect to {@code address}, which is shown no topic before {@link #visit} or {@link #showAll}. */
    public SignalClient(
            URI address,
            Connector connector,
            Authenticator authenticator,
            Announcement announcement,
            IntroducerEvents events,
            Seams seams) {
        this.address = address;
        this.connector = connector;
        this.authenticator = authenticator;
        this.announcement = announcement;
        this.events = events;
        this.seams = seams;
        this.backoff = new Backoff(seams.random(), seams.nanoTime());
        this.ticks = seams.scheduler().every(TICK, () -> seams.blocking().execute(this::tick));
        seams.blocking().execute(this::tick);
    }

    private synchronized void tick() {
        long now = seams.nanoTime();
        Connection live = connection;
        if (live == null) {
            if (online && !closed && backoff.due(now)) {
                connection = new Connection(now);
                connection.open();
            }
            return;
        }
        if (!connected && now - live.startedAt > LOGIN.toNanos()) {
            live.end("The signal server does not answer");
        } else if (connected && now - live.heardAt > SILENT.toNanos()) {
            live.end("The signal server is silent");
        } else if (connected && now - live.heardAt > PING.toNanos() && now - live.pingedAt > PING.toNanos()) {
            live.pingedAt = now;
            live.send(new SignalFrame.Ping());
        }
    }

    /** One connection, from its start to its end. */
    private final class Connection implements WireHandler {
        private final long startedAt;
        private long heardAt;
        private long pingedAt;
        private long acceptedAt;
        private long newsAt;
        private double news = NEWS_AT_ONCE;
        private boolean distrusted;
        private boolean over;
        private @Nullable Wire wire;

        Connection(long now) {
            startedAt = now;
            heardAt = now;
            pingedAt = now;
            acceptedAt = now;
            newsAt = now;
        }

        void open() {
            wire = connector.connect(address, this);
        }

        boolean send(SignalFrame frame) {
            Wire to = wire;
            if (to != null && !over && to.pendingBytes() > UNREAD) {
                end("The signal server does not read");
            }
            return to != null && !over && to.send(frame.encode());
        }

        /** Counts what makes work for us; relayed frames are limited by the links that take them. */
        private void counted() throws MalformedException {
            double earned = (heardAt - newsAt) / 1e9 * NEWS_PER_SECOND;
            news = Math.min(NEWS_AT_ONCE, news + earned) - 1;
            newsAt = heardAt;
            if (news < 0) {
                throw new MalformedException("More messages than it may send");
            }
        }

        @Override
        public void distrusted() {
            synchronized (SignalClient.this) {
                distrusted = true;
            }
        }

        @Override
        public void message(byte[] message) {
            synchronized (SignalClient.this) {
                if (over) {
                    return;
                }
                heardAt = seams.nanoTime();
                try {
                    take(this, SignalFrame.decode(message));
                } catch (MalformedException e) {
                    LOG.debug("Signal server {}", address, e);
                    end("The signal server breaks the protocol");
                }
            }
        }

        @Override
        public void writable() {
            List<RelayLink> carried;
            synchronized (SignalClient.this) {
                carried = List.copyOf(lanes.values());
            }
            carried.forEach(RelayLink::drained);
        }

        @Override
        public void closed(String reason) {
            synchronized (SignalClient.this) {
                end(reason);
            }
        }

        void end(String reason) {
            if (over) {
                return;
            }
            over = true;
            Wire last = wire;
            if (last != null) {
                last.close("Done");
            }
            connection = null;
            failure = reason;
            error = distrusted ? ErrorCode.SIGNAL_UNTRUSTED : ErrorCode.SIGNAL_UNREACHABLE;
            LOG.debug("Signal server {} is not connected: {}", address, reason);
            long now = seams.nanoTime();
            if (connected && now - acceptedAt > STABLE.toNanos()) {
                backoff.reset(now);
            }
            backoff.failed(now);
            if (connected) {
                connected = false;
                events.lost(SignalClient.this);
            }
            List<RelayLink> carried = List.copyOf(lanes.values());
            lanes.clear();
            carried.forEach(lane -> lane.ended("The relay is not connected"));
        }
    }

    private void take(Connection on, SignalFrame frame) throws MalformedException {
        if (!(frame instanceof SignalFrame.Relay relay && lanes.containsKey(lane(relay)))) {
            on.counted();
        }
        if (frame instanceof SignalFrame.Hello hello) {
            if (hello.version() != SignalFrame.VERSION) {
                throw new MalformedException("Another version of the protocol");
            }
            server = hello.server();
            Bytes proof =
                    authenticator.sign(SignalFrame.LOGIN_DOMAIN, SignalFrame.proofInput(hello.nonce(), announcement));
            on.send(new SignalFrame.Login(SignalFrame.VERSION, announcement, proof));
        } else if (frame instanceof SignalFrame.Accepted && !connected) {
            connected = true;
            failure = "";
            error = null;
            on.acceptedAt = seams.nanoTime();
            LOG.debug("Signal server {} is connected", address);
            topics.stream().filter(this::shows).forEach(topic -> on.send(new SignalFrame.Join(topic)));
        } else if (frame instanceof SignalFrame.Present present) {
            events.present(this, present.topic(), present.member());
        } else if (frame instanceof SignalFrame.Absent absent) {
            events.absent(this, absent.topic(), absent.member());
        } else if (frame instanceof SignalFrame.Pass pass) {
            events.signal(this, pass.topic(), pass.other(), pass.sealed());
        } else if (frame instanceof SignalFrame.Relay relay) {
            relayed(relay);
        } else if (frame instanceof SignalFrame.Ping) {
            on.send(new SignalFrame.Pong());
        } else if (frame instanceof SignalFrame.Goodbye goodbye) {
            on.end(goodbye.reason());
        } else if (!(frame instanceof SignalFrame.Pong)) {
            throw new MalformedException("A message that only clients send");
        }
    }

    private static RelayLane lane(SignalFrame.Relay relay) {
        return new RelayLane(relay.topic(), relay.other(), relay.lane());
    }

    private void relayed(SignalFrame.Relay relay) {
        RelayLane lane = lane(relay);
        RelayLink link = lanes.get(lane);
        if (link == null) {
            return;
        }
        if (relay.frame().isEmpty()) {
            lanes.remove(lane);
            link.ended("Closed by the peer");
        } else {
            link.arrived(relay.frame().toArray());
        }
    }

    synchronized boolean open(RelayLane lane, RelayLink link) {
        if (!connected) {
            return false;
        }
        lanes.put(lane, link);
        return true;
    }

    /** Sends on a lane; an empty frame ends it. */
    synchronized boolean send(RelayLane lane, Bytes frame) {
        if (!lanes.containsKey(lane)) {
            return false;
        }
        if (frame.isEmpty()) {
            lanes.remove(lane);
        }
        Connection live = connection;
        return live != null && live.send(new SignalFrame.Relay(lane.topic(), lane.peer(), lane.lane(), frame));
    }

    synchronized boolean writable() {
        Connection live = connection;
        return live != null && live.wire != null && live.wire.writable();
    }

    synchronized boolean hasJoined(Bytes topic) {
        return connected && topics.contains(topic) && shows(topic);
    }

    /** The name that the server drew when it started. */
    synchronized Bytes server() {
        return server;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public synchronized boolean connected() {
        return connected;
    }

    @Override
    public synchronized String failure() {
        return failure;
    }

    /** Returns what kind of failure keeps it from being connected. */
    public synchronized Optional<ErrorCode> error() {
        return Optional.ofNullable(error);
    }

    private boolean shows(Bytes topic) {
        return all || visits.contains(topic);
    }

    /** Shows the server this topic, until as many calls of {@link #endVisit}. */
    public synchronized void visit(Bytes topic) {
        boolean shown = shows(topic);
        visits.add(topic);
        if (!shown && connected && topics.contains(topic)) {
            send(new SignalFrame.Join(topic));
        }
    }

    /** Ends a visit; returns whether the server is still of use. */
    public synchronized boolean endVisit(Bytes topic) {
        if (visits.remove(topic) && !shows(topic) && connected && topics.contains(topic)) {
            send(new SignalFrame.Leave(topic));
        }
        return all || !visits.isEmpty();
    }

    /** Shows the server every topic, from now on. */
    public synchronized void showAll() {
        if (!all && connected) {
            topics.stream().filter(topic -> !shows(topic)).forEach(topic -> send(new SignalFrame.Join(topic)));
        }
        all = true;
    }

    @Override
    public synchronized void join(Bytes topic) {
        if (topics.add(topic) && connected && shows(topic)) {
            send(new SignalFrame.Join(topic));
        }
    }

    @Override
    public synchronized void leave(Bytes topic) {
        if (topics.remove(topic) && connected && shows(topic)) {
            send(new SignalFrame.Leave(topic));
        }
    }

    @Override
    public synchronized void signal(Bytes topic, DeviceId to, Bytes sealed) {
        if (connected) {
            send(new SignalFrame.Pass(topic, to, sealed));
        }
    }

    private void send(SignalFrame frame) {
        if (connection != null) {
            connection.send(frame);
        }
    }

    @Override
    public synchronized void online(boolean wanted) {
        online = wanted;
        if (wanted) {
            backoff.reset(seams.nanoTime());
        } else if (connection != null) {
            connection.end("Paused");
        }
    }

    @Override
    public void close() {
        ticks.close();
        synchronized (this) {
            closed = true;
            if (connection != null) {
                connection.end("The mesh is closed");
            }
        }
    }
}
