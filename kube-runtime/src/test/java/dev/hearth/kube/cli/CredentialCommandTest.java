package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.halo.exchange.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials as a script sees them. */
final class CredentialCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private JsonNode hearth(int exitCode, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.resolve("data").toString(), "--transports", "tcp"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new ByteArrayInputStream(new byte[0]), out, err, all.toArray(String[]::new));
        assertThat(code).as("%s %s", all, out.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
        return JSON.readTree(out.toByteArray());
    }

    private JsonNode ok(String... arguments) throws IOException {
        return hearth(ExitCode.OK, arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aCredentialIsExportedVerifiedKeptAndPresented() throws IOException {
        String identity = ok("identity", "create", "Ann").path("id").asText();
        ok("credential", "export", "device", "--out", file("device"));
        JsonNode verified = ok("credential", "verify", file("device"));
        assertThat(verified.path("valid").asBoolean()).isTrue();
        assertThat(verified.path("claims").path("name").asText()).isEqualTo("Ann");
        assertThat(verified.path("issuer").asText())
                .isEqualTo(ok("credential", "key").path("key").asText());
        assertThat(verified.path("identity").asText()).contains(identity).isNotEmpty();

        ok("credential", "import", file("device"));
        ok("credential", "import", file("device"));
        JsonNode kept = ok("credential", "list").path("credentials");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).path("valid").asBoolean()).isTrue();

        String challenge =
                ok("credential", "request", "shop.example").path("challenge").asText();
        JsonNode presentation = ok(
                        "credential", "present", file("device"), "--verifier", "shop.example", "--challenge", challenge)
                .path("presentation");
        Files.writeString(folder.resolve("shown"), presentation.toString());
        JsonNode shown =
                ok("credential", "verify", file("shown"), "--verifier", "shop.example", "--challenge", challenge);
        assertThat(shown.path("credentials")).hasSize(1);
        JsonNode replayed = hearth(
                ExitCode.CHECK_FAILED,
                "credential",
                "verify",
                file("shown"),
                "--verifier",
                "shop.example",
                "--challenge",
                "x");
        assertThat(replayed.path("reason").asText()).isEqualTo("WRONG_CHALLENGE");
    }

    @Test
    void aMemberIsExportedAndAChangedCredentialRefused() throws IOException {
        ok("identity", "create", "Ann");
        ok("space", "create", "Home");
        JsonNode credential =
                ok("credential", "export", "member", "Home", "Ann").path("credential");
        String changed = credential.toString().replace("OWNER", "WRITER");
        Files.writeString(folder.resolve("changed"), changed);
        JsonNode verdict = hearth(ExitCode.CHECK_FAILED, "credential", "verify", file("changed"));
        assertThat(verdict.path("reason").asText()).isEqualTo("WRONG_SIGNATURE");
        assertThat(verdict.path("meaning").asText()).isEqualTo(Reason.WRONG_SIGNATURE.sentence());
        JsonNode refused = hearth(ExitCode.REFUSED, "credential", "import", file("changed"));
        assertThat(refused.path("error").path("code").asText()).isEqualTo("CREDENTIAL_REFUSED");
        assertThat(refused.path("error").path("details").path("reason").asText())
                .isEqualTo("WRONG_SIGNATURE");
        assertThat(refused.path("error").path("details").path("meaning").asText())
                .isEqualTo(Reason.WRONG_SIGNATURE.sentence());
        Files.writeString(folder.resolve("right"), credential.toString());
        assertThat(ok("credential", "verify", file("right")).path("valid").asBoolean())
                .isTrue();
    }
}
