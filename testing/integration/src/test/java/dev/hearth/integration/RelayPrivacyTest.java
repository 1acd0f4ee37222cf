package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceOptions;
import dev.hearth.client.internal.FolderSecrets;
import dev.hearth.echo.Index;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.Role;
import dev.hearth.kube.cli.Main;
import dev.hearth.testkit.Await;
import dev.hearth.testkit.ChildJvm;
import dev.hearth.testkit.HeapDump;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A15: a relay that is a member, in a process of its own, brings everything to a device that was never online together
 * with the author, and neither its memory nor its disk ever holds content, a name of a field or type, what somebody
 * said as presence, or a key.
 */
final class RelayPrivacyTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final List<String> CANARIES = List.of(
            "CanaryTypeBilby",
            "canaryFieldDunnart",
            "canaryFieldKultarr",
            "CanaryPresencePotoroo",
            "canaryFieldBettong",
            "canary title caiman",
            "canary body gharial",
            "canary space tuatara",
            "canary caret anole");

    @TempDir
    private Path folder;

    record CanaryTypeBilby(
            @Index String canaryFieldDunnart, @Index Text canaryFieldKultarr) {}

    record CanaryPresencePotoroo(String canaryFieldBettong) {}

    private URI signal;

    private Client open(String name) {
        ClientOptions options = ClientOptions.defaults().signal(signal).transports(List.of("relay"));
        return Client.open(folder.resolve(name), options);
    }

    private ChildJvm relay(String... invitation) {
        List<String> arguments = new ArrayList<>(List.of(folder.resolve("rita").toString(), signal.toString()));
        arguments.addAll(List.of(invitation));
        ChildJvm child = HeapDump.start(RelayMain.class.getName(), arguments.toArray(String[]::new));
        child.await("its role", 60, "ready RELAY"::equals);
        return child;
    }

    private static String ask(ChildJvm relay) {
        relay.say("how much");
        return relay.await("its answer", 30, line -> line.startsWith("stores "));
    }

    private static void awaitStored(ChildJvm relay, Space space) {
        Await.until(
                "all at the relay",
                BOUND,
                () -> ask(relay).startsWith("stores " + space.version().blocks() + " "));
    }

    @Test
    void a15NothingReadableIsEverAtARelayThatBringsEverythingToWhoWasAway() throws IOException, MalformedException {
        try (Seams seams = Seams.system();
                ChildJvm server = ChildJvm.start(Main.class.getName(), "signal", "--port", "0", "--json")) {
            String started = server.await("its address", 30, line -> line.startsWith("{"));
            signal = URI.create(new ObjectMapper().readTree(started).get("uri").asText());
            SpaceId id;
            Ref<CanaryTypeBilby> first;
            List<HeapDump> dumps = new ArrayList<>();
            try (Client ann = open("ann")) {
                ann.halo().createIdentity("Ann");
                Space home = ann.spaces()
                        .create("canary space tuatara", SpaceOptions.defaults().postQuantum(true));
                id = home.id();
                first = home.put(new CanaryTypeBilby("canary title caiman", Text.of("")));
                Invitation toRita = home.invite(Role.RELAY);
                try (ChildJvm relay = relay(toRita.link(), toRita.code())) {
                    meetOnce(home, first);
                    home.presence(CanaryPresencePotoroo.class).set(new CanaryPresencePotoroo("canary caret anole"));
                    write(home, first);
                    awaitStored(relay, home);
                    dumps.add(HeapDump.of(relay, folder));
                    assertNothingOnDisk(List.of());
                    relay.kill();
                }
            }
            try (ChildJvm relay = relay();
                    Client bob = open("bob")) {
                Space bobs = bob.spaces().get(id);
                Await.until(
                        "all of it",
                        BOUND,
                        () -> bobs.query(CanaryTypeBilby.class).count() == 21);
                assertThat(bobs.get(first).canaryFieldKultarr().value()).contains("canary body gharial");
                bobs.put(new CanaryTypeBilby("canary title caiman, answered", Text.of("")));
                awaitStored(relay, bobs);
                dumps.add(HeapDump.of(relay, folder));
            }
            List<Bytes> secrets = new ArrayList<>(FolderSecrets.of(folder.resolve("ann"), seams));
            secrets.addAll(FolderSecrets.of(folder.resolve("bob"), seams));
            assertNothingOnDisk(secrets);
            for (HeapDump dump : dumps) {
                assertThat(dump.contains("Rita the relay"))
                        .as("it is that process")
                        .isTrue();
                CANARIES.forEach(
                        canary -> assertThat(dump.contains(canary)).as(canary).isFalse());
                secrets.forEach(secret ->
                        assertThat(dump.contains(secret.toArray())).as("a key").isFalse());
            }
        }
    }

    /** Bob joins, hears that there is a relay, and is away from then on. */
    private void meetOnce(Space home, Ref<CanaryTypeBilby> first) {
        try (Client bob = open("bob")) {
            bob.halo().createIdentity("Bob");
            Invitation toBob = home.invite(Role.WRITER);
            Space bobs = bob.spaces().join(toBob.link(), toBob.code()).join();
            Await.until("what there is", BOUND, () -> bobs.find(first).isPresent());
            assertThat(bobs.members()).hasSize(3);
        }
    }

    private static void write(Space home, Ref<CanaryTypeBilby> first) {
        home.text(first, CanaryTypeBilby::canaryFieldKultarr).insert(0, "canary body gharial ".repeat(50));
        for (int i = 0; i < 20; i++) {
            home.put(new CanaryTypeBilby("canary title caiman " + i, Text.of("canary body gharial " + i)));
        }
    }

    private void assertNothingOnDisk(List<Bytes> secrets) throws IOException {
        List<Path> files = PrivacyTest.filesBelow(folder.resolve("rita"));
        assertThat(files).hasSizeGreaterThan(4);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (String canary : CANARIES) {
                assertThat(PrivacyTest.found(bytes, canary))
                        .as("%s in %s", canary, file)
                        .isFalse();
            }
            PrivacyTest.assertNoSecret(file.toString(), secrets, bytes);
        }
    }
}
