package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.client.internal.FolderSecrets;
import dev.hearth.kube.cli.Main;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two applications in processes of their own have their identity of a wallet in a third one, whose user is asked on its
 * console; all meet at a signal server besides.
 */
final class WalletProcessesTest {
    /** Its prompts are on standard error, and are read with the rest. */
    private static final List<String> BOTH_OUTPUTS = List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1");

    @TempDir
    private Path folder;

    private final List<String> shown = new ArrayList<>();

    private ChildJvm wallet(URI signal) {
        ChildJvm child = ChildJvm.start(
                BOTH_OUTPUTS,
                Map.of(),
                Main.class.getName(),
                "wallet",
                "serve",
                "--json",
                "--socket",
                socket().toString(),
                "--data",
                folder.resolve("ann").toString(),
                "--transports",
                "tcp,relay",
                "--signal",
                signal.toString());
        child.await("its socket", 60, line -> line.contains("\"socket\""));
        return child;
    }

    /** Waits until the user is asked about an application, and answers. */
    private void answer(ChildJvm wallet, String app, String answer) {
        wallet.await("a question about " + app, 60, line -> {
            shown.add(line);
            return line.contains("\"" + app + "\" asks for access");
        });
        wallet.say(answer);
    }

    private List<String> questions() {
        return shown.stream().filter(line -> line.contains(" asks for ")).toList();
    }

    private ChildJvm app(String name, Path at, SpaceId space, URI signal) {
        return ChildJvm.start(
                WalletAppMain.class.getName(),
                "use",
                folder.resolve(name).toString(),
                at.toString(),
                name,
                space.toString(),
                signal.toString());
    }

    private static void says(ChildJvm app, String command, String answer) {
        app.say(command);
        assertThat(app.await("an answer", 90, line -> !line.equals("ended"))).startsWith(answer);
    }

    private Path socket() {
        return folder.resolve("run").resolve("wallet");
    }

    private JsonNode hearth(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.resolve("ann").toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Main.run(new ByteArrayInputStream(new byte[0]), out, new ByteArrayOutputStream(), all.toArray(String[]::new));
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        hearth("wallet", "log")
                .path("events")
                .forEach(event -> events.add(
                        event.path("name").asText() + " " + event.path("event").asText()));
        return events;
    }

    @Test
    void twoApplicationsAndAWalletInThreeProcesses() throws IOException, MalformedException {
        try (Seams seams = Seams.system();
                SignalServer signals =
                        SignalServer.start(SignalOptions.loopback().port(0), seams)) {
            URI signal = signals.uri();
            SpaceId home;
            SpaceId work;
            ClientOptions options = ClientOptions.defaults().signal(signal).transports(List.of("tcp", "relay"));
            try (Client ann = Client.open(folder.resolve("ann"), options)) {
                ann.halo().createIdentity("Ann");
                Space first = ann.spaces().create("Home");
                first.put(new WalletAppMain.Note("from Ann"));
                Space second = ann.spaces().create("Work");
                second.put(new WalletAppMain.Note("not for Notes"));
                home = first.id();
                work = second.id();
            }
            byte[] heard;
            try (SocketTap tap = new SocketTap(seams, folder.resolve("tap"), socket())) {
                heard = tapped(tap, signal, home, work);
            }
            assertKept(home, work);
            assertNothingSecret(heard, seams);
        }
    }

    private byte[] tapped(SocketTap tap, URI signal, SpaceId home, SpaceId work) throws IOException {
        ChildJvm wallet = wallet(signal);
        try (ChildJvm first = app("Notes", tap.socket(), home, signal);
                ChildJvm tasks = app("Tasks", tap.socket(), work, signal)) {
            ChildJvm notes = first;
            answerBoth(wallet);
            notes.await("its space", 60, line -> line.equals("uses " + home));
            tasks.await("its space", 60, line -> line.equals("uses " + work));
            says(notes, "await 1", "has 1");
            says(tasks, "await 1", "has 1");
            says(notes, "open " + work, "error SPACE_UNKNOWN");
            says(tasks, "open " + home, "error SPACE_UNKNOWN");
            says(notes, "put from the application", "put ");
            says(notes, "deliver", "delivered");

            wallet.kill();
            says(notes, "put while no wallet runs", "put ");
            notes.say("close");
            assertThat(notes.exitCode(30)).isZero();
            assertThat(questions()).as("asked once about each").hasSize(2);
            shown.clear();
            wallet = wallet(signal);
            try (ChildJvm again = app("Notes", tap.socket(), home, signal)) {
                again.await("its space, without a question", 60, line -> line.equals("uses " + home));
                says(again, "prove", "proved");
                try (ChildJvm stranger = app("Stranger", tap.socket(), home, signal)) {
                    answer(wallet, "Stranger", "n");
                    stranger.await("the refusal", 60, line -> line.equals("error WALLET_REFUSED"));
                }
                assertThat(questions())
                        .singleElement()
                        .asString()
                        .as("the first question of the wallet that was started again")
                        .contains("Stranger");

                JsonNode revoked = hearth("wallet", "revoke", "Notes", "--socket", socket().toString());
                assertThat(revoked.path("revoked").asBoolean())
                        .as(revoked.toString())
                        .isTrue();
                again.await("the end, while it runs", 3, line -> line.equals("ended"));
                says(again, "open " + home, "error WALLET_ACCESS_ENDED");
                says(again, "prove", "error WALLET_ACCESS_ENDED");
                says(tasks, "put it goes on", "put ");
                says(tasks, "deliver", "delivered");
                says(tasks, "prove", "proved");
                again.say("close");
                tasks.say("close");
                assertThat(again.exitCode(30)).isZero();
                assertThat(tasks.exitCode(30)).isZero();
            }
        } finally {
            wallet.kill();
        }
        return tap.heard();
    }

    /** In whichever order they come. */
    private void answerBoth(ChildJvm wallet) {
        for (int i = 0; i < 2; i++) {
            wallet.await("a question", 60, line -> {
                shown.add(line);
                return line.contains("asks for access");
            });
            wallet.say("y");
        }
        assertThat(questions())
                .anyMatch(line -> line.contains("\"Notes\""))
                .anyMatch(line -> line.contains("\"Tasks\""));
    }

    private void assertKept(SpaceId home, SpaceId work) throws IOException {
        try (Client ann = Client.open(folder.resolve("ann"))) {
            assertThat(ann.spaces().get(home).query(WalletAppMain.Note.class).count())
                    .isGreaterThanOrEqualTo(2);
            assertThat(ann.spaces().get(work).query(WalletAppMain.Note.class).count())
                    .isEqualTo(2);
        }
        assertThat(events())
                .as("what happened, each once")
                .containsOnlyOnce(
                        "Notes request",
                        "Notes granted",
                        "Tasks request",
                        "Tasks granted",
                        "Stranger request",
                        "Stranger refused",
                        "Notes revoked")
                .contains("Notes signed", "Tasks signed")
                .doesNotContain("Stranger granted", "Tasks revoked");
        JsonNode grants = hearth("wallet", "list").path("grants");
        assertThat(grants).as("also without the wallet").hasSize(2);
        for (JsonNode grant : grants) {
            boolean ended = grant.path("name").asText().equals("Notes");
            assertThat(grant.path("state").asText()).isEqualTo(ended ? "revoked" : "granted");
            assertThat(grant.path("spaces").path(0).asText()).isEqualTo((ended ? home : work).toString());
        }
    }

    private void assertNothingSecret(byte[] heard, Seams seams) throws IOException, MalformedException {
        List<Bytes> secrets = new ArrayList<>();
        for (String name : List.of("ann", "Notes", "Tasks")) {
            secrets.addAll(FolderSecrets.of(folder.resolve(name), seams));
            secrets.add(FolderSecrets.storageKey(folder.resolve(name), seams));
            secrets.add(Bytes.of(Files.readAllBytes(folder.resolve(name).resolve("keychain.key"))));
        }
        secrets.removeIf(Bytes::isEmpty);
        assertThat(secrets).hasSizeGreaterThan(15);
        assertThat(heard.length).isGreaterThan(8_000);
        String wire = new String(heard, StandardCharsets.ISO_8859_1);
        assertThat(wire).as("the tap hears").contains("Notes").contains("Tasks");
        for (Bytes secret : secrets) {
            assertThat(wire).doesNotContain(new String(secret.toArray(), StandardCharsets.ISO_8859_1));
        }
    }
}
