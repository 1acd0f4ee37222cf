package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kube.cli.Main;
import dev.hearth.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What the machine refuses is told by one error with code, cause and remedy, in processes of their own. */
final class EnvironmentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aMissingLibraryOfTheStoreIsNamed() throws IOException {
        JsonNode error = json(
                        Map.of(
                                "ROCKSDB_SHAREDLIB_DIR",
                                folder.resolve("nowhere").toString()),
                        4,
                        "space",
                        "list")
                .path("error");
        assertThat(error.path("code").asText()).isEqualTo("NATIVE_UNAVAILABLE");
        assertThat(error.path("details").path("library").asText()).isEqualTo("rocksdb");
        assertThat(error.path("remedy").asText()).contains("hearth doctor");
    }

    /** The library that is found first is no library at all: the one that is brought along is used. */
    @Test
    void aWrongLibraryOfTheStoreIsPassedOver() throws IOException {
        Files.writeString(folder.resolve("librocksdbjni.so"), "no library");
        JsonNode spaces = json(Map.of("JAVA_TOOL_OPTIONS", "-Djava.library.path=" + folder), 0, "space", "list");
        assertThat(spaces.path("spaces").isArray()).isTrue();
    }

    @Test
    void withoutTheLibraryOfWebRtcDoctorSaysSoAndTheRestWorks() throws IOException {
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + folder.resolve("nowhere"),
                "ROCKSDB_SHAREDLIB_DIR",
                folder.toString());
        JsonNode report = json(environment, -1, "doctor");
        JsonNode webRtc = null;
        for (JsonNode check : report.path("checks")) {
            if (check.path("subject").asText().equals("webrtc")) {
                webRtc = check;
            }
        }
        assertThat(webRtc).isNotNull();
        assertThat(webRtc.path("verdict").asText()).isEqualTo("warn");
        assertThat(webRtc.path("fix").asText()).isNotEmpty();
        assertThat(json(environment, 0, "identity", "create", "Ann")
                        .path("name")
                        .asText())
                .isEqualTo("Ann");
    }

    /** Runs a command on this test's data folder and returns the object that it prints. */
    private JsonNode json(Map<String, String> environment, int exitCode, String... words) throws IOException {
        List<String> arguments = new java.util.ArrayList<>(List.of(words));
        arguments.addAll(List.of("--json", "--data", folder.resolve("data").toString()));
        try (ChildJvm hearth =
                ChildJvm.start(List.of(), environment, Main.class.getName(), arguments.toArray(String[]::new))) {
            JsonNode answer = JSON.readTree(hearth.await("an object", 60, line -> line.startsWith("{")));
            int code = hearth.exitCode(30);
            if (exitCode >= 0) {
                assertThat(code).isEqualTo(exitCode);
            }
            return answer;
        }
    }

    @Test
    void aFullDiskIsToldAndNothingAcknowledgedIsLost() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        List<String> wrapper = List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=24m tmpfs \"$0\" || { echo no mount; exit 9; }; exec \"$@\"",
                disk.toString());
        try (ChildJvm child = ChildJvm.start(wrapper, Map.of(), FullDiskMain.class.getName(), disk.toString())) {
            String first = child.await("a refusal", 120, line -> line.startsWith("refused") || line.equals("no mount"));
            if (first.equals("no mount")) {
                throw new TestAbortedException("skipped: no small file system can be mounted here");
            }
            assertThat(first).isEqualTo("refused DISK_FULL");
            String count = child.await("a count", 60, line -> line.startsWith("acknowledged "));
            assertThat(Integer.parseInt(count.substring("acknowledged ".length())))
                    .isGreaterThan(100);
            assertThat(child.await("the rest", 60, line -> true)).isEqualTo("all there");
            assertThat(child.exitCode(30)).isZero();
        } catch (java.io.UncheckedIOException e) {
            throw new TestAbortedException("skipped: no unshare here", e);
        }
    }
}
