package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.ErrorCode;
import dev.hearth.testkit.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The devices of an identity on the command line, each in a process of its own. */
final class DeviceCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ChildJvm> started = new ArrayList<>();
    private String signal = "";
    private String transport = "tcp";

    @TempDir
    private Path folder;

    @BeforeEach
    void startSignal() {
        ChildJvm server = child("signal", "--port", "0", "--json");
        signal = json(server.await("the server", 60, line -> line.contains("uri")))
                .get("uri")
                .asText();
    }

    @AfterEach
    void end() {
        started.forEach(ChildJvm::close);
    }

    private ChildJvm child(String... arguments) {
        ChildJvm child = ChildJvm.start(Main.class.getName(), arguments);
        started.add(child);
        return child;
    }

    private ChildJvm childOf(String device, String... arguments) {
        return child(with(device, arguments));
    }

    /** Its lines are for people, so that what it asks comes on standard output. */
    private ChildJvm talking(String device, String... arguments) {
        return child(Arrays.stream(with(device, arguments))
                .filter(argument -> !argument.equals("--json"))
                .toArray(String[]::new));
    }

    private String[] with(String device, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of(
                "--json", "--data", folder.resolve(device).toString(), "--signal", signal, "--transports", transport));
        return all.toArray(String[]::new);
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command here, with what the user types; returns its last answer. */
    private JsonNode run(int code, String device, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int ended = Main.run(
                new ByteArrayInputStream(new byte[0]), out, new ByteArrayOutputStream(), with(device, arguments));
        String text = out.toString(StandardCharsets.UTF_8).strip();
        assertThat(ended).as(text).isEqualTo(code);
        return json(text.substring(text.lastIndexOf('\n') + 1));
    }

    /** The user of the phone types yes, that of the laptop what it is given. */
    private int add(String laptopSays) {
        ChildJvm laptop = childOf("laptop", "device", "invite");
        JsonNode invitation = json(laptop.await("the invitation", 60, line -> line.contains("code")));
        ChildJvm phone = childOf(
                "phone",
                "device",
                "join",
                invitation.get("link").asText(),
                "--code",
                invitation.get("code").asText(),
                "--name",
                "Phone");
        phone.say("yes");
        laptop.say(laptopSays);
        int code = phone.exitCode(60);
        assertThat(laptop.exitCode(60)).isEqualTo(code);
        return code;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "relay", "webrtc"})
    void aDeviceIsAddedUsedAndRevokedFromTheOther(String over) {
        transport = over;
        run(ExitCode.OK, "laptop", "identity", "create", "Ann");
        run(ExitCode.OK, "laptop", "space", "create", "Trip");
        run(ExitCode.OK, "laptop", "put", "Trip", "Note", "text=packed");
        assertThat(add("yes")).isEqualTo(ExitCode.OK);
        assertThat(run(ExitCode.OK, "phone", "identity", "show").get("identity").asText())
                .isEqualTo(run(ExitCode.OK, "laptop", "identity", "show")
                        .get("identity")
                        .asText());
        assertThat(run(ExitCode.OK, "phone", "device", "list").get("devices")).hasSize(2);
        assertThat(run(ExitCode.OK, "phone", "query", "Trip", "Note").toString())
                .contains("packed");

        run(ExitCode.OK, "laptop", "device", "revoke", "Phone");
        assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices")).hasSize(1);
        ChildJvm laptop = childOf("laptop", "device", "invite"); // stays online
        laptop.await("the invitation", 60, line -> line.contains("code"));
        run(ExitCode.OK, "phone", "status", "--for", "5");
        JsonNode refused = run(ExitCode.of(ErrorCode.NOT_PERMITTED), "phone", "put", "Trip", "Note", "text=late");
        assertThat(refused.get("error").get("code").asText()).isEqualTo("NOT_PERMITTED");
    }

    /** A device invitation goes with the process that made it: nothing is half done, and another one does it. */
    @Test
    void eitherSideIsKilledWhileTheUsersCompare() {
        run(ExitCode.OK, "laptop", "identity", "create", "Ann");
        for (String killed : List.of("laptop", "phone")) {
            ChildJvm laptop = talking("laptop", "device", "invite");
            String link = laptop.await("the link", 60, line -> line.startsWith("link "))
                    .substring(5);
            String code = laptop.await("the code", 60, line -> line.startsWith("code "))
                    .substring(5);
            ChildJvm phone = talking("phone", "device", "join", link, "--code", code);
            laptop.await("the emoji", 60, line -> line.startsWith("emoji"));
            (killed.equals("laptop") ? laptop : phone).kill();
            laptop.close();
            phone.close();
            assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices"))
                    .hasSize(1);
        }
        assertThat(add("yes")).isEqualTo(ExitCode.OK);
    }

    @Test
    void aDeviceIsNotAddedWhereAUserSeesOtherEmoji() {
        run(ExitCode.OK, "laptop", "identity", "create", "Ann");
        assertThat(add("no")).isNotEqualTo(ExitCode.OK);
        assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices")).hasSize(1);
    }
}
