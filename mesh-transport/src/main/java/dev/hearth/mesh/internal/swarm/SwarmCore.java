package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.MeshStatus;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.SessionStats;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One joined topic: its other devices, each a {@link RemoteDevice}, on one serial executor with the handler. */
public final class SwarmCore implements Swarm, Executor {
    /** Devices of one topic that are remembered; more are not seen. */
    private static final Limit DEVICES = new Limit("devices of a topic", 1_024);

    private static final Logger LOG = LoggerFactory.getLogger(SwarmCore.class);
    private static final Duration TICK = Duration.ofMillis(100);

    private final Topic topic;
    private final SwarmHandler handler;
    private final MeshContext context;
    private final SerialExecutor executor;
    private final Departure departure;
    private final Map<DeviceId, RemoteDevice> devices = new LinkedHashMap<>();
    private final Set<LinkPump> attached = new HashSet<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Subscription ticks;
    private volatile List<MeshStatus.PeerStatus> status = List.of();
    private boolean paused;
    private boolean left;

    /** Hears how a swarm is closed: at once that it is, and later that its peers were told. */
    public interface Departure {
        /** The swarm takes no more part; on the thread that closes it. */
        void closing(SwarmCore swarm);

        /** The peers were told; only now may introducers forget us, for they carry the relay. */
        void left(SwarmCore swarm);
    }

    /** Joins. */
    public SwarmCore(Topic topic, SwarmHandler handler, MeshContext context, Departure departure) {
        this.topic = topic;
        this.handler = handler;
        this.context = context;
        this.departure = departure;
        this.executor = context.seams().serial("swarm " + topic);
        this.ticks = context.seams().scheduler().every(TICK, this::scheduleTick);
    }

    /** A slow handler is not met by a heap of ticks. */
    private void scheduleTick() {
        if (ticking.compareAndSet(false, true)) {
            execute(this::tick);
        }
    }

    private void tick() {
        ticking.set(false);
        if (left) {
            return;
        }
        long now = now();
        List.copyOf(devices.values()).forEach(device -> device.tick(now));
        devices.values().removeIf(device -> device.idle(now));
        status = devices.values().stream().map(this::status).toList();
    }

    private MeshStatus.PeerStatus status(RemoteDevice device) {
        SessionStats stats = device.session().map(Session::stats).orElse(new SessionStats(0, 0, Duration.ZERO, 0, 0));
        return new MeshStatus.PeerStatus(
                topic.value(),
                device.device(),
                device.session().map(Session::transport).orElse(""),
                stats.sentBytes(),
                stats.receivedBytes(),
                stats.roundTrip(),
                device.failures());
    }

    /** Returns the peers seen, as of the last tick. */
    public List<MeshStatus.PeerStatus> status() {
        return status;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public List<Session> sessions() {
        return List.copyOf(sessions);
    }

    /** As {@link IntroducerEvents#present}, for this topic. */
    public void present(Introducer from, Announcement member) {
        execute(() -> {
            if (left || member.device().equals(context.self())) {
                return;
            }
            try {
                member.verify();
                DEVICES.check(devices.containsKey(member.device()) ? 0 : devices.size() + 1L);
                device(member.device()).present(from, member);
            } catch (MalformedException e) {
                LOG.debug("A member of {} is not seen", topic, e);
            }
        });
    }

    /** As {@link IntroducerEvents#absent}, for this topic. */
    public void absent(Introducer from, DeviceId member) {
        execute(() -> {
            RemoteDevice device = devices.get(member);
            if (device != null) {
                device.absent(from);
            }
        });
    }

    /** As {@link IntroducerEvents#lost}. */
    public void lost(Introducer from) {
        execute(() -> devices.values().forEach(device -> device.absent(from)));
    }

    /** As {@link IntroducerEvents#signal}, for this topic; from somebody who is not present it is not heard. */
    public void signal(DeviceId sender, Bytes sealed) {
        execute(() -> {
            RemoteDevice device = devices.get(sender);
            if (left || device == null) {
                return;
            }
            try {
                device.signal(context.envelope().open(topic.value(), sender, sealed));
            } catch (MalformedException e) {
                LOG.debug("A signal from {} is dropped", sender.brief(), e);
            }
        });
    }

    private RemoteDevice device(DeviceId id) {
        return devices.computeIfAbsent(id, unseen -> new RemoteDevice(this, context, unseen));
    }

    /** Drops all links and connects no more until {@code false} is given; sessions wait for as long as they do. */
    public void pause(boolean now) {
        execute(() -> {
            paused = now;
            if (now) {
                List.copyOf(devices.values()).forEach(device -> device.dropLinks("Paused"));
            }
        });
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            ticks.close();
            departure.closing(this);
            execute(() -> {
                left = true;
                List.copyOf(devices.values()).forEach(RemoteDevice::leave);
                devices.clear();
                departure.left(this);
                executor.close();
                over.countDown();
            });
        }
    }

    /** Waits, not for ever, until what {@link #close} tells the peers was given to the links. */
    public void awaitClosed() {
        try {
            if (!executor.isCurrent() && !over.await(2, TimeUnit.SECONDS)) {
                LOG.debug("The swarm {} is slow to leave", topic);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long now() {
        return context.seams().nanoTime();
    }

    boolean paused() {
        return paused;
    }

    boolean left() {
        return left;
    }

    boolean admits(Peer peer) {
        try {
            return handler.admits(peer);
        } catch (RuntimeException e) {
            LOG.warn("The handler of a swarm failed to decide; the peer is not admitted", e);
            return false;
        }
    }

    void connected(Session session) {
        sessions.add(session);
        try {
            handler.connected(session);
        } catch (RuntimeException e) {
            LOG.warn("The handler of a swarm failed; the session is closed", e);
            session.close();
        }
    }

    void disconnected(Session session, String reason) {
        sessions.remove(session);
        try {
            handler.disconnected(session, reason);
        } catch (RuntimeException e) {
            LOG.warn("The handler of a swarm failed when a session ended", e);
        }
    }

    void attach(LinkPump pump) {
        attached.add(pump);
    }

    boolean attached(LinkPump pump) {
        return attached.contains(pump);
    }

    boolean detach(LinkPump pump) {
        return attached.remove(pump);
    }
}
