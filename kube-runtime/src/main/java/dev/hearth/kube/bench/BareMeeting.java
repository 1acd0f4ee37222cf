package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshOptions;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two meshes over TCP that do nothing but meet: what joining is measured against. */
final class BareMeeting implements AutoCloseable {
    private static final String PROTOCOL = "hearth/bench/1";
    private static final Bytes MESSAGE = Bytes.of(new byte[64]);
    private static final int SECONDS = 30;

    private final Seams seams;
    private final Mesh one;
    private final Mesh other;

    BareMeeting(Seams seams, URI signal, Client first, Client second) {
        this.seams = seams;
        this.one = open(signal, first);
        this.other = open(signal, second);
    }

    private Mesh open(URI signal, Client client) {
        return Mesh.open(
                MeshOptions.defaults().withSignals(List.of(signal)).withTransports(List.of("tcp")),
                new BareSession.Proof(client),
                seams);
    }

    /** Meets under a new topic, on which one side waits, and sends a message there and back. */
    void meet() {
        byte[] drawn = new byte[Topic.SIZE];
        seams.random().nextBytes(drawn);
        Topic topic = Topic.open(Bytes.of(drawn));
        CompletableFuture<Bytes> heard = new CompletableFuture<>();
        Swarm waits = one.join(topic, new Side(heard, false));
        Swarm comes = other.join(topic, new Side(heard, true));
        try {
            heard.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        } finally {
            comes.close();
            waits.close();
        }
    }

    /** One side; the one that asks opens the channel. */
    private record Side(CompletableFuture<Bytes> heard, boolean asks) implements SwarmHandler {
        @Override
        public boolean admits(Peer peer) {
            return true;
        }

        @Override
        public void connected(Session session) {
            if (asks) {
                session.open(PROTOCOL, heard::complete).send(MESSAGE);
            } else {
                session.accept(PROTOCOL, channel -> channel::send);
            }
        }

        @Override
        public void disconnected(Session session, String reason) {}
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
