package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.client.internal.FolderSecrets;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.echo.Ref;
import dev.hearth.kube.cli.Main;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.Await;
import dev.hearth.testkit.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet in one process and an application in another, which meet at a signal server besides. */
final class WalletProcessesTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    record Note(String title) {}

    private ChildJvm wallet(URI signal) {
        ChildJvm child = ChildJvm.start(
                Main.class.getName(),
                "wallet",
                "serve",
                "--json",
                "--allow",
                "Notes",
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
                .forEach(event -> events.add(event.path("event").asText()));
        return events;
    }

    @Test
    void anApplicationInAnotherProcess() throws IOException, MalformedException {
        byte[] heard;
        try (Seams seams = Seams.system();
                SignalServer signals =
                        SignalServer.start(SignalOptions.loopback().port(0), seams)) {
            URI signal = signals.uri();
            ClientOptions options = ClientOptions.defaults().signal(signal).transports(List.of("tcp", "relay"));
            SpaceId home;
            try (Client ann = Client.open(folder.resolve("ann"), options)) {
                ann.halo().createIdentity("Ann");
                Space space = ann.spaces().create("Home");
                home = space.id();
                space.put(new Note("from Ann"));
                ann.spaces().create("Work").put(new Note("not for the application"));
            }
            Ref<Note> its;
            try (SocketTap tap = new SocketTap(seams, folder.resolve("tap"), socket())) {
                WalletRequest request = WalletRequest.of(
                                "Notes", AppScope.write().inSpaces(Set.of(home)))
                        .at(tap.socket());
                ChildJvm wallet = wallet(signal);
                Client app = Client.open(folder.resolve("app"), options);
                app.useWallet(request).join();
                Space space = app.spaces().get(home);
                Await.until(
                        "what Ann wrote", BOUND, () -> space.query(Note.class).count() == 1);
                its = space.put(new Note("from the application"));
                assertThat(app.spaces().list()).extracting(Space::name).containsExactly("Home");
                Await.until(
                        "the application's note at Ann's",
                        BOUND,
                        () -> space.spaceStatus().peers().stream()
                                .anyMatch(peer -> peer.replica().missingThere() == 0));

                wallet.kill();
                space.put(new Note("while no wallet runs"));
                app.close();
                wallet = wallet(signal);
                app = Client.open(folder.resolve("app"), options);
                WalletAccess access = app.useWallet(request).join();
                assertThat(access.prove(Bytes.utf8("a question")).isGenuine()).isTrue();
                assertThat(events()).as("asked once").containsExactly("request", "granted", "signed");

                wallet.kill();
                wallet = wallet(signal);
                Await.until("the wallet again", BOUND, () -> isConnected(access));

                String key = hearth("wallet", "list", "--socket", socket().toString())
                        .path("grants")
                        .path(0)
                        .path("app")
                        .asText();
                JsonNode revoked = hearth("wallet", "revoke", key, "--socket", socket().toString());
                assertThat(revoked.path("revoked").asBoolean())
                        .as(revoked.toString())
                        .isTrue();
                Await.until("the end, in the application", Duration.ofSeconds(2), access::isEnded);
                Client ended = app;
                assertThatThrownBy(() -> ended.spaces().get(home))
                        .isInstanceOfSatisfying(
                                HearthException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.WALLET_ACCESS_ENDED));
                app.close();
                wallet.kill();
                heard = tap.heard();
            }
            try (Client ann = Client.open(folder.resolve("ann"), options)) {
                assertThat(ann.spaces().get(home).find(its)).isPresent();
            }
            JsonNode grants = hearth("wallet", "list").path("grants");
            assertThat(grants.path(0).path("state").asText())
                    .as("also without the wallet")
                    .isEqualTo("revoked");
            assertThat(grants.path(0).path("spaces").path(0).asText()).isEqualTo(home.toString());
            JsonNode nobody = hearth("wallet", "revoke", "Nobody");
            assertThat(nobody.path("error").path("code").asText()).isEqualTo("INPUT_MALFORMED");
            List<Bytes> secrets = new ArrayList<>(FolderSecrets.of(folder.resolve("ann"), seams));
            secrets.addAll(FolderSecrets.of(folder.resolve("app"), seams));
            for (String name : List.of("ann", "app")) {
                secrets.add(FolderSecrets.storageKey(folder.resolve(name), seams));
                secrets.add(Bytes.of(Files.readAllBytes(folder.resolve(name).resolve("keychain.key"))));
            }
            secrets.removeIf(Bytes::isEmpty);
            assertThat(secrets).hasSizeGreaterThan(12);
            assertThat(heard.length).isGreaterThan(4_000);
            String wire = new String(heard, StandardCharsets.ISO_8859_1);
            assertThat(wire).as("the tap hears").contains("Notes");
            for (Bytes secret : secrets) {
                assertThat(wire).doesNotContain(new String(secret.toArray(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static boolean isConnected(WalletAccess access) {
        try {
            return access.prove(Bytes.utf8("again")).isGenuine();
        } catch (HearthException e) {
            return false;
        }
    }
}
