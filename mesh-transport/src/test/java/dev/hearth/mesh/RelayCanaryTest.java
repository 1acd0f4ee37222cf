package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.internal.netty.WebSocketServer;
import dev.hearth.mesh.internal.signal.SignalHub;
import dev.hearth.mesh.internal.signal.WireHandler;
import dev.hearth.mesh.signal.SignalOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A signal server that keeps all it is sent finds neither a word of a session nor who its devices belong to. */
class RelayCanaryTest {
    private static final String CANARY = "the canary sings at midnight";

    private final Queue<byte[]> seen = new ConcurrentLinkedQueue<>();

    private WireHandler tapped(WireHandler hub) {
        return new WireHandler() {
            @Override
            public void message(byte[] message) {
                seen.add(message);
                hub.message(message);
            }

            @Override
            public void writable() {
                hub.writable();
            }

            @Override
            public void closed(String reason) {
                hub.closed(reason);
            }
        };
    }

    private boolean seen(Bytes needle) {
        String word = needle.hex();
        return seen.stream().anyMatch(message -> Bytes.of(message).hex().contains(word));
    }

    @Test
    void theRelaySeesCiphertextOnly() {
        try (Seams seams = Seams.system()) {
            SignalHub hub = new SignalHub(SignalOptions.loopback(), seams.random(), seams::nanoTime);
            Subscription ticks = seams.scheduler().every(Duration.ofMillis(200), hub::tick);
            try (WebSocketServer server =
                    new WebSocketServer("127.0.0.1", 0, Optional.empty(), wire -> tapped(hub.connected(wire)))) {
                MeshOptions options =
                        MeshOptions.defaults().withTransports(List.of("relay")).withSignals(List.of(server.uri()));
                KeyAuthenticator annKeys = KeyAuthenticator.create();
                KeyAuthenticator benKeys = KeyAuthenticator.create();
                try (TestPeer ann = new TestPeer(options, annKeys, MeshContract.TOPIC);
                        TestPeer ben = new TestPeer(options, benKeys, MeshContract.TOPIC)) {
                    Channel out = ann.sessionOver("relay").open(TestPeer.PROTOCOL, ann.recorder());
                    for (int i = 0; i < 50; i++) {
                        out.send(Bytes.utf8((CANARY + " ").repeat(i + 1)));
                    }
                    ben.awaitReceived(50);
                    assertThat(seen).hasSizeGreaterThan(5);
                    assertThat(seen(MeshContract.TOPIC.value()))
                            .as("the tap works")
                            .isTrue();
                    assertThat(seen(Bytes.utf8(CANARY))).isFalse();
                    assertThat(seen(Bytes.utf8(TestPeer.PROTOCOL))).isFalse();
                    assertThat(seen(MeshContract.TOPIC.secret().orElseThrow())).isFalse();
                    for (KeyAuthenticator keys : List.of(annKeys, benKeys)) {
                        assertThat(seen(keys.chain().slice(0, 32)))
                                .as("the identity")
                                .isFalse();
                    }
                }
            } finally {
                ticks.close();
                hub.close();
            }
        }
    }
}
