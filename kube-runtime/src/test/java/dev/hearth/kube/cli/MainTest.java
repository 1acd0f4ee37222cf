package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.client.Client;
import dev.hearth.kube.internal.bundle.TestFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a script sees it: arguments, standard output, exit code. */
class MainTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new AssertionError("Not one JSON object: " + out, e);
            }
        }
    }

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new ByteArrayInputStream(new byte[0]), out, err, arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command on this test's data folder, with JSON. */
    private Outcome hearth(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.resolve("data").toString(), "--transports", "tcp"));
        return run(all.toArray(String[]::new));
    }

    private JsonNode ok(String... arguments) {
        Outcome outcome = hearth(arguments);
        assertThat(outcome.code()).as("%s", outcome).isZero();
        return outcome.json();
    }

    private void refused(int exitCode, String errorCode, String... arguments) {
        Outcome outcome = hearth(arguments);
        assertThat(outcome.json().path("error").path("code").asText()).isEqualTo(errorCode);
        assertThat(outcome.code()).isEqualTo(exitCode);
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(run("nonsense").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("space", "create").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("put", "--nonsense").code()).isEqualTo(ExitCode.USAGE);
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "put", "--nonsense");
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of(
                "demo",
                "identity create",
                "identity show",
                "identity list",
                "keychain slots",
                "keychain unlock",
                "keychain add",
                "keychain change",
                "keychain remove",
                "keychain rekey",
                "keychain accept",
                "space create",
                "space list",
                "space info",
                "space rename",
                "space open",
                "space close",
                "space leave",
                "space delete",
                "space forget",
                "space stats",
                "space verify",
                "space repair",
                "space backup",
                "space restore",
                "space confirm",
                "export",
                "import",
                "space compact",
                "member list",
                "member role",
                "member remove",
                "member transfer",
                "member withheld",
                "member accept",
                "invite",
                "join",
                "put",
                "get",
                "query",
                "text",
                "blob put",
                "blob get",
                "blob list",
                "status",
                "kube up",
                "kube publish",
                "kube rollback",
                "kube status",
                "signal",
                "doctor",
                "replay",
                "bench trace",
                "bench maps",
                "bench objects",
                "bench query",
                "bench blob",
                "bench micro",
                "bench store",
                "bench open",
                "bench unlock",
                "bench compact")) {
            Outcome outcome = run((command + " --help").split(" "));
            assertThat(outcome.code()).as(command).isZero();
            assertThat(outcome.out()).contains("Usage: hearth " + command);
            assertThat(outcome.out()).as(command).contains("--json");
        }
    }

    @Test
    void doctorLooksAtEverything() {
        Outcome outcome = hearth("doctor");
        assertThat(outcome.code()).isIn(ExitCode.OK, ExitCode.CHECK_FAILED);
        List<String> subjects = new ArrayList<>();
        for (JsonNode check : outcome.json().path("checks")) {
            subjects.add(check.path("subject").asText());
            assertThat(check.path("verdict").asText()).isIn("ok", "warn", "fail");
            if (!check.path("verdict").asText().equals("ok")) {
                assertThat(check.path("fix").asText()).as("%s", check).isNotEmpty();
            }
        }
        assertThat(subjects).contains("jdk", "rocksdb", "webrtc").hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void objectsAndTextsAreKeptBetweenCommands() {
        String identity = ok("identity", "create", "Ann").path("identity").asText();
        assertThat(ok("identity", "show").path("identity").asText()).isEqualTo(identity);
        String space = ok("space", "create", "Home").path("space").asText();
        assertThat(ok("space", "list").path("spaces").get(0).path("space").asText())
                .isEqualTo(space);
        String task = ok("put", "Home", "Task", "title=Buy milk", "done=false", "rank=2")
                .path("id")
                .asText();
        ok("put", "Home", "Task", "title=Bake bread", "done=true", "rank=1");
        ok("put", space, "Task", "rank=3", "--id", task);
        assertThat(ok("get", "Home", task).path("fields").path("rank").asInt()).isEqualTo(3);
        JsonNode open = ok("query", "Home", "Task", "--where", "done=false");
        assertThat(open.path("objects")).hasSize(1);
        JsonNode ordered = ok("query", "Home", "Task", "--order", "rank", "--limit", "1");
        assertThat(ordered.path("objects").get(0).path("fields").path("title").asText())
                .isEqualTo("Bake bread");
        JsonNode written = ok("query", "Home", "Task", "rank >= 1 order by rank desc limit 1");
        assertThat(written.path("objects")).hasSize(1);
        assertThat(written.path("objects").get(0).path("id").asText()).isEqualTo(task);
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "query", "Home", "Task", "rank >");
        JsonNode plan = ok("query", "Home", "Task", "rank >= 3", "--explain");
        assertThat(plan.path("kind").asText()).isEqualTo("SCAN");
        assertThat(plan.path("visited").asInt()).isEqualTo(2);
        assertThat(plan.path("results").asInt()).isEqualTo(1);
        ok("text", "Home", task, "notes", "--insert", "0", "semi-skimmed");
        ok("text", "Home", task, "notes", "--delete", "0", "5");
        assertThat(ok("text", "Home", task, "notes").path("text").asText()).isEqualTo("skimmed");
    }

    @Test
    void aSpaceWithoutHistorySaysSo() {
        String ann = ok("identity", "create", "Ann").path("identity").asText();
        ok("space", "create", "Home");
        JsonNode made = ok("space", "create", "--history", "since-join", "Club");
        assertThat(made.path("history").asText()).isEqualTo("since-join");
        assertThat(ok("space", "info", "Club").path("history").asText()).isEqualTo("since-join");
        assertThat(ok("space", "info", "Home").path("history").asText()).isEqualTo("full");
        assertThat(ok("space", "grant-history", "Club", "Ann").path("keys").asInt())
                .isZero();
        assertThat(ok("space", "grant-history", "Club", ann).path("identity").asText())
                .isEqualTo(ann);
        refused(ExitCode.USAGE, "MEMBER_UNKNOWN", "space", "grant-history", "Club", "Bob");
        assertThat(run("space", "create", "--history", "some", "Other").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void filesArePutListedAndGot() throws IOException {
        ok("identity", "create", "Ann");
        ok("space", "create", "Home");
        Path picture = folder.resolve("picture.png");
        byte[] content = "pixels ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Files.write(picture, content);
        JsonNode put = ok("blob", "put", "Home", picture.toString(), "--type", "image/png");
        assertThat(put.path("size").asLong()).isEqualTo(content.length);
        assertThat(put.path("pinned").asBoolean()).isTrue();
        String id = ok("put", "Home", "Photo", "title=Lake").path("id").asText();
        String pointer = ok("blob", "put", "Home", picture.toString(), "--type", "image/png", "--id", id)
                .path("pointer")
                .asText();
        assertThat(pointer).isEqualTo(put.path("pointer").asText());
        JsonNode list = ok("blob", "list", "Home").path("blobs");
        assertThat(list).hasSize(1);
        assertThat(list.get(0).path("bytesHere").asLong()).isEqualTo(content.length);

        Path got = folder.resolve("got.png");
        ok("blob", "get", "Home", list.get(0).path("blob").asText().substring(0, 10), got.toString());
        assertThat(Files.readAllBytes(got)).isEqualTo(content);
        ok("blob", "get", "Home", pointer, got.toString());
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "blob", "get", "Home", "nonsense", got.toString());
        String unknown = pointer.substring(0, 8) + "00".repeat(32) + pointer.substring(72);
        refused(
                ExitCode.UNREACHABLE,
                "BLOB_UNAVAILABLE",
                "blob",
                "get",
                "Home",
                unknown,
                got.toString(),
                "--patience",
                "0");
        refused(
                ExitCode.USAGE,
                "FILE_UNKNOWN",
                "blob",
                "put",
                "Home",
                folder.resolve("none").toString());
    }

    @Test
    void refusalsHaveTheirExitCodes() {
        refused(ExitCode.USAGE, "NO_IDENTITY", "identity", "show");
        ok("identity", "create", "Ann");
        refused(ExitCode.USAGE, "IDENTITY_EXISTS", "identity", "create", "Bob");
        refused(ExitCode.USAGE, "SPACE_UNKNOWN", "space", "info", "Nowhere");
        refused(ExitCode.USAGE, "INVITATION_MALFORMED", "join", "hearth:nonsense", "--code", "1234-5678");
        refused(ExitCode.USAGE, "APP_UNKNOWN", "kube", "rollback", "notes");
    }

    @Test
    void spacesAreClosedOpenedRenamedAndDeleted() {
        String home = ok("space", "create", "Home").path("space").asText();
        ok("put", "Home", "Task", "title=Buy milk");
        refused(ExitCode.USAGE, "NO_IDENTITY", "invite", "Home", "--no-wait");
        ok("identity", "create", "Ann");
        JsonNode list = ok("space", "list").path("spaces");
        assertThat(list).hasSize(2);
        assertThat(list.get(0).path("space").asText()).isEqualTo(home);
        assertThat(list.get(0).path("role").asText()).isEqualTo("OWNER");
        assertThat(list.get(1).path("personal").asBoolean()).isTrue();
        assertThat(ok("space", "close", "Home").path("state").asText()).isEqualTo("CLOSED");
        refused(ExitCode.ENVIRONMENT, "CLOSED", "query", "Home", "Task");
        assertThat(ok("space", "list").path("spaces").get(0).path("state").asText())
                .isEqualTo("CLOSED");
        assertThat(ok("space", "open", "Home").path("state").asText()).isEqualTo("OPEN");
        assertThat(ok("query", "Home", "Task").path("objects")).hasSize(1);
        assertThat(ok("space", "rename", "Home", "House").path("name").asText()).isEqualTo("House");
        refused(ExitCode.REFUSED, "OWNER_STAYS", "space", "leave", "House");
        refused(ExitCode.REFUSED, "NOT_PERMITTED", "space", "forget", "House");
        refused(ExitCode.REFUSED, "SPACE_PERSONAL", "space", "delete", "Personal");
        ok("put", "Personal", "Task", "title=Mine");
        JsonNode deleted = ok("space", "delete", home.substring(0, 8));
        assertThat(deleted.path("state").asText()).isEqualTo("NONE");
        assertThat(deleted.path("untold").asBoolean()).isFalse();
        assertThat(ok("space", "list").path("spaces")).hasSize(1);
        refused(ExitCode.USAGE, "SPACE_UNKNOWN", "space", "open", "House");
    }

    @Test
    void aFolderInUseNamesItsHolder() {
        ok("identity", "create", "Ann");
        try (Client holder = Client.open(folder.resolve("data"))) {
            refused(ExitCode.ENVIRONMENT, "DATA_LOCKED", "space", "list");
            assertThat(holder.halo().identity()).isPresent();
        }
    }

    @Test
    void withoutJsonErrorsAreTextOnStandardError() {
        Outcome outcome = run(
                "space", "info", "Nowhere", "--data", folder.resolve("plain").toString(), "--transports", "tcp");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("SPACE_UNKNOWN", "what to do:");
    }

    @Test
    void aFolderIsPublishedAndRolledBackWhereNoNodeRuns() {
        ok("identity", "create", "Ann");
        ok("space", "create", "Home");
        TestFolder app = new TestFolder(folder.resolve("app")).with("index.html", "one");
        String files = app.path().toString();
        JsonNode first = ok("kube", "publish", "Home", files, "--app", "notes", "--release", "1.0");
        assertThat(first.path("releases")).hasSize(1);
        app.with("index.html", "two");
        ok("kube", "publish", "Home", files, "--app", "notes", "--release", "1.1");
        assertThat(current(ok("kube", "status"))).isEqualTo("1.1");
        assertThat(current(ok("kube", "rollback", "notes"))).isEqualTo("1.0");
        assertThat(current(ok("kube", "status"))).isEqualTo("1.0");
    }

    @Test
    void aBadBundleIsRefused() throws IOException {
        ok("identity", "create", "Ann");
        ok("space", "create", "Home");
        Path app =
                new TestFolder(folder.resolve("app")).with("index.html", "one").path();
        Files.createSymbolicLink(app.resolve("link"), folder);
        refused(
                ExitCode.REFUSED,
                "BUNDLE_REFUSED",
                "kube",
                "publish",
                "Home",
                app.toString(),
                "--app",
                "notes",
                "--release",
                "1.0");
    }

    private static String current(JsonNode answer) {
        for (JsonNode release : answer.path("releases")) {
            if (release.path("current").asBoolean()) {
                return release.path("version").asText();
            }
        }
        return "";
    }

    @Test
    void aSpaceIsLookedAfter() throws IOException {
        ok("identity", "create", "ann");
        String home = ok("space", "create", "Home").path("space").asText();
        ok("put", "Home", "Task", "title=milk", "done=false");
        JsonNode stats = ok("space", "stats", "Home");
        assertThat(stats.path("types").path("Task").path("shown").asInt()).isEqualTo(1);
        assertThat(stats.path("families").path("BLOCK").isNumber()).isTrue();
        assertThat(stats.path("bytes").asLong()).isPositive();
        JsonNode report = ok("space", "verify", "Home");
        assertThat(report.path("sound").asBoolean()).isTrue();
        assertThat(report.path("findings")).isEmpty();
        assertThat(ok("space", "repair", "Home").path("left")).isEmpty();

        String backup = folder.resolve("home.backup").toString();
        assertThat(ok("space", "backup", "Home", backup).path("bytes").asLong()).isPositive();
        refused(ExitCode.USAGE, "SPACE_OPEN", "space", "restore", backup);
        try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("spaces"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        JsonNode restored = ok("space", "restore", backup);
        assertThat(restored.path("space").asText()).isEqualTo(home);
        assertThat(restored.path("unconfirmed").asBoolean()).isTrue();
        refused(ExitCode.REFUSED, "SPACE_UNCONFIRMED", "put", "Home", "Task", "title=early");
        ok("space", "confirm", "Home");
        ok("put", "Home", "Task", "title=bread");

        String lines = folder.resolve("home.jsonl").toString();
        assertThat(ok("export", "Home", lines).path("objects").asInt()).isEqualTo(2);
        ok("space", "create", "Other");
        assertThat(ok("import", "Other", lines).path("created").asInt()).isEqualTo(2);
        assertThat(ok("query", "Other", "Task").path("objects")).hasSize(2);
        String table = folder.resolve("tasks.csv").toString();
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "export", "Home", table, "--format", "csv");
        ok("export", "Home", table, "--format", "csv", "--type", "Task");
        Files.writeString(Path.of(table), "title,done:boolean\nx,perhaps\n");
        Outcome bad = hearth("import", "Other", table, "--format", "csv", "--type", "Task");
        assertThat(bad.json().path("error").path("details").path("line").asText())
                .isEqualTo("2");
    }
}
