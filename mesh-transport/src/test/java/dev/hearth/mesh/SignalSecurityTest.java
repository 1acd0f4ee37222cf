package dev.hearth.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack A30: signal servers that are reached without TLS. */
final class SignalSecurityTest {
    private static final List<String> HERE = List.of(
            "ws://localhost:8890/",
            "ws://LOCALHOST/",
            "ws://127.0.0.1:8890/",
            "ws://127.255.255.254:1/",
            "ws://[::1]:8890/",
            "ws://[0:0:0:0:0:0:0:1]/signal");

    private static final List<String> ELSEWHERE = List.of(
            "ws://signal.example/",
            "ws://localhost.example/",
            "ws://127.0.0.1.example/",
            "ws://a.localhost/",
            "ws://0.0.0.0:8890/",
            "ws://128.0.0.1/",
            "ws://10.0.0.1/",
            "ws://169.254.169.254/latest/meta-data",
            "ws://192.168.1.1/",
            "ws://[::]:8890/",
            "ws://[fe80::1]/",
            "ws://[2001:db8::1]/");

    @TempDir
    private Path folder;

    private static void assertRefused(ErrorCode code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void a30WithoutTlsServersOfThisMachineAloneAreUsed() {
        SignalSecurity strict = SignalSecurity.strict();
        for (String server : HERE) {
            strict.require(URI.create(server));
        }
        for (String server : ELSEWHERE) {
            assertThat(strict.permits(URI.create(server))).as(server).isFalse();
            assertRefused(ErrorCode.SIGNAL_PLAIN, () -> strict.require(URI.create(server)));
            strict.withPlain(true).require(URI.create(server));
            strict.require(URI.create(server.replace("ws:", "wss:")));
        }
    }

    @Test
    void whatIsNoSignalServerIsNeverUsed() {
        SignalSecurity open = SignalSecurity.strict().withPlain(true);
        for (String other : List.of("http://127.0.0.1/", "https://localhost/", "ws:///path", "file:///etc", "ws:x")) {
            assertThat(open.permits(URI.create(other))).as(other).isFalse();
            assertThatThrownBy(() -> open.require(URI.create(other)))
                    .as(other)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMeshRefusesThemWhenItIsOpenedAndLater() {
        URI server = URI.create("ws://0.0.0.0:8890/");
        MeshOptions options = MeshOptions.defaults().withTransports(List.of("relay"));
        try (Seams seams = Seams.system()) {
            assertRefused(
                    ErrorCode.SIGNAL_PLAIN,
                    () -> Mesh.open(options.withSignals(List.of(server)), KeyAuthenticator.create(), seams));
            try (Mesh mesh = Mesh.open(options, KeyAuthenticator.create(), seams)) {
                assertRefused(ErrorCode.SIGNAL_PLAIN, () -> mesh.addSignal(server));
                assertThat(mesh.status().signals()).isEmpty();
            }
        }
    }

    @Test
    void aFileWithoutCertificatesIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path large = Files.write(folder.resolve("large.pem"), new byte[(1 << 20) + 1]);
        for (Path file : List.of(text, empty, large, folder.resolve("none.pem"))) {
            assertThatThrownBy(() -> SignalSecurity.strict().withTrusted(file))
                    .isInstanceOfSatisfying(HearthException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.CERTIFICATE_UNREADABLE);
                        assertThat(refusal.details()).containsEntry("file", file.toString());
                    });
        }
    }
}
