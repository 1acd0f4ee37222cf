package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.internal.netty.WebSocketServer;
import dev.hearth.mesh.internal.signal.SignalHub;
import dev.hearth.mesh.internal.signal.Wire;
import dev.hearth.mesh.internal.signal.WireHandler;
import dev.hearth.mesh.signal.SignalOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Reads along with a relay: neither what is said nor who says it is in the frames. */
class RelayCanaryTest {
    private static final Bytes CANARY = Bytes.utf8("canary-7c1f0e55-in-the-coal-mine");
    private static final Topic TOPIC = Topic.secret(MeshContract.bytes(32, 1), MeshContract.bytes(32, 2));

    private final ConcurrentLinkedQueue<Bytes> seen = new ConcurrentLinkedQueue<>();

    private WireHandler reading(WireHandler handler) {
        return new WireHandler() {
            @Override
            public void message(byte[] message) {
                seen.add(Bytes.of(message));
                handler.message(message);
            }

            @Override
            public void writable() {
                handler.writable();
            }

            @Override
            public void closed(String reason) {
                handler.closed(reason);
            }
        };
    }

    @Test
    void theRelaySeesTheTopicAndNeitherContentNorIdentity() {
        Seams seams = Seams.system();
        SignalHub hub = new SignalHub(SignalOptions.loopback(), seams.random(), seams::nanoTime);
        Subscription ticks = seams.scheduler().every(Duration.ofMillis(500), hub::tick);
        try (seams;
                ticks;
                WebSocketServer server =
                        new WebSocketServer("127.0.0.1", 0, (Wire wire) -> reading(hub.connected(wire)))) {
            KeyAuthenticator annKeys = KeyAuthenticator.create();
            MeshOptions options =
                    MeshOptions.defaults().withTransports(List.of("relay")).withSignals(List.of(server.uri()));
            try (TestPeer ann = new TestPeer(options, annKeys, TOPIC);
                    TestPeer ben = new TestPeer(options, KeyAuthenticator.create(), TOPIC)) {
                Channel out = ann.sessionOver("relay").open("canary/1", ann.recorder());
                ben.session().accept("canary/1", channel -> ben.recorder());
                for (int i = 0; i < 200; i++) {
                    out.send(CANARY);
                }
                ben.awaitReceived(200);
                assertThat(ben.received).containsOnly(CANARY);
                Bytes identity = ben.session().peer().identity().value();
                assertThat(countOf(TOPIC.value())).isPositive();
                assertThat(countOf(annKeys.self().value())).isPositive();
                for (Bytes hidden : List.of(
                        CANARY,
                        CANARY.slice(0, 8),
                        Bytes.utf8("canary/1"),
                        identity,
                        TOPIC.secret().orElseThrow())) {
                    assertThat(countOf(hidden)).as("%s", hidden).isZero();
                }
            }
        }
    }

    private long countOf(Bytes part) {
        return seen.stream()
                .filter(message -> message.hex().contains(part.hex()))
                .count();
    }
}
