package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import dev.hearth.mesh.MemoryNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recovery as a script sees it. */
final class RecoveryCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private JsonNode run(int code, String client, InputStream in, ByteArrayOutputStream err, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.resolve(client).toString(), "--transports", "tcp"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int ended = Main.run(in, out, err, all.toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(ended).as(said).isEqualTo(code);
        try {
            return JSON.readTree(said);
        } catch (IOException e) {
            throw new AssertionError("Not one JSON object: " + said, e);
        }
    }

    private JsonNode typed(int code, String client, String lines, String... arguments) {
        return run(
                code,
                client,
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                arguments);
    }

    private JsonNode ok(String client, String... arguments) {
        return typed(ExitCode.OK, client, "", arguments);
    }

    private void refused(int code, String error, String client, String lines, String... arguments) {
        assertThat(typed(code, client, lines, arguments)
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo(error);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text + "\n").toString();
    }

    /** Answers what is asked, from the words on paper. */
    private static InputStream reader(String words, ByteArrayOutputStream asked) {
        return new InputStream() {
            private static final Pattern QUESTION = Pattern.compile("word (\\d+):");
            private byte[] line = {};
            private int at;

            @Override
            public int read() {
                if (at == line.length) {
                    answer();
                }
                return line[at++];
            }

            /** A reader takes a line at a time here, though it asks for more. */
            @Override
            public int read(byte[] into, int from, int count) {
                if (at == line.length) {
                    answer();
                }
                int taken = Math.min(count, line.length - at);
                System.arraycopy(line, at, into, from, taken);
                at += taken;
                return taken;
            }

            private void answer() {
                Matcher question = QUESTION.matcher(asked.toString(StandardCharsets.UTF_8));
                int place = 0;
                while (question.find()) {
                    place = Integer.parseInt(question.group(1));
                }
                line = (words.split(" ", -1)[place - 1] + "\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }

    @Test
    void anIdentityComesBackFromPaperAndAFile() throws IOException {
        ok("laptop", "identity", "create", "Ann");
        ok("laptop", "space", "create", "Trip");
        String words = ok("laptop", "recovery", "words").path("words").asText();
        assertThat(words.split(" ", -1)).hasSize(24);
        String backup = folder.resolve("ann.hearth").toString();
        assertThat(ok("laptop", "recovery", "backup", backup).path("bytes").asLong())
                .isPositive();
        refused(ExitCode.USAGE, "RECOVERY_WORDS_WRONG", "laptop", "a\nb\nc\n", "recovery", "put-away");
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        run(ExitCode.OK, "laptop", reader(words, asked), asked, "recovery", "put-away");
        assertThat(ok("laptop", "recovery", "status").path("wordsHere").asBoolean())
                .isFalse();
        refused(ExitCode.REFUSED, "RECOVERY_WORDS_AWAY", "laptop", "", "recovery", "words");
        ok("laptop", "recovery", "backup", backup);

        refused(
                ExitCode.USAGE,
                "RECOVERY_WORDS_INCOMPLETE",
                "back",
                "abandon ability\n",
                "recovery",
                "restore",
                "--from",
                backup);
        JsonNode restored =
                typed(ExitCode.OK, "back", words + "\nyes\n", "recovery", "restore", "--from", backup, "--new-words");
        assertThat(restored.path("name").asText()).isEqualTo("Ann");
        assertThat(restored.path("spaces").asInt()).isEqualTo(2);
        assertThat(restored.path("refused")).isEmpty();
        String fresh = restored.path("words").asText();
        assertThat(fresh.split(" ", -1)).hasSize(24).isNotEqualTo(words.split(" ", -1));
        assertThat(ok("back", "device", "list").path("devices")).hasSize(1);
        ok("back", "put", "Trip", "Task", "title=go");

        String newer = folder.resolve("newer.hearth").toString();
        ok("back", "recovery", "backup", newer);
        refused(
                ExitCode.REFUSED,
                "WRONG_PASSPHRASE",
                "late",
                "",
                "recovery",
                "restore",
                "--words-file",
                file("old", words),
                "--from",
                newer,
                "--no-revoke-others");
        JsonNode again = typed(
                ExitCode.OK,
                "late",
                "",
                "recovery",
                "restore",
                "--words-file",
                file("fresh", fresh),
                "--from",
                newer,
                "--no-revoke-others");
        assertThat(again.path("identity")).isEqualTo(restored.path("identity"));
        assertThat(ok("late", "device", "list").path("devices")).hasSize(2);
    }

    @Test
    void guardiansGetFilesAndHoldTheirShares() throws IOException {
        MemoryNetwork network = MemoryNetwork.create();
        ClientOptions options = ClientOptions.defaults().network(network).transports(List.of("memory"));
        try (Client owner = Client.open(folder.resolve("owner"), options);
                Client ann = Client.open(folder.resolve("ann"), options);
                Client bob = Client.open(folder.resolve("bob"), options)) {
            owner.halo().createIdentity("Owner");
            Space club = owner.spaces().create("Club");
            for (Client each : List.of(ann, bob)) {
                each.halo().createIdentity(each == ann ? "Ann" : "Bob");
                Invitation invitation = club.invite(Role.WRITER);
                each.spaces().join(invitation.link(), invitation.code()).join();
            }
        }
        String out = folder.resolve("shares").toString();
        JsonNode split = ok("owner", "recovery", "guardians", "split", "--threshold", "2", "Ann", "Bob", "--out", out);
        assertThat(split.path("shares")).hasSize(2);
        String annsFile = split.path("shares").get(0).path("file").asText();
        refused(ExitCode.REFUSED, "SHARE_UNREADABLE", "bob", "", "recovery", "share", "open", annsFile);
        refused(ExitCode.REFUSED, "SHARE_HELD", "ann", "", "recovery", "share", "open", annsFile);
        refused(ExitCode.REFUSED, "SHARE_HELD", "ann", "", "recovery", "share", "open", annsFile);
        refused(ExitCode.USAGE, "SHARE_UNASKED", "owner", "", "recovery", "veto", "0123456789abcdef");
        refused(
                ExitCode.USAGE,
                "SHARE_MALFORMED",
                "ann",
                "",
                "recovery",
                "share",
                "open",
                file("no-share", "something else"));
        JsonNode chain = ok("ann", "recovery", "chain", "Club", "Owner", "--out", out + "/owner.chain");
        String words = ok("owner", "recovery", "words").path("words").asText();
        JsonNode back = typed(
                ExitCode.OK,
                "back",
                words + "\nno\n",
                "recovery",
                "restore",
                "--chain",
                chain.path("file").asText());
        assertThat(back.path("identity")).isEqualTo(chain.path("identity"));
        assertThat(back.path("name").asText()).isEqualTo("Owner");
    }

    /** The owner has no device any more; two of three guardians open their shares, one is not asked. */
    @Test
    void anIdentityComesBackByTwoOfThreeGuardians() {
        MemoryNetwork network = MemoryNetwork.create();
        ClientOptions options = ClientOptions.defaults().network(network).transports(List.of("memory"));
        List<String> names = List.of("ann", "bob", "carl");
        try (Client owner = Client.open(folder.resolve("owner"), options)) {
            owner.halo().createIdentity("Owner");
            Space club = owner.spaces().create("Club");
            for (String name : names) {
                try (Client each = Client.open(folder.resolve(name), options)) {
                    each.halo().createIdentity(name);
                    Invitation invitation = club.invite(Role.WRITER);
                    each.spaces().join(invitation.link(), invitation.code()).join();
                }
            }
        }
        String identity = ok("owner", "identity", "show").path("identity").asText();
        String out = folder.resolve("shares").toString();
        JsonNode split = ok(
                "owner",
                "recovery",
                "guardians",
                "split",
                "--threshold",
                "2",
                "--hold",
                "0s",
                "ann",
                "bob",
                "carl",
                "--out",
                out);
        List<String> shares = new ArrayList<>();
        for (int guardian : new int[] {0, 2}) {
            String file = split.path("shares").get(guardian).path("file").asText();
            refused(ExitCode.REFUSED, "SHARE_HELD", names.get(guardian), "", "recovery", "share", "open", file);
            shares.add(ok(names.get(guardian), "recovery", "share", "open", file)
                    .path("words")
                    .asText());
        }
        refused(
                ExitCode.USAGE,
                "SHARES_MISSING",
                "back",
                shares.get(0) + "\n\n",
                "recovery",
                "restore",
                "--shares",
                "--name",
                "Owner");
        JsonNode back = typed(
                ExitCode.OK,
                "back",
                String.join("\n", shares) + "\nno\n",
                "recovery",
                "restore",
                "--shares",
                "--name",
                "Owner");
        assertThat(back.path("identity").asText()).isEqualTo(identity);
        assertThat(ok("back", "device", "list").path("devices")).hasSize(1);
    }
}
