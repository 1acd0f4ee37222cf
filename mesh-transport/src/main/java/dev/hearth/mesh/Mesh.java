package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.internal.link.MemoryIntroducer;
import dev.hearth.mesh.internal.link.MemoryTransport;
import dev.hearth.mesh.internal.netty.EventLoops;
import dev.hearth.mesh.internal.netty.SignalTls;
import dev.hearth.mesh.internal.netty.TcpTransport;
import dev.hearth.mesh.internal.netty.WebSocketConnector;
import dev.hearth.mesh.internal.session.SessionLimits;
import dev.hearth.mesh.internal.signal.RelayTransport;
import dev.hearth.mesh.internal.signal.SignalClient;
import dev.hearth.mesh.internal.swarm.Announcement;
import dev.hearth.mesh.internal.swarm.Introducer;
import dev.hearth.mesh.internal.swarm.IntroducerEvents;
import dev.hearth.mesh.internal.swarm.MeshContext;
import dev.hearth.mesh.internal.swarm.SwarmCore;
import dev.hearth.mesh.internal.webrtc.WebRtcTransport;
import dev.hearth.mesh.spi.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connects this device with the other devices of the topics that it joins: introduced by signal servers, over the best
 * transport that carries, authenticated before anything is said. Thread-safe.
 */
public final class Mesh implements AutoCloseable {
    private final Seams seams;
    private final Authenticator authenticator;
    private final EventLoops loops = new EventLoops("hearth-mesh", 1);
    private final List<Introducer> introducers = new CopyOnWriteArrayList<>();
    private final List<SignalClient> signals = new CopyOnWriteArrayList<>();
    private final Map<Bytes, SwarmCore> swarms = new ConcurrentHashMap<>();
    private final MeshContext context;
    private final SignalSecurity security;
    private final WebSocketConnector connector;
    private boolean paused;
    private boolean closed;

    private Mesh(MeshOptions options, Authenticator authenticator, Seams seams) {
        this.seams = seams;
        this.authenticator = authenticator;
        this.security = options.security();
        this.connector = new WebSocketConnector(loops, new SignalTls(security.trusted()));
        this.context = new MeshContext(authenticator, seams, transports(options), options.resumeTimeout());
        options.network()
                .map(MemoryNetwork::hub)
                .ifPresent(hub -> introducers.add(new MemoryIntroducer(hub, context.announcement(), new Events())));
        options.signals().forEach(this::addSignal);
    }

    /**
     * Opens a mesh; {@code seams} outlive it.
     *
     * @throws HearthException PORT_BUSY or LISTEN_FAILED when TCP cannot listen where the options say, SIGNAL_PLAIN
     */
    public static Mesh open(MeshOptions options, Authenticator authenticator, Seams seams) {
        if (authenticator.chain().size() > SessionLimits.CHAIN.max()) {
            throw new IllegalArgumentException("authenticator: a chain over " + SessionLimits.CHAIN);
        }
        options.signals().forEach(options.security()::require);
        return new Mesh(options, authenticator, seams);
    }

    /** The one place that knows the transports; a network inside the process is the best there is. */
    private List<Transport> transports(MeshOptions options) {
        List<String> names = new ArrayList<>(options.transports());
        if (options.network().isPresent() && !names.contains("memory")) {
            names.add(0, "memory");
        }
        List<Transport> made = new ArrayList<>();
        for (String name : names) {
            switch (name) {
                case WebRtcTransport.NAME -> made.add(new WebRtcTransport(seams));
                case "tcp" -> made.add(new TcpTransport(loops, options.listen(), seams));
                case "relay" -> made.add(new RelayTransport(signals, seams));
                case "memory" ->
                    options.network().ifPresent(network -> made.add(new MemoryTransport(network.hub(), seams)));
                default -> throw new IllegalStateException("No such transport: " + name);
            }
        }
        return made;
    }

    /**
     * Uses another signal server, from now on; one that is used already changes nothing.
     *
     * @throws HearthException SIGNAL_PLAIN
     */
    public synchronized void addSignal(URI server) {
        signal(server).ifPresent(SignalClient::showAll);
    }

    /**
     * Uses a signal server for one topic, which is all that it is shown, until the subscription is closed. Then it is
     * left, unless others visit it, or it was added in the meantime.
     *
     * @throws HearthException SIGNAL_PLAIN
     */
    public synchronized Subscription visitSignal(URI server, Topic topic) {
        Optional<SignalClient> visited = signal(server);
        visited.ifPresent(client -> client.visit(topic.value()));
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                visited.ifPresent(client -> endVisit(client, topic));
            }
        };
    }

    private synchronized void endVisit(SignalClient client, Topic topic) {
        if (!client.endVisit(topic.value())) {
            signals.remove(client);
            introducers.remove(client);
            client.close();
        }
    }

    /** Returns the client of a server, connected from now on; none when the mesh is closed. */
    private Optional<SignalClient> signal(URI server) {
        security.require(server);
        Optional<SignalClient> known = signals.stream()
                .filter(client -> client.address().equals(server))
                .findFirst();
        if (closed || known.isPresent()) {
            return known;
        }
        SignalClient client =
                new SignalClient(server, connector, authenticator, context.announcement(), new Events(), seams);
        client.online(!paused);
        swarms.keySet().forEach(client::join);
        signals.add(client);
        introducers.add(client);
        return Optional.of(client);
    }

    /**
     * Joins a topic.
     *
     * @throws IllegalStateException when it is joined already
     * @throws HearthException CLOSED
     */
    public synchronized Swarm join(Topic topic, SwarmHandler handler) {
        if (closed) {
            throw new HearthException(ErrorCode.CLOSED);
        }
        if (swarms.containsKey(topic.value())) {
            throw new IllegalStateException("The topic " + topic + " is joined already");
        }
        SwarmCore swarm = new SwarmCore(topic, handler, context, new Departures());
        swarm.pause(paused);
        swarms.put(topic.value(), swarm);
        introducers.forEach(introducer -> introducer.join(topic.value()));
        return swarm;
    }

    /** Lets a topic be joined again at once after its swarm was closed, while the old one still says goodbye. */
    private final class Departures implements SwarmCore.Departure {
        @Override
        public void closing(SwarmCore swarm) {
            swarms.remove(swarm.topic().value(), swarm);
        }

        @Override
        public void left(SwarmCore swarm) {
            synchronized (Mesh.this) {
                Bytes topic = swarm.topic().value();
                introducers.forEach(introducer -> introducer.leave(topic));
                if (swarms.containsKey(topic)) {
                    introducers.forEach(introducer -> introducer.join(topic));
                }
            }
        }
    }

    /** Disconnects from everybody until {@link #resume}; sessions wait as long as they wait for a lost link. */
    public synchronized void pause() {
        paused = true;
        introducers.forEach(introducer -> introducer.online(false));
        swarms.values().forEach(swarm -> swarm.pause(true));
    }

    /** Connects again after {@link #pause}. */
    public synchronized void resume() {
        paused = false;
        swarms.values().forEach(swarm -> swarm.pause(false));
        introducers.forEach(introducer -> introducer.online(true));
    }

    /** Returns who is reached how, as of a moment ago. */
    public MeshStatus status() {
        List<MeshStatus.SignalStatus> servers = signals.stream()
                .map(client -> new MeshStatus.SignalStatus(
                        client.address(), client.connected(), client.failure(), client.error()))
                .toList();
        List<MeshStatus.TransportStatus> ways = context.transports().stream()
                .map(way -> new MeshStatus.TransportStatus(way.name(), way.available(), way.unavailableReason()))
                .toList();
        List<MeshStatus.PeerStatus> peers = new ArrayList<>();
        swarms.values().forEach(swarm -> peers.addAll(swarm.status()));
        return new MeshStatus(servers, ways, peers);
    }

    /** Leaves all topics and ends all sessions; safe to call twice. */
    @Override
    public void close() {
        List<SwarmCore> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(swarms.values());
        }
        open.forEach(SwarmCore::close);
        open.forEach(SwarmCore::awaitClosed);
        introducers.forEach(Introducer::close);
        context.transports().forEach(Transport::close);
        loops.close();
    }

    /** Brings what introducers say to the swarm that it is about. */
    private final class Events implements IntroducerEvents {
        @Override
        public void present(Introducer from, Bytes topic, Announcement member) {
            swarm(topic).ifPresent(swarm -> swarm.present(from, member));
        }

        @Override
        public void absent(Introducer from, Bytes topic, DeviceId member) {
            swarm(topic).ifPresent(swarm -> swarm.absent(from, member));
        }

        @Override
        public void signal(Introducer from, Bytes topic, DeviceId sender, Bytes sealed) {
            swarm(topic).ifPresent(swarm -> swarm.signal(sender, sealed));
        }

        @Override
        public void lost(Introducer from) {
            swarms.values().forEach(swarm -> swarm.lost(from));
        }

        private Optional<SwarmCore> swarm(Bytes topic) {
            return Optional.ofNullable(swarms.get(topic));
        }
    }
}
