package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** One device in one topic, that remembers what it hears. */
public final class TestPeer implements AutoCloseable, SwarmHandler {
    /** The protocol of the channel that every test uses. */
    public static final String PROTOCOL = "test/1";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Seams seams = Seams.system();
    final List<Session> connected = new CopyOnWriteArrayList<>();
    final List<String> disconnected = new CopyOnWriteArrayList<>();
    final List<Peer> asked = new CopyOnWriteArrayList<>();
    final ConcurrentLinkedQueue<Bytes> received = new ConcurrentLinkedQueue<>();
    final AtomicInteger receivedCount = new AtomicInteger();
    final List<String> closedChannels = new CopyOnWriteArrayList<>();
    final List<Channel> accepted = new CopyOnWriteArrayList<>();
    private final Mesh mesh;
    private final Predicate<Peer> admission;
    private final Swarm swarm;

    /** Opens a mesh and joins {@code topic}. */
    public TestPeer(MeshOptions options, Authenticator authenticator, Topic topic) {
        this(options, authenticator, topic, peer -> true);
    }

    TestPeer(MeshOptions options, Authenticator authenticator, Topic topic, Predicate<Peer> admission) {
        this.admission = admission;
        this.mesh = Mesh.open(options, authenticator, seams);
        this.swarm = mesh.join(topic, this);
    }

    Mesh mesh() {
        return mesh;
    }

    Swarm swarm() {
        return swarm;
    }

    @Override
    public boolean admits(Peer peer) {
        asked.add(peer);
        return admission.test(peer);
    }

    @Override
    public void connected(Session session) {
        session.accept(PROTOCOL, channel -> {
            accepted.add(channel);
            return recorder();
        });
        connected.add(session);
    }

    ChannelHandler recorder() {
        return new ChannelHandler() {
            @Override
            public void message(Bytes message) {
                received.add(message);
                receivedCount.incrementAndGet();
            }

            @Override
            public void closed(String reason) {
                closedChannels.add(reason);
            }
        };
    }

    @Override
    public void disconnected(Session session, String reason) {
        disconnected.add(reason);
    }

    /** The session that is open, once there is one. */
    public Session session() {
        Await.until("a session", PATIENCE, () -> !swarm.sessions().isEmpty());
        return swarm.sessions().get(0);
    }

    /** Waits until the session is carried by {@code transport}. */
    public Session sessionOver(String transport) {
        Await.until(
                "a session over " + transport,
                PATIENCE,
                () -> swarm.sessions().stream()
                        .anyMatch(session -> session.transport().equals(transport)));
        return session();
    }

    void awaitReceived(int count) {
        Await.until(count + " messages, " + receivedCount + " came", PATIENCE, () -> receivedCount.get() >= count);
    }

    @Override
    public void close() {
        mesh.close();
        seams.close();
    }
}
