package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.kube.Kube;
import dev.hearth.kube.KubeOptions;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signal servers with and without TLS, by the command line. */
final class SignalCommandTest {
    private final Seams seams = Seams.system();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        seams.close();
    }

    private record Outcome(int code, JsonNode json) {}

    private Outcome run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--json", "--data", folder.resolve("data").toString(), "--transports", "relay"))
                .toArray(String[]::new);
        int code = Main.run(new ByteArrayInputStream(new byte[0]), out, out, all);
        return new Outcome(code, new ObjectMapper().readTree(out.toByteArray()));
    }

    private void assertRefused(int code, String error, String... arguments) throws IOException {
        Outcome outcome = run(arguments);
        assertThat(outcome.json().path("error").path("code").asText()).isEqualTo(error);
        assertThat(outcome.code()).isEqualTo(code);
    }

    @Test
    void aServerSpeaksTlsWithACertificate() throws IOException {
        TestAuthority authority = TestAuthority.create(folder, seams, "authority");
        TestAuthority.Issued shown = authority.issue("127.0.0.1");
        String certificate = shown.certificate().toString();
        String key = shown.key().toString();
        Outcome plain = run("signal", "--port", "0", "--for", "0");
        assertThat(plain.json().path("uri").asText()).startsWith("ws://127.0.0.1:");
        Outcome outcome = run("signal", "--port", "0", "--for", "0", "--certificate", certificate, "--key", key);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.json().path("uri").asText()).startsWith("wss://127.0.0.1:");
        assertThat(run("signal", "--port", "0", "--for", "0", "--certificate", certificate)
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertRefused(
                ExitCode.ENVIRONMENT,
                "CERTIFICATE_UNREADABLE",
                "signal",
                "--port",
                "0",
                "--for",
                "0",
                "--certificate",
                certificate,
                "--key",
                folder.resolve("none").toString());
        try (Client client = Client.open(folder.resolve("node"), "node");
                Kube kube = Kube.start(
                        client,
                        KubeOptions.defaults()
                                .port(0)
                                .signalPort(0)
                                .signalCertificate(shown.certificate(), shown.key()))) {
            assertThat(kube.signal().orElseThrow().getScheme()).isEqualTo("wss");
        }
    }

    @Test
    void statusTellsWhetherAServerIsTrusted() throws IOException {
        TestAuthority authority = TestAuthority.create(folder, seams, "authority");
        TestAuthority.Issued shown = authority.issue("127.0.0.1");
        Client.open(folder.resolve("data"), "Ann").close();
        try (SignalServer server =
                SignalServer.start(SignalOptions.loopback().certificate(shown.certificate(), shown.key()), seams)) {
            String[] common = {"status", "--for", "5", "--signal", server.uri().toString()};
            JsonNode refused = run(common).json().path("signals").path(0);
            assertThat(refused.path("connected").asBoolean()).isFalse();
            assertThat(refused.path("error").asText()).isEqualTo("SIGNAL_UNTRUSTED");
            List<String> trusting = Stream.concat(
                            Stream.of(common),
                            Stream.of("--trust", authority.certificate().toString()))
                    .toList();
            JsonNode trusted =
                    run(trusting.toArray(String[]::new)).json().path("signals").path(0);
            assertThat(trusted.path("connected").asBoolean()).isTrue();
            assertThat(trusted.path("error").asText()).isEmpty();
        }
    }

    @Test
    void plainServersElsewhereTakeAnOption() throws IOException {
        String elsewhere = "ws://0.0.0.0:1/";
        assertRefused(ExitCode.REFUSED, "SIGNAL_PLAIN", "identity", "create", "Ann", "--signal", elsewhere);
        assertThat(run("identity", "create", "Ann", "--signal", elsewhere, "--plain-signals")
                        .code())
                .isZero();
        assertRefused(
                ExitCode.ENVIRONMENT,
                "CERTIFICATE_UNREADABLE",
                "identity",
                "show",
                "--trust",
                folder.resolve("none").toString());
    }
}
