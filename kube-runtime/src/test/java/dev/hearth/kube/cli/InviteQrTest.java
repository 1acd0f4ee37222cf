package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kube.internal.qr.QrReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearth invite --qr}: the code that is shown is the link that is printed. */
final class InviteQrTest {
    @TempDir
    private Path folder;

    private record Outcome(int code, String out, String err) {}

    private Outcome hearth(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString(), "--transports", "tcp"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new ByteArrayInputStream(new byte[0]), out, err, all.toArray(String[]::new));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void aSpaceToInviteTo() {
        assertThat(hearth("identity", "create", "Ann").code()).isZero();
        assertThat(hearth("space", "create", "Home").code()).isZero();
    }

    private static String link(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("link "))
                .map(line -> line.substring("link ".length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTerminalShowsTheLink() {
        List<String> lines =
                hearth("invite", "Home", "--no-wait", "--qr").out().lines().toList();
        assertThat(QrReader.terminal(
                        lines.stream().filter(line -> line.startsWith("\u001B")).toList()))
                .isEqualTo(link(lines));
        List<String> plain = hearth("invite", "Home", "--no-wait", "--qr-ascii")
                .out()
                .lines()
                .toList();
        assertThat(QrReader.terminal(
                        plain.stream().filter(line -> line.matches("[ #]+")).toList()))
                .isEqualTo(link(plain));
    }

    @Test
    void theImageIsWrittenBesideTheJson() throws IOException {
        Path file = folder.resolve("link.png");
        Outcome outcome = hearth("invite", "Home", "--no-wait", "--qr", "--qr-png", file.toString(), "--json");
        JsonNode answer = new ObjectMapper().readTree(outcome.out());
        String link = answer.path("link").asText();
        assertThat(QrReader.png(Files.readAllBytes(file))).isEqualTo(link);
        assertThat(QrReader.terminal(outcome.err().lines().toList())).isEqualTo(link);
        Outcome refused = hearth(
                "invite",
                "Home",
                "--no-wait",
                "--json",
                "--qr-png",
                folder.resolve("no/link.png").toString());
        assertThat(refused.out()).contains("FILE_UNKNOWN");
    }
}
