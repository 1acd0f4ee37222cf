package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Keychains and identities as a script sees them. */
final class KeychainCommandTest {
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

    private void refused(int exitCode, String errorCode, String... arguments) throws IOException {
        assertThat(hearth(exitCode, arguments).path("error").path("code").asText())
                .isEqualTo(errorCode);
    }

    private String file(String name, String line) throws IOException {
        return Files.writeString(folder.resolve(name), line + "\n").toString();
    }

    private List<String> kinds(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("keychain", "slots"));
        arguments.addAll(List.of(options));
        List<String> kinds = new ArrayList<>();
        ok(arguments.toArray(String[]::new))
                .path("slots")
                .forEach(slot -> kinds.add(
                        slot.path("slot").asInt() + " " + slot.path("kind").asText()));
        return kinds;
    }

    @Test
    void slotsAreAddedChangedAndRemoved() throws IOException {
        String old = file("old", "correct horse");
        String present = file("new", "battery staple");
        ok("identity", "create", "Ann", "--passphrase-file", old);
        assertThat(kinds()).containsExactly("1 passphrase");
        JsonNode added = ok("keychain", "add", "recovery", "--passphrase-file", old);
        assertThat(added.path("slot").asInt()).isEqualTo(2);
        String paper = file("paper", added.path("recoveryKey").asText());
        JsonNode changed = ok("keychain", "change", "--passphrase-file", old, "--new-passphrase-file", present);
        assertThat(changed.path("slot").asInt()).isEqualTo(1);
        assertThat(changed.path("cost").path("memoryKib").asInt()).isGreaterThanOrEqualTo(19456);
        refused(ExitCode.REFUSED, "WRONG_PASSPHRASE", "keychain", "unlock", "--passphrase-file", old);
        refused(ExitCode.REFUSED, "KEYCHAIN_LOCKED", "keychain", "unlock");
        assertThat(ok("keychain", "unlock", "--passphrase-file", present)
                        .path("slot")
                        .asInt())
                .isEqualTo(1);
        assertThat(ok("keychain", "unlock", "--recovery-key-file", paper)
                        .path("kind")
                        .asText())
                .isEqualTo("recovery key");
        refused(
                ExitCode.USAGE,
                "RECOVERY_KEY_MALFORMED",
                "keychain",
                "unlock",
                "--recovery-key-file",
                file("torn", "ABC"));
        ok("keychain", "add", "key_file", "--passphrase-file", present);
        assertThat(kinds()).containsExactly("1 passphrase", "2 recovery key", "3 key file");
        assertThat(ok("keychain", "unlock").path("slot").asInt()).isEqualTo(3);
        JsonNode anew = ok("keychain", "rekey");
        assertThat(anew.path("removed")).hasSize(2);
        assertThat(kinds()).containsExactly("1 key file");
        refused(ExitCode.REFUSED, "LAST_SLOT", "keychain", "remove", "1");
        refused(ExitCode.USAGE, "SLOT_UNKNOWN", "keychain", "remove", "9");
        ok("keychain", "add", "passphrase", "--new-passphrase-file", present);
        ok("keychain", "remove", "1");
        assertThat(folder.resolve("data/keychain.key")).doesNotExist();
        assertThat(ok("identity", "show", "--passphrase-file", present)
                        .path("name")
                        .asText())
                .isEqualTo("Ann");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "keychain", "add", "passphrase", "--passphrase-file", present);
    }

    @Test
    void anOlderKeychainIsRefusedUntilItIsAccepted() throws IOException {
        ok("identity", "create", "Ann");
        Path keychain = folder.resolve("data/keychain");
        byte[] older = Files.readAllBytes(keychain);
        ok("keychain", "add", "recovery");
        Files.write(keychain, older);
        refused(ExitCode.REFUSED, "KEYCHAIN_OLDER", "identity", "show");
        ok("keychain", "accept");
        ok("identity", "show");
    }

    @Test
    void severalIdentitiesLiveSideBySide() throws IOException {
        refused(ExitCode.USAGE, "IDENTITY_UNKNOWN", "keychain", "slots");
        ok("identity", "create", "Ann");
        refused(ExitCode.USAGE, "IDENTITY_UNKNOWN", "identity", "show", "--identity", "work");
        refused(ExitCode.USAGE, "IDENTITY_UNKNOWN", "keychain", "slots", "--identity", "work");
        ok(
                "identity",
                "create",
                "Ann at work",
                "--identity",
                "work",
                "--passphrase-file",
                file("words", "correct horse"));
        ok("space", "create", "Home");
        assertThat(ok("identity", "show").path("name").asText()).isEqualTo("Ann");
        assertThat(ok(
                                "identity",
                                "show",
                                "--identity",
                                "work",
                                "--passphrase-file",
                                folder.resolve("words").toString())
                        .path("name")
                        .asText())
                .isEqualTo("Ann at work");
        JsonNode list = ok("identity", "list").path("identities");
        assertThat(list).hasSize(2);
        assertThat(list.get(0).path("label").asText()).isEqualTo("default");
        assertThat(list.get(1).path("label").asText()).isEqualTo("work");
        assertThat(list.get(1).path("slots").get(0).asText()).isEqualTo("passphrase");
        assertThat(kinds("--identity", "work")).containsExactly("1 passphrase");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "identity", "create", "Eve", "--identity", "../eve");
    }

    @Test
    void withoutADesktopThereIsNoKeyring() throws IOException {
        assumeTrue(System.getenv("DBUS_SESSION_BUS_ADDRESS") == null, "skipped: there is a desktop");
        refused(ExitCode.ENVIRONMENT, "KEYRING_UNAVAILABLE", "identity", "create", "Ann", "--keyring");
        assertThat(folder.resolve("data/keychain")).doesNotExist();
    }
}
