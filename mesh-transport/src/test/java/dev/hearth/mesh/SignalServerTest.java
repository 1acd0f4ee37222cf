package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signal servers that come and go, and what they see. */
class SignalServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topic TOPIC = Topic.secret(MeshContract.bytes(32, 1), MeshContract.bytes(32, 2));

    private final Seams seams = Seams.system();
    private final List<AutoCloseable> open = new ArrayList<>();

    private TestPeer peer(MeshOptions options) {
        TestPeer peer = new TestPeer(options, KeyAuthenticator.create(), TOPIC);
        open.add(peer);
        return peer;
    }

    private SignalServer server(int port) {
        SignalServer server = SignalServer.start(SignalOptions.loopback().port(port), seams);
        open.add(server);
        return server;
    }

    private static MeshOptions through(URI server, String... transports) {
        return MeshOptions.defaults().withTransports(List.of(transports)).withSignals(List.of(server));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        seams.close();
    }

    @Test
    void aDirectSessionDoesNotNoticeThatTheServerStopsAndLaterFindsItAgain() {
        SignalServer first = server(0);
        TestPeer ann = peer(through(first.uri(), "tcp"));
        TestPeer ben = peer(through(first.uri(), "tcp"));
        Channel out = ann.sessionOver("tcp").open(TestPeer.PROTOCOL, ann.recorder());
        first.close();
        Await.until(
                "the loss is known",
                PATIENCE,
                () -> ann.mesh().status().signals().stream().noneMatch(MeshStatus.SignalStatus::connected));
        out.send(Bytes.utf8("still here"));
        ben.awaitReceived(1);
        assertThat(ann.session().stats().links()).isEqualTo(1);

        server(first.uri().getPort());
        TestPeer cleo = peer(through(first.uri(), "tcp"));
        Await.until("everybody meets", PATIENCE, () -> cleo.swarm().sessions().size() == 2);
        assertThat(ann.disconnected).isEmpty();
        assertThat(ben.disconnected).isEmpty();
    }

    @Test
    void aRelayedSessionSurvivesARestartOfTheServer() {
        SignalServer first = server(0);
        TestPeer ann = peer(through(first.uri(), "relay"));
        TestPeer ben = peer(through(first.uri(), "relay"));
        Channel out = ann.sessionOver("relay").open(TestPeer.PROTOCOL, ann.recorder());
        for (int i = 0; i < 50; i++) {
            out.send(MeshContract.numbered(i, 20_000));
        }
        first.close();
        for (int i = 50; i < 100; i++) {
            out.send(MeshContract.numbered(i, 20_000));
        }
        server(first.uri().getPort());
        ben.awaitReceived(100);
        int next = 0;
        for (Bytes message : ben.received) {
            assertThat(message).isEqualTo(MeshContract.numbered(next++, 20_000));
        }
        assertThat(next).isEqualTo(100);
        assertThat(ann.disconnected).isEmpty();
    }

    @Test
    void aSessionMovesFromTheRelayToTcpUnnoticed() {
        SignalServer server = server(0);
        TestPeer ann = peer(through(server.uri(), "tcp", "relay"));
        TestPeer ben = peer(through(server.uri(), "tcp", "relay"));
        Channel out = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        for (int i = 0; i < 30; i++) {
            out.send(MeshContract.numbered(i, 50_000));
        }
        ann.sessionOver("tcp");
        ben.sessionOver("tcp");
        ben.awaitReceived(30);
        assertThat(ann.connected).hasSize(1);
        assertThat(ben.connected).hasSize(1);
        assertThat(ben.received).hasSize(30);
    }

    @Test
    void aServerThatIsLearntLaterConnectsAsWell() {
        SignalServer server = server(0);
        MeshOptions none = MeshOptions.defaults().withTransports(List.of("tcp"));
        TestPeer ann = peer(none);
        TestPeer ben = peer(through(server.uri(), "tcp"));
        ann.mesh().addSignal(server.uri());
        ann.mesh().addSignal(server.uri());
        assertThat(ann.mesh().status().signals()).hasSize(1);
        ann.session();
        ben.session();
    }

    @Test
    void twoServersMakeOneSession() {
        SignalServer one = server(0);
        SignalServer two = server(0);
        MeshOptions both =
                MeshOptions.defaults().withTransports(List.of("relay")).withSignals(List.of(one.uri(), two.uri()));
        TestPeer ann = peer(both);
        TestPeer ben = peer(both);
        Channel out = ann.session().open(TestPeer.PROTOCOL, ann.recorder());
        one.close();
        out.send(Bytes.utf8("through the other"));
        ben.awaitReceived(1);
        assertThat(ann.connected).hasSize(1);
    }

    @Test
    void statusTellsWhyAServerIsNotConnected() {
        SignalServer server = server(0);
        server.close();
        TestPeer ann = peer(through(server.uri(), "relay"));
        Await.until(
                "a reason",
                PATIENCE,
                () -> ann.mesh().status().signals().stream()
                        .anyMatch(status -> status.failure().equals("The signal server does not accept connections")));
    }

    @Test
    void aPortInUseAndAnAddressOfAnotherMachineAreTold() {
        SignalServer server = server(0);
        assertThatThrownBy(() -> server(server.uri().getPort()))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_BUSY));
        SignalOptions elsewhere = SignalOptions.loopback().host("192.0.2.1");
        assertThatThrownBy(() -> SignalServer.start(elsewhere, seams))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LISTEN_FAILED));
    }
}
