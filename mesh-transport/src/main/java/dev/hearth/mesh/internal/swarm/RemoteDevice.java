package dev.hearth.mesh.internal.swarm;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.internal.session.LinkHandshake;
import dev.hearth.mesh.internal.session.LinkRecord;
import dev.hearth.mesh.internal.session.ResumeRequest;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.RemotePeer;
import dev.hearth.mesh.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another device in one topic: how it can be introduced, the attempts and links under way, and the session.
 *
 * <p>Of each pair the device with the smaller id dials, so two dials never meet. It tries every transport that is
 * better than what carries now; the other side only answers, and asks to be dialed when it misses a link. Confined to
 * the swarm's executor.
 */
final class RemoteDevice implements Attempt.Owner, LinkPump.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDevice.class);
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_LIFE = Duration.ofSeconds(20);
    private static final Duration UPGRADE_PAUSE = Duration.ofSeconds(15);
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(2);
    private static final Duration UNAVAILABLE_PAUSE = Duration.ofSeconds(1);
    private static final Duration UNSUPPORTED_PAUSE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 32;
    private static final int PUMPS = 32;

    private final SwarmCore swarm;
    private final MeshContext context;
    private final DeviceId device;
    private final boolean dials;
    private final Map<Introducer, Announcement> presence = new LinkedHashMap<>();
    private final Map<Bytes, Attempt> attempts = new LinkedHashMap<>();
    private final List<LinkPump> pumps = new ArrayList<>();
    private final List<Backoff> backoffs = new ArrayList<>();
    private final Map<String, String> failures = new HashMap<>();
    private final Backoff wakes;
    private Bytes token;
    private long lastStart;
    private @Nullable LiveSession session;

    RemoteDevice(SwarmCore swarm, MeshContext context, DeviceId device) {
        this.swarm = swarm;
        this.context = context;
        this.device = device;
        this.dials = context.self().compareTo(device) < 0;
        this.token = context.random(ResumeRequest.TOKEN);
        this.lastStart = swarm.now();
        this.wakes = new Backoff(context.seams().random(), swarm.now());
        for (int i = 0; i < context.transports().size(); i++) {
            backoffs.add(new Backoff(context.seams().random(), swarm.now()));
        }
    }

    DeviceId device() {
        return device;
    }

    Optional<LiveSession> session() {
        return Optional.ofNullable(session);
    }

    Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /**
     * Whether nothing would be lost by forgetting it. After a handshake the token is kept for as long as sessions wait:
     * the peer may hold a session by it that we have not heard of.
     */
    boolean idle(long now) {
        return presence.isEmpty()
                && session == null
                && pumps.isEmpty()
                && now - lastStart > context.resumeTimeout().toNanos();
    }

    void present(Introducer introducer, Announcement announcement) {
        boolean first = presence.isEmpty();
        Announcement before = presence.put(introducer, announcement);
        if (first || (before != null && !before.equals(announcement))) {
            attempts.values().forEach(Attempt::abandon);
            attempts.clear();
            backoffs.forEach(backoff -> backoff.reset(swarm.now()));
            wakes.pause(swarm.now(), Duration.ofSeconds(1));
        }
        dialBetter();
    }

    void absent(Introducer introducer) {
        presence.remove(introducer);
    }

    // ---- attempts

    void tick(long now) {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            if (!attempt.done() && attempt.age(now) > DIAL_TIMEOUT.toNanos()) {
                attempt.failed("No answer in time");
            }
            if (attempt.age(now) > ATTEMPT_LIFE.toNanos()) {
                attempts.remove(attempt.id());
            }
        }
        for (LinkPump pump : List.copyOf(pumps)) {
            if (!attached(pump) && pump.overdue(now)) {
                pump.end("The handshake took too long");
            }
        }
        if (session != null) {
            session.tick(now);
            if (session.core().linkless(now) > context.resumeTimeout().toNanos()) {
                end("No link to the peer", false);
            }
        }
        dialBetter();
    }

    private void dialBetter() {
        if (presence.isEmpty() || swarm.paused() || swarm.left()) {
            return;
        }
        long now = swarm.now();
        int best = session == null ? Integer.MAX_VALUE : session.core().bestRank(now);
        if (!dials) {
            if (best == Integer.MAX_VALUE && pumps.isEmpty() && wakes.due(now)) {
                wakes.failed(now);
                send(Signal.wake());
            }
            return;
        }
        for (int rank = 0; rank < Math.min(best, backoffs.size()); rank++) {
            if (backoffs.get(rank).due(now) && !trying(rank)) {
                dial(rank, now);
            }
        }
    }

    private boolean trying(int rank) {
        return attempts.values().stream().anyMatch(attempt -> attempt.rank() == rank && !attempt.settled())
                || pumps.stream().anyMatch(pump -> pump.rank() == rank && !attached(pump));
    }

    private boolean attached(LinkPump pump) {
        return session != null && swarm.attached(pump);
    }

    private void dial(int rank, long now) {
        Transport transport = context.transports().get(rank);
        if (!transport.available()) {
            failures.put(transport.name(), transport.unavailableReason());
            backoffs.get(rank).pause(now, UNAVAILABLE_PAUSE);
            return;
        }
        Attempt attempt = new Attempt(context.random(Signal.ATTEMPT), rank, true, now, this);
        attempts.put(attempt.id(), attempt);
        transport.dial(remote(), attempt, attempt);
    }

    private RemotePeer remote() {
        return new RemotePeer(context.self(), device, swarm.topic().value());
    }

    void signal(Signal signal) {
        switch (signal.kind()) {
            case DIAL -> dialed(signal);
            case ANSWER -> {
                Attempt attempt = attempts.get(signal.attempt());
                if (attempt != null && attempt.dialing()) {
                    attempt.deliver(signal.body());
                }
            }
            case REFUSE -> {
                Attempt attempt = attempts.get(signal.attempt());
                if (attempt != null && attempt.dialing()) {
                    attempt.failed("The peer does not use this transport");
                    backoffs.get(attempt.rank()).pause(swarm.now(), UNSUPPORTED_PAUSE);
                }
            }
            case WAKE -> {
                if (dials) {
                    backoffs.forEach(backoff -> backoff.hurry(swarm.now()));
                    dialBetter();
                }
            }
        }
    }

    private void dialed(Signal signal) {
        Attempt known = attempts.get(signal.attempt());
        if (known != null) {
            if (!known.dialing()) {
                known.deliver(signal.body());
            }
            return;
        }
        if (dials || swarm.paused() || !roomForAttempt()) {
            return;
        }
        int rank = context.rank(signal.transport());
        if (rank < 0 || !context.transports().get(rank).available()) {
            send(new Signal(Signal.Kind.REFUSE, signal.attempt(), signal.transport(), Bytes.EMPTY));
            return;
        }
        Attempt attempt = new Attempt(signal.attempt(), rank, false, swarm.now(), this);
        attempts.put(attempt.id(), attempt);
        attempt.deliver(signal.body());
        context.transports().get(rank).answer(remote(), attempt, attempt);
    }

    /** Those that are over are kept only so that their late signals do not look new; the oldest makes room. */
    private boolean roomForAttempt() {
        if (attempts.size() >= ATTEMPTS) {
            attempts.values().stream().filter(Attempt::done).findFirst().ifPresent(old -> attempts.remove(old.id()));
        }
        return attempts.size() < ATTEMPTS;
    }

    @Override
    public void signal(Attempt attempt, Bytes body) {
        swarm.execute(() -> send(new Signal(
                attempt.dialing() ? Signal.Kind.DIAL : Signal.Kind.ANSWER,
                attempt.id(),
                context.transports().get(attempt.rank()).name(),
                body)));
    }

    private void send(Signal signal) {
        for (Map.Entry<Introducer, Announcement> via : presence.entrySet()) {
            if (via.getKey().connected()) {
                try {
                    Bytes topic = swarm.topic().value();
                    via.getKey().signal(topic, device, context.envelope().seal(topic, via.getValue(), signal));
                    return;
                } catch (MalformedException e) {
                    LOG.debug("Announcement of {} is of no use", device.brief(), e);
                }
            }
        }
    }

    @Override
    public void failed(Attempt attempt, String reason) {
        swarm.execute(() -> {
            attempts.remove(attempt.id());
            failed(attempt.rank(), reason, attempt.dialing());
        });
    }

    private void failed(int rank, String reason, boolean dialing) {
        long now = swarm.now();
        String name = context.transports().get(rank).name();
        failures.put(name, reason);
        LOG.debug("{} to {}: {}", name, device.brief(), reason);
        if (dialing) {
            backoffs.get(rank).failed(now);
            if (session != null && session.core().bestRank(now) < Integer.MAX_VALUE) {
                backoffs.get(rank).pause(now, UPGRADE_PAUSE);
            }
        }
    }

    @Override
    public void opened(Attempt attempt, Link link) {
        swarm.execute(() -> start(attempt, link));
    }

    private void start(Attempt attempt, Link link) {
        attempt.settle();
        lastStart = swarm.now();
        if (swarm.paused() || swarm.left() || pumps.size() >= PUMPS) {
            link.close("Not now");
            return;
        }
        LinkHandshake handshake = attempt.dialing()
                ? LinkHandshake.dialing(
                        swarm.topic(),
                        device,
                        context.authenticator(),
                        link.channelBinding(),
                        resumeRequest(),
                        context.seams().random())
                : LinkHandshake.answering(
                        swarm.topic(),
                        device,
                        context.authenticator(),
                        link.channelBinding(),
                        context.seams().random());
        LinkPump pump = new LinkPump(link, attempt.rank(), token, handshake, swarm, swarm::now, this);
        pumps.add(pump);
        pump.start();
    }

    private ResumeRequest resumeRequest() {
        return session == null
                ? new ResumeRequest(token, ResumeRequest.NONE, 0)
                : new ResumeRequest(
                        token, session.tokens().theirs(), session.core().received());
    }

    // ---- links

    @Override
    public void authenticated(LinkPump pump) throws MalformedException {
        Peer peer = pump.handshake().peer();
        if (!swarm.admits(peer)) {
            pump.secure().send(new LinkRecord.Bye("Not admitted").encode());
            throw new MalformedException("The peer is not admitted");
        }
        Optional<ResumeRequest> asked = pump.handshake().resume();
        if (asked.isPresent()) {
            welcome(pump, peer, asked.get());
        }
    }

    /** The side that was dialed decides which session the link is for. */
    private void welcome(LinkPump pump, Peer peer, ResumeRequest asked) throws MalformedException {
        LiveSession live = session;
        long received = asked.received();
        if (live == null || !live.continues(asked)) {
            end("The peer started anew", false);
            token = context.random(ResumeRequest.TOKEN);
            live = begin(peer, asked.token());
            received = 0;
        }
        pump.secure()
                .send(new LinkRecord.Welcome(live.tokens().ours(), live.core().received()).encode());
        attach(pump, live, received);
    }

    /** The dialer learns which session that is. */
    private void welcomed(LinkPump pump, LinkRecord.Welcome welcome) throws MalformedException {
        if (!pump.token().equals(token)) {
            throw new MalformedException("The link is for a session that is over");
        }
        LiveSession live = session;
        long received = welcome.received();
        if (live == null || !live.tokens().theirs().equals(welcome.token())) {
            Bytes kept = token;
            end("The peer started anew", false);
            token = kept;
            live = begin(pump.handshake().peer(), welcome.token());
            received = 0;
        }
        attach(pump, live, received);
    }

    private LiveSession begin(Peer peer, Bytes theirToken) {
        LiveSession.Tokens tokens =
                new LiveSession.Tokens(swarm.topic().value(), context.self(), dials, token, theirToken);
        LiveSession begun = new LiveSession(
                peer, tokens, swarm, swarm::now, () -> swarm.execute(() -> closed("Closed by the application")));
        session = begun;
        swarm.connected(begun);
        return begun;
    }

    private void attach(LinkPump pump, LiveSession live, long peerReceived) throws MalformedException {
        swarm.attach(pump);
        failures.remove(pump.transport());
        backoffs.get(pump.rank()).reset(swarm.now());
        live.attach(pump.secure(), peerReceived);
    }

    @Override
    public void record(LinkPump pump, LinkRecord record) throws MalformedException {
        LiveSession live = session;
        if (record instanceof LinkRecord.Bye bye) {
            boolean carried = attached(pump);
            pump.end(bye.reason());
            backoffs.get(pump.rank()).pause(swarm.now(), REFUSED_PAUSE);
            if (carried) {
                closed("The peer ended it");
            }
        } else if (attached(pump) && live != null) {
            live.record(pump.secure(), record);
        } else if (dials && record instanceof LinkRecord.Welcome welcome) {
            welcomed(pump, welcome);
        } else {
            throw new MalformedException("Record before the welcome");
        }
    }

    @Override
    public void writable(LinkPump pump) {
        if (session != null && attached(pump)) {
            session.pump();
        }
    }

    @Override
    public void ended(LinkPump pump, String reason) {
        pumps.remove(pump);
        boolean carried = swarm.detach(pump);
        if (carried) {
            LOG.debug("{} link to {} ended: {}", pump.transport(), device.brief(), reason);
            if (session != null) {
                session.pump();
            }
            wakes.hurry(swarm.now());
        } else {
            failed(pump.rank(), reason, dials);
        }
        dialBetter();
    }

    // ---- the end

    void closed(String reason) {
        boolean had = session != null;
        end(reason, true);
        if (had) {
            backoffs.forEach(backoff -> backoff.pause(swarm.now(), REFUSED_PAUSE));
        }
    }

    void end(String reason, boolean tell) {
        LiveSession over = session;
        if (over != null) {
            session = null;
            token = context.random(ResumeRequest.TOKEN);
            over.end(reason, tell);
            swarm.disconnected(over, reason);
        }
    }

    void dropLinks(String reason) {
        List.copyOf(pumps).forEach(pump -> pump.end(reason));
        if (session != null) {
            session.core().dropLinks(reason, swarm.now());
        }
    }

    void leave() {
        end("The topic was left", true);
        dropLinks("The topic was left");
        attempts.values().forEach(attempt -> attempt.failed("The topic was left"));
        attempts.clear();
    }
}
