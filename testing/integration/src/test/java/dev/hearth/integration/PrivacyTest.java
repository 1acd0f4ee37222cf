package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.client.internal.FolderSecrets;
import dev.hearth.echo.Index;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.Role;
import dev.hearth.kube.cli.Main;
import dev.hearth.testkit.Await;
import dev.hearth.testkit.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Words that appear nowhere but in a space, and the keys of its members, are looked for where they must not be: on the
 * disks, on the wire between the clients and a relay, in the memory of the relay's process.
 */
final class PrivacyTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final List<String> CANARIES = List.of(
            "CanaryTypeQuokka",
            "canaryFieldWombat",
            "canaryFieldNumbat",
            "canary title axolotl",
            "canary body pangolin",
            "canary space tapir",
            "canary member okapi");

    @TempDir
    private Path folder;

    record CanaryTypeQuokka(
            @Index String canaryFieldWombat, @Index Text canaryFieldNumbat) {}

    @Test
    void contentFieldNamesAndKeysAreOnNoDiskAndNoWireAndUnknownToTheRelay() throws IOException, MalformedException {
        List<Bytes> secrets = new ArrayList<>();
        try (Seams seams = Seams.system();
                ChildJvm relay = ChildJvm.start(Main.class.getName(), "signal", "--port", "0", "--json")) {
            String started = relay.await("its address", 30, line -> line.startsWith("{"));
            URI signal =
                    URI.create(new ObjectMapper().readTree(started).get("uri").asText());
            byte[] wire;
            try (WireTap tap = new WireTap(seams, signal.getPort())) {
                share(URI.create("ws://127.0.0.1:" + tap.port() + "/"));
                wire = tap.heard();
            }
            assertThat(found(wire, "101 Switching Protocols"))
                    .as("the tap hears")
                    .isTrue();
            assertThat(wire.length).isGreaterThan(5_000);
            assertNoCanary("wire", wire);

            byte[] memory = heapOf(relay);
            assertThat(found(memory, "hearth signal login"))
                    .as("the dump is of the relay")
                    .isTrue();
            assertNoCanary("relay", memory);

            secrets.addAll(FolderSecrets.of(folder.resolve("ann"), seams));
            secrets.addAll(FolderSecrets.of(folder.resolve("bob"), seams));
            assertThat(secrets)
                    .as("of two members: four keys, that of a personal space, that of the shared space")
                    .hasSize(12)
                    .allMatch(secret -> secret.size() == 32);
            assertNoSecret("wire", secrets, wire);
            assertNoSecret("relay", secrets, memory);
        }
        List<Path> files = filesBelow(folder.resolve("ann"));
        files.addAll(filesBelow(folder.resolve("bob")));
        assertThat(files).hasSizeGreaterThan(8);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertNoCanary(file.toString(), bytes);
            assertNoSecret(file.toString(), secrets, bytes);
        }
    }

    static void assertNoSecret(String where, List<Bytes> secrets, byte[] bytes) {
        for (Bytes secret : secrets) {
            assertThat(contains(bytes, secret.toArray()))
                    .as("a key in %s", where)
                    .isFalse();
        }
    }

    /** Scans the stores while they are open too: then the latest writes are in the log, which is never compressed. */
    private void share(URI signal) throws IOException {
        ClientOptions options = ClientOptions.defaults().signal(signal).transports(List.of("relay"));
        try (Client ann = Client.open(folder.resolve("ann"), options);
                Client bob = Client.open(folder.resolve("bob"), options)) {
            ann.halo().createIdentity("canary member okapi");
            bob.halo().createIdentity("canary member okapi too");
            Space home = ann.spaces().create("canary space tapir");
            Ref<CanaryTypeQuokka> ref = home.put(new CanaryTypeQuokka("canary title axolotl", Text.of("")));
            home.text(ref, CanaryTypeQuokka::canaryFieldNumbat).insert(0, "canary body pangolin ".repeat(50));
            Invitation invitation = home.invite(Role.WRITER);
            Space same = bob.spaces().join(invitation.link(), invitation.code()).join();
            Await.until("the object", BOUND, () -> same.find(ref).isPresent());
            same.update(ref, each -> new CanaryTypeQuokka("canary title axolotl II", each.canaryFieldNumbat()));
            Await.until("the edit", BOUND, () -> home.version().equals(same.version()));
            home.flush();
            same.flush();
            for (Path file : filesBelow(folder)) {
                assertNoCanary(file.toString(), Files.readAllBytes(file));
            }
        }
    }

    private byte[] heapOf(ChildJvm child) throws IOException {
        Path dump = folder.resolve("relay.hprof");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(child.pid()),
                        "GC.heap_dump",
                        "-all",
                        dump.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dump).as(said).exists();
        return Files.readAllBytes(dump);
    }

    static List<Path> filesBelow(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private static void assertNoCanary(String where, byte[] bytes) {
        for (String canary : CANARIES) {
            assertThat(found(bytes, canary)).as("%s in %s", canary, where).isFalse();
        }
    }

    static boolean found(byte[] bytes, String word) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            if (contains(bytes, word.getBytes(charset))) {
                return true;
            }
        }
        return false;
    }

    static boolean contains(byte[] bytes, byte[] word) {
        for (int at = 0; at <= bytes.length - word.length; at++) {
            int length = 0;
            while (length < word.length && bytes[at + length] == word[length]) {
                length++;
            }
            if (length == word.length) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theScanFindsWhatIsThere() {
        byte[] planted = "xx canary title axolotl".getBytes(StandardCharsets.UTF_16LE);
        assertThat(found(planted, "canary title axolotl")).isTrue();
    }
}
