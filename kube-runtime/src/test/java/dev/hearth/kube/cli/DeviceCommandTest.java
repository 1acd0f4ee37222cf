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

    /** Returns what stands after {@code name} in the next line that begins with it. */
    private static String said(ChildJvm child, String name) {
        return child.await(name, 60, line -> line.startsWith(name + " ")).substring(name.length() + 1);
    }

    /** Either side is killed while the users compare; then all goes on with the same link and code. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "relay", "webrtc"})
    void eitherSideIsKilledWhileTheUsersCompare(String over) {
        transport = over;
        run(ExitCode.OK, "laptop", "identity", "create", "Ann");
        ChildJvm laptop = talking("laptop", "device", "invite");
        String link = said(laptop, "link");
        String code = said(laptop, "code");
        ChildJvm phone = talking("phone", "device", "join", link, "--code", code);
        said(laptop, "emoji");
        laptop.kill();
        phone.close();
        assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices")).hasSize(1);

        ChildJvm again = talking("laptop", "device", "invite", "--resume");
        assertThat(said(again, "link")).isEqualTo(link);
        assertThat(said(again, "code")).isEqualTo(code);
        ChildJvm second = talking("phone", "device", "join", link, "--code", code);
        said(second, "emoji");
        said(again, "emoji");
        second.kill();
        again.say("yes"); // to one that is not there any more

        ChildJvm third = talking("phone", "device", "join", link, "--code", code);
        third.say("yes");
        again.say("yes");
        assertThat(third.exitCode(60)).isEqualTo(ExitCode.OK);
        assertThat(again.exitCode(60)).isEqualTo(ExitCode.OK);
        assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices")).hasSize(2);
        run(ExitCode.of(ErrorCode.INVITATION_UNKNOWN), "laptop", "device", "invite", "--resume");
    }

    /** The laptop lets in a phone that is not there any more, waits a while and ends. */
    @Test
    void aPhoneThatWasKilledWhenItsUserHadSaidYesIsLetInAgain() throws InterruptedException {
        run(ExitCode.OK, "laptop", "identity", "create", "Ann");
        ChildJvm laptop = talking("laptop", "device", "invite");
        String link = said(laptop, "link");
        String code = said(laptop, "code");
        ChildJvm phone = talking("phone", "device", "join", link, "--code", code);
        phone.say("yes");
        said(laptop, "emoji");
        Thread.sleep(2_000); // for its yes to arrive
        phone.kill();
        laptop.say("yes");
        laptop.await("what to do", 60, line -> line.contains("--resume"));
        assertThat(laptop.exitCode(60)).isEqualTo(ExitCode.OK);
        assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices")).hasSize(2);

        ChildJvm again = talking("laptop", "device", "invite", "--resume");
        ChildJvm back = talking("phone", "device", "join", link, "--code", code);
        back.say("yes");
        again.say("yes");
        assertThat(back.exitCode(60)).isEqualTo(ExitCode.OK);
        assertThat(again.exitCode(60)).isEqualTo(ExitCode.OK);
        assertThat(run(ExitCode.OK, "phone", "device", "list").get("devices")).hasSize(2);
    }

    @Test
    void aDeviceIsNotAddedWhereAUserSeesOtherEmoji() {
        run(ExitCode.OK, "laptop", "identity", "create", "Ann");
        assertThat(add("no")).isNotEqualTo(ExitCode.OK);
        assertThat(run(ExitCode.OK, "laptop", "device", "list").get("devices")).hasSize(1);
    }
}
