package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.SpaceStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one space in step with the members' devices that the mesh finds. Only members get what is in the space, and
 * whoever stops being one loses the session. Thread-safe.
 */
final class SpaceSwarm implements SwarmHandler, AutoCloseable {
    /** How long a session stays for an answer once its end is decided. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private final Mesh mesh;
    private final SpaceAccess access;
    private final EchoDatabase database;
    private final Seams seams;
    private final Subscription credentials;
    private final Map<Session, PeerLink> links = new ConcurrentHashMap<>();
    private final Subscription opened;
    private final Set<ObjectId> branches = ConcurrentHashMap.newKeySet();
    /** Sessions that news comes over, which end a moment after the answer, and those that are told to go. */
    private final Set<Session> hearing = ConcurrentHashMap.newKeySet();

    private final Set<Session> leaving = ConcurrentHashMap.newKeySet();
    /** Removed devices that know it. */
    private final Set<DeviceId> told = ConcurrentHashMap.newKeySet();

    private final Object membership = new Object();
    private volatile Consumer<Session> onSession = session -> {};
    private volatile Consumer<Session> onEnd = session -> {};
    private @Nullable Swarm swarm; // guarded by membership

    SpaceSwarm(Mesh mesh, SpaceAccess access, EchoDatabase database, Seams seams) {
        this.mesh = mesh;
        this.seams = seams;
        this.access = access;
        this.database = database;
        this.credentials = access.onChange(this::dropFormerMembers);
        this.opened = database.onBranchOpened(this::exchange);
    }

    /** Notes the branch first, so that a link which comes meanwhile finds it. */
    private void exchange(ObjectId branch) {
        branches.add(branch);
        links.values().forEach(link -> link.exchange(branch));
    }

    /** Calls {@code connected} with each session from now on, and {@code ended} at its end. */
    void onSession(Consumer<Session> connected, Consumer<Session> ended) {
        onSession = connected;
        onEnd = ended;
    }

    void join() {
        synchronized (membership) {
            if (swarm == null) {
                Topic topic = Topic.secret(access.keys().topic(), access.keys().swarmSecret());
                swarm = mesh.join(topic, this);
            }
        }
    }

    List<SpaceStatus.Peer> peers() {
        return links.values().stream()
                .map(PeerLink::status)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Tells all that are connected what is said in the credentials; returns those who answered within the limit. */
    Set<DeviceId> tell(Duration limit) {
        Map<DeviceId, CompletableFuture<Boolean>> answers = new HashMap<>();
        links.keySet().forEach(session -> {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            answers.put(session.peer().device(), answer);
            News.tell(session, access.all(), answer::complete);
        });
        Waiting.forAtMost(limit, CompletableFuture.allOf(answers.values().toArray(CompletableFuture<?>[]::new)));
        answers.values().removeIf(answer -> !answer.getNow(false));
        return Set.copyOf(answers.keySet());
    }

    /** Who is no member any more gets no more blocks, is told why, and loses the session. */
    private void dropFormerMembers() {
        links.forEach((session, link) -> {
            boolean former = !access.mayMeet(session.peer());
            if (former && !hearing.contains(session) && leaving.add(session)) {
                link.stop();
                News.tell(session, access.all(), heard -> session.close());
                seams.scheduler().after(GRACE, session::close);
            }
        });
    }

    private void sayFarewell(Session session) {
        DeviceId device = session.peer().device();
        News.tell(session, access.farewell(device), heard -> {
            if (heard) {
                told.add(device);
            }
            session.close();
        });
        seams.scheduler().after(GRACE, session::close);
    }

    private void heard(Session session) {
        seams.scheduler().after(GRACE, () -> {
            hearing.remove(session);
            dropFormerMembers();
        });
    }

    /** Who was removed while it was away is told so, once, and hears nothing else. */
    @Override
    public boolean admits(Peer peer) {
        return access.mayMeet(peer)
                || (!told.contains(peer.device())
                        && !access.farewell(peer.device()).isEmpty());
    }

    /** The device with the smaller id opens the channels. */
    @Override
    public void connected(Session session) {
        if (!access.mayMeet(session.peer())) {
            sayFarewell(session);
            return;
        }
        boolean opens = access.self().compareTo(session.peer().device()) < 0;
        PeerLink link = new PeerLink(session, database, opens);
        links.put(session, link);
        session.accept(
                News.PROTOCOL,
                channel ->
                        new News.Hearing(session, channel, access, () -> hearing.add(session), () -> heard(session)));
        link.start();
        branches.forEach(link::exchange);
        onSession.accept(session);
    }

    @Override
    public void disconnected(Session session, String reason) {
        hearing.remove(session);
        leaving.remove(session);
        links.remove(session); // its channels end with it
        onEnd.accept(session);
    }

    @Override
    public void close() {
        credentials.close();
        opened.close();
        synchronized (membership) {
            if (swarm != null) {
                swarm.close();
                swarm = null;
            }
        }
    }
}
