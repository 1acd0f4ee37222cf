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
import dev.hearth.testkit.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signal servers by TLS: whose certificate counts, and that there is no way round it. */
final class SignalTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topic TOPIC = Topic.secret(MeshContract.bytes(32, 1), MeshContract.bytes(32, 2));

    private final Seams seams = Seams.system();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path folder;

    private TestAuthority authority;

    @BeforeEach
    void createAuthority() {
        authority = TestAuthority.create(folder, seams, "authority");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        seams.close();
    }

    private SignalServer server(TestAuthority.Issued shown) {
        SignalServer server =
                SignalServer.start(SignalOptions.loopback().certificate(shown.certificate(), shown.key()), seams);
        open.add(server);
        return server;
    }

    private TestPeer peer(URI server, SignalSecurity security) {
        MeshOptions options = MeshOptions.defaults()
                .withTransports(List.of("relay"))
                .withSignals(List.of(server))
                .withSecurity(security);
        TestPeer peer = new TestPeer(options, KeyAuthenticator.create(), TOPIC);
        open.add(peer);
        return peer;
    }

    private SignalSecurity trusting() {
        return SignalSecurity.strict().withTrusted(authority.certificate());
    }

    private static URI named(SignalServer server, String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + server.uri().getPort() + "/");
    }

    private void assertNotConnected(SignalServer server, URI address, SignalSecurity security, String why) {
        TestPeer ann = peer(address, security);
        Await.until(
                "an attempt that failed",
                PATIENCE,
                () -> ann.mesh().status().signals().stream()
                        .anyMatch(each -> each.error().isPresent()));
        MeshStatus.SignalStatus status = ann.mesh().status().signals().get(0);
        assertThat(status.failure()).isEqualTo(why);
        assertThat(status.error())
                .contains(why.contains("certificate") ? ErrorCode.SIGNAL_UNTRUSTED : ErrorCode.SIGNAL_UNREACHABLE);
        assertThat(status.connected()).isFalse();
        assertThat(server.stats().connections()).isZero();
    }

    @Test
    void twoMeshesMeetByNameAndAddressAndAreRelayed() {
        SignalServer server = server(authority.issue("localhost", "127.0.0.1"));
        assertThat(server.uri().getScheme()).isEqualTo("wss");
        TestPeer ann = peer(named(server, "wss", "localhost"), trusting());
        TestPeer ben = peer(server.uri(), trusting());
        Channel out = ann.sessionOver("relay").open(TestPeer.PROTOCOL, ann.recorder());
        for (int i = 0; i < 100; i++) {
            out.send(MeshContract.numbered(i, 20_000));
        }
        ben.awaitReceived(100);
        int next = 0;
        for (Bytes message : ben.received) {
            assertThat(message).isEqualTo(MeshContract.numbered(next++, 20_000));
        }
        assertThat(server.stats().relayedBytes()).isGreaterThan(100 * 20_000);
        MeshStatus.SignalStatus status = ann.mesh().status().signals().get(0);
        assertThat(status.connected()).isTrue();
        assertThat(status.error()).isEmpty();
    }

    @Test
    void aServersOwnCertificateCanBeTrusted() {
        TestAuthority.Issued shown = authority.issue("localhost");
        SignalServer server = server(shown);
        SignalSecurity itAlone = SignalSecurity.strict().withTrusted(shown.certificate());
        TestPeer ann = peer(named(server, "wss", "localhost"), itAlone);
        Await.until(
                "a connection",
                PATIENCE,
                () -> ann.mesh().status().signals().get(0).connected());
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        SignalServer server = server(authority.issue("signal.example"));
        String why = "The signal server's certificate is for another name";
        assertNotConnected(server, named(server, "wss", "localhost"), trusting(), why);
        assertNotConnected(server, named(server, "wss", "127.0.0.1"), trusting(), why);
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        SignalServer server = server(authority.issue("localhost"));
        String why = "The issuer of the signal server's certificate is not trusted";
        URI address = named(server, "wss", "localhost");
        assertNotConnected(server, address, SignalSecurity.strict(), why);
        assertNotConnected(server, address, SignalSecurity.strict().withPlain(true), why);
        TestAuthority other = TestAuthority.create(folder, seams, "other");
        assertNotConnected(server, address, SignalSecurity.strict().withTrusted(other.certificate()), why);
    }

    @Test
    void aCertificateThatHasEndedIsRefusedEvenWhereItIsTrustedItself() {
        String why = "The signal server's certificate is out of date";
        SignalServer server = server(authority.issueEnded("localhost"));
        assertNotConnected(server, named(server, "wss", "localhost"), trusting(), why);
        TestAuthority.Issued own = TestAuthority.ownAndEnded(folder, seams, "localhost");
        SignalServer alone = server(own);
        SignalSecurity itAlone = SignalSecurity.strict().withTrusted(own.certificate());
        assertNotConnected(alone, named(alone, "wss", "localhost"), itAlone, why);
    }

    @Test
    void nobodyFallsBackToPlain() {
        SignalServer plain = SignalServer.start(SignalOptions.loopback(), seams);
        open.add(plain);
        SignalSecurity open = trusting().withPlain(true);
        assertNotConnected(
                plain, named(plain, "wss", "127.0.0.1"), open, "The signal server does not speak TLS with us");
        SignalServer protectedOne = server(authority.issue("localhost"));
        assertNotConnected(
                protectedOne, named(protectedOne, "ws", "127.0.0.1"), open, "The signal server refused the WebSocket");
    }

    @Test
    void aServerNeedsFilesThatCanBeRead() {
        TestAuthority.Issued good = authority.issue("localhost");
        Path none = folder.resolve("none");
        for (TestAuthority.Issued bad : List.of(
                new TestAuthority.Issued(none, good.key()),
                new TestAuthority.Issued(good.certificate(), none),
                new TestAuthority.Issued(good.key(), good.certificate()))) {
            assertThatThrownBy(() -> server(bad)).isInstanceOfSatisfying(HearthException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.CERTIFICATE_UNREADABLE);
                assertThat(refusal.details())
                        .containsEntry("certificate", bad.certificate().toString());
            });
        }
        assertThat(SignalOptions.loopback().certificate()).isEqualTo(Optional.empty());
    }
}
