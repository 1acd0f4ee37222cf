package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.mesh.Authenticator;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshOptions;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends so many bytes over a session that does nothing else: what a transfer of blobs is measured against. */
final class BareSession implements SwarmHandler, AutoCloseable {
    private static final String PROTOCOL = "hearth/bench/1";
    private static final int MESSAGE = 256 << 10;
    private static final int MINUTES = 5;

    private final Bytes topic;
    private final Mesh mesh;
    private final Seams seams = Seams.system();
    private final boolean sends;
    private final CompletableFuture<Double> millis = new CompletableFuture<>();
    private long left;
    private @Nullable Instant first;

    private BareSession(Client client, URI signal, Bytes topic, long bytes, boolean sends) {
        this.topic = topic;
        this.sends = sends;
        this.left = bytes;
        mesh = Mesh.open(
                MeshOptions.defaults().withSignals(List.of(signal)).withTransports(List.of("tcp")),
                new Proof(client),
                seams);
        mesh.join(Topic.open(topic), this);
    }

    /** Sends to whoever receives under the same topic. */
    static BareSession send(Client client, URI signal, Bytes topic, long bytes) {
        return new BareSession(client, signal, topic, bytes, true);
    }

    /** Receives all bytes, and returns the milliseconds from the first message to the last. */
    static double receive(Client client, URI signal, Bytes topic, long bytes) {
        try (BareSession session = new BareSession(client, signal, topic, bytes, false)) {
            return session.millis.orTimeout(MINUTES, TimeUnit.MINUTES).join();
        }
    }

    /** Returns what the other side joins. */
    Bytes topic() {
        return topic;
    }

    @Override
    public boolean admits(Peer peer) {
        return true;
    }

    @Override
    public void connected(Session session) {
        if (sends) {
            Sender sender = new Sender();
            sender.over(session.open(PROTOCOL, sender));
        } else {
            session.accept(PROTOCOL, channel -> this::received);
        }
    }

    @Override
    public void disconnected(Session session, String reason) {}

    private void received(Bytes message) {
        Instant now = seams.clock().instant();
        if (first == null) {
            first = now;
        }
        left -= message.size();
        if (left <= 0) {
            millis.complete(Duration.between(first, now).toNanos() / 1e6);
        }
    }

    /** Keeps the channel full until all is sent. */
    private final class Sender implements ChannelHandler {
        private final Bytes message = Bytes.of(new byte[MESSAGE]);
        private @Nullable Channel channel;

        void over(Channel opened) {
            channel = opened;
            writable();
        }

        @Override
        public void writable() {
            while (channel != null && left > 0 && channel.writable() && channel.send(message)) {
                left -= message.size();
            }
        }

        @Override
        public void message(Bytes heard) {}
    }

    @Override
    public void close() {
        mesh.close();
        seams.close();
    }

    /** Proves by the identity of a client. */
    record Proof(Client client) implements Authenticator {
        @Override
        public DeviceId self() {
            return client.halo().identity().orElseThrow().device();
        }

        @Override
        public Bytes chain() {
            return client.halo().chain();
        }

        @Override
        public Bytes sign(String domain, Bytes message) {
            return client.halo().sign(domain, message);
        }

        @Override
        public Peer verify(Bytes chain, String domain, Bytes message, Bytes signature) throws MalformedException {
            IdentityChain verified = IdentityChain.verify(chain);
            if (!VerifyKey.of(verified.device().value()).verify(domain, message, signature)) {
                throw new MalformedException("The device did not sign the session");
            }
            return new Peer(verified.device(), verified.identity(), chain);
        }
    }
}
