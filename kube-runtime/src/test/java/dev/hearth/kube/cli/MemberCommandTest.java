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
import dev.hearth.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members of a space on the command line, of a data folder that three clients have met with before. */
final class MemberCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final MemoryNetwork network = MemoryNetwork.create();

    @TempDir
    private Path folder;

    private String bobId = "";
    private String bobDevice = "";

    /** Bob writes a task while Ann is away, which Carl gets and Ann does not. */
    @BeforeEach
    void meet() {
        try (Client ann = open("ann");
                Client bob = open("bob");
                Client carl = open("carl")) {
            bobId = bob.halo().identity().orElseThrow().id().toString();
            bobDevice = bob.halo().identity().orElseThrow().device().toString();
            Space home = ann.spaces().create("Home");
            Space ofBob = join(bob, home);
            Space ofCarl = join(carl, home);
            Await.until("three members", BOUND, () -> ofBob.members().size() == 3);
            ann.mesh().pause();
            ofBob.transact(() -> ofBob.create("Task").set("title", "late"));
            Await.until("the task", BOUND, () -> ofCarl.query("Task").count() == 1);
        }
    }

    private Client open(String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    private static Space join(Client guest, Space space) {
        Invitation invitation = space.invite(Role.WRITER);
        return guest.spaces().join(invitation.link(), invitation.code()).join();
    }

    private JsonNode run(int code, String client, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.resolve(client).toString(), "--transports", "tcp"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int ended = Main.run(
                new ByteArrayInputStream(new byte[0]), out, new ByteArrayOutputStream(), all.toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(ended).as(said).isEqualTo(code);
        try {
            return JSON.readTree(said);
        } catch (IOException e) {
            throw new AssertionError("Not one JSON object: " + said, e);
        }
    }

    private JsonNode ok(String client, String... arguments) {
        return run(ExitCode.OK, client, arguments);
    }

    private void refused(int exitCode, String errorCode, String client, String... arguments) {
        assertThat(run(exitCode, client, arguments).path("error").path("code").asText())
                .isEqualTo(errorCode);
    }

    private String roleOf(String name) {
        for (JsonNode member : ok("ann", "member", "list", "Home").path("members")) {
            if (member.path("name").asText().equals(name)) {
                return member.path("role").asText();
            }
        }
        return "NONE";
    }

    @Test
    void rolesAreChangedAndHandedOver() {
        JsonNode members = ok("ann", "member", "list", "Home").path("members");
        assertThat(members).hasSize(3);
        assertThat(members)
                .filteredOn(member -> member.path("self").asBoolean())
                .hasSize(1);
        assertThat(roleOf("ann")).isEqualTo("OWNER");
        JsonNode changed = ok("ann", "member", "role", "Home", "bob", "reader");
        assertThat(changed.path("role").asText()).isEqualTo("READER");
        assertThat(changed.path("untold").asBoolean()).isTrue();
        ok("ann", "member", "role", "Home", bobId, "ADMIN");
        assertThat(roleOf("bob")).isEqualTo("ADMIN");
        assertThat(ok("ann", "member", "transfer", "Home", bobId.substring(0, 12))
                        .path("role")
                        .asText())
                .isEqualTo("OWNER");
        assertThat(roleOf("ann")).isEqualTo("ADMIN");

        refused(ExitCode.USAGE, "INPUT_MALFORMED", "ann", "member", "role", "Home", "carl", "king");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "ann", "member", "role", "Home", "carl", "owner");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "ann", "member", "remove", "Home", "ann");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "ann", "member", "remove", "Home", "");
        refused(ExitCode.USAGE, "MEMBER_UNKNOWN", "ann", "member", "remove", "Home", "dora");
        refused(ExitCode.REFUSED, "NOT_PERMITTED", "ann", "member", "remove", "Home", "bob");
        refused(ExitCode.REFUSED, "NOT_PERMITTED", "ann", "member", "transfer", "Home", "carl");
    }

    @Test
    void whatARemovedMemberWroteLateIsListedAndAccepted() {
        JsonNode removed = ok("ann", "member", "remove", "Home", "bob");
        assertThat(removed.path("role").asText()).isEqualTo("NONE");
        assertThat(ok("ann", "member", "withheld", "Home").path("withheld")).isEmpty();
        refused(ExitCode.USAGE, "NOTHING_WITHHELD", "ann", "member", "accept", "Home", "bob");
        try (Client ann = open("ann");
                Client carl = open("carl")) {
            Space ofAnn = ann.spaces().list().get(0);
            Space ofCarl = carl.spaces().list().get(0);
            Await.until(
                    "what is withheld",
                    BOUND,
                    () -> ofAnn.withheld().size() == 1 && ofCarl.withheld().size() == 1);
        }
        JsonNode withheld = ok("ann", "member", "withheld", "Home").path("withheld");
        assertThat(withheld).hasSize(1);
        assertThat(withheld.get(0).path("identity").asText()).isEqualTo(bobId);
        assertThat(withheld.get(0).path("name").asText()).isEqualTo("bob");
        assertThat(withheld.get(0).path("device").asText()).isEqualTo(bobDevice);
        assertThat(withheld.get(0).path("blocks").asInt()).isOne();
        JsonNode status = ok("ann", "status", "--for", "0").path("spaces");
        assertThat(status)
                .filteredOn(space -> space.path("withheld").equals(withheld))
                .hasSize(1);

        refused(ExitCode.REFUSED, "NOT_PERMITTED", "carl", "member", "accept", "Home", "bob");
        refused(ExitCode.USAGE, "NOTHING_WITHHELD", "ann", "member", "accept", "Home", "dora");
        assertThat(ok("ann", "query", "Home", "Task").path("objects")).isEmpty();
        JsonNode accepted = ok("ann", "member", "accept", "Home", bobDevice.substring(0, 12));
        assertThat(accepted.path("accepted")).isEqualTo(withheld);
        assertThat(ok("ann", "query", "Home", "Task").path("objects")).hasSize(1);
        assertThat(ok("ann", "member", "withheld", "Home").path("withheld")).isEmpty();
    }
}
