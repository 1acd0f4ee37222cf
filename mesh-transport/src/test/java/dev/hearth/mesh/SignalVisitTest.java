package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.Await;
import dev.hearth.testkit.HostileServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attack A30: a signal server that somebody else named is told little, bears nothing, and is left again. */
final class SignalVisitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topic OWN = Topic.secret(MeshContract.bytes(32, 1), MeshContract.bytes(32, 2));
    private static final Topic SHOWN = Topic.secret(MeshContract.bytes(32, 3), MeshContract.bytes(32, 4));

    private final Seams seams = Seams.system();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        seams.close();
    }

    private TestPeer peer(Topic topic) {
        TestPeer peer =
                new TestPeer(MeshOptions.defaults().withTransports(List.of("relay")), KeyAuthenticator.create(), topic);
        open.add(peer);
        return peer;
    }

    private SignalServer server() {
        SignalServer server = SignalServer.start(SignalOptions.loopback(), seams);
        open.add(server);
        return server;
    }

    private <S extends AutoCloseable> S closed(S server) {
        open.add(server);
        return server;
    }

    @Test
    void a30AVisitedServerIsShownOneTopicAndLeftAgain() {
        SignalServer server = server();
        TestPeer ann = peer(OWN);
        TestPeer ben = peer(SHOWN);
        ben.mesh().addSignal(server.uri());
        ann.mesh().join(SHOWN, ann);
        Subscription visit = ann.mesh().visitSignal(server.uri(), SHOWN);
        ben.session();
        assertThat(server.stats().topics()).isEqualTo(1);

        Subscription second = ann.mesh().visitSignal(server.uri(), SHOWN);
        visit.close();
        visit.close();
        assertThat(ann.mesh().status().signals()).as("one visit goes on").hasSize(1);
        second.close();
        assertThat(ann.mesh().status().signals()).isEmpty();
        Await.until("ann is gone", PATIENCE, () -> server.stats().connections() == 1);
    }

    @Test
    void aVisitedServerThatIsAddedStaysAndIsShownTheOthers() {
        SignalServer server = server();
        TestPeer ann = peer(OWN);
        ann.mesh().join(SHOWN, ann);
        Subscription visit = ann.mesh().visitSignal(server.uri(), SHOWN);
        Await.until("one topic", PATIENCE, () -> server.stats().topics() == 1);
        ann.mesh().addSignal(server.uri());
        Await.until("both topics", PATIENCE, () -> server.stats().topics() == 2);
        visit.close();
        assertThat(ann.mesh().status().signals()).hasSize(1);
        Subscription again = ann.mesh().visitSignal(server.uri(), SHOWN);
        again.close();
        assertThat(ann.mesh().status().signals().get(0).connected()).isTrue();
        assertThat(server.stats().topics()).isEqualTo(2);
    }

    @Test
    void a30NothingButAHandshakeIsSentAndAnUnansweredOneEndsWithTheVisit() {
        HostileServer silent = closed(HostileServer.silent());
        URI address = silent.uri("ws", "/a%0d%0aX-Forged:%201");
        TestPeer ann = peer(OWN);
        Subscription visit = ann.mesh().visitSignal(address, OWN);
        Await.until("a request", PATIENCE, () -> silent.heard() > 0);
        visit.close();
        Await.until("its end", PATIENCE, () -> silent.open() == 0);
        assertThat(silent.accepted()).isEqualTo(1);
        assertThat(silent.requests()).hasSize(1);
        for (String request : silent.requests()) {
            List<String> lines = Arrays.asList(request.split("\r\n", -1));
            assertThat(lines.get(0)).isEqualTo("GET /a%0d%0aX-Forged:%201 HTTP/1.1");
            assertThat(lines.subList(lines.size() - 2, lines.size())).containsOnly("");
            assertThat(lines.subList(1, lines.size() - 2))
                    .extracting(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                    .containsExactlyInAnyOrder(
                            "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "origin");
        }
    }

    @Test
    void a30ASilentServerIsGivenUp() {
        HostileServer silent = closed(HostileServer.silent());
        TestPeer ann = peer(OWN);
        ann.mesh().visitSignal(silent.uri("ws", "/"), OWN);
        ann.mesh().visitSignal(silent.uri("wss", "/"), OWN);
        Await.until(
                "both are given up",
                PATIENCE,
                () -> ann.mesh().status().signals().stream()
                        .allMatch(each -> each.error().isPresent()));
        assertThat(silent.open()).as("never two for one address").isLessThanOrEqualTo(2);
    }

    @Test
    void a30AnAnswerWithoutEndIsCutOff() {
        HostileServer endless = closed(HostileServer.endless());
        TestPeer ann = peer(OWN);
        ann.mesh().visitSignal(endless.uri("ws", "/"), OWN);
        Await.until(
                "it is given up",
                PATIENCE,
                () -> ann.mesh().status().signals().stream()
                        .allMatch(each -> each.error().isPresent()));
        assertThat(ann.mesh().status().signals().get(0).connected()).isFalse();
        assertThat(endless.sent() / endless.accepted())
                .as("what fits the buffers of two sockets")
                .isLessThan(32L << 20);
    }
}
