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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts on the command line, of two people who share a space or have exchanged cards. */
final class ContactCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private String said(int exitCode, String client, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve(client).toString(), "--transports", "tcp"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.run(
                new ByteArrayInputStream(new byte[0]), out, new ByteArrayOutputStream(), all.toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as("%s %s", all, said).isEqualTo(exitCode);
        return said;
    }

    private JsonNode hearth(int exitCode, String client, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        try {
            return JSON.readTree(said(exitCode, client, all.toArray(String[]::new)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode ok(String client, String... arguments) {
        return hearth(ExitCode.OK, client, arguments);
    }

    private void refused(int exitCode, String errorCode, String client, String... arguments) {
        assertThat(hearth(exitCode, client, arguments)
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo(errorCode);
    }

    @Test
    void aCardIsAddedAndItsOwnerVerified() {
        ok("ann", "identity", "create", "Ann");
        String bob = ok("bob", "identity", "create", "Bob").path("identity").asText();
        assertThat(ok("ann", "contact", "list").path("contacts")).isEmpty();
        JsonNode added = ok(
                "ann",
                "contact",
                "add",
                ok("bob", "contact", "card").path("card").asText());
        assertThat(added.path("identity").asText()).isEqualTo(bob);
        assertThat(added.path("state").asText()).isEqualTo("UNVERIFIED");
        ok("bob", "contact", "add", ok("ann", "contact", "card").path("card").asText());
        String number = ok("ann", "contact", "show", "Bob").path("safetyNumber").asText();
        JsonNode theirs = ok("bob", "contact", "show", "Ann");
        assertThat(theirs.path("safetyNumber").asText()).isEqualTo(number).hasSize(60);
        String wrong = (number.charAt(0) == '0' ? '1' : '0') + number.substring(1);
        refused(ExitCode.REFUSED, "SAFETY_NUMBER_DIFFERS", "ann", "contact", "verify", "Bob", wrong);
        ok("ann", "contact", "verify", "Bob", number.substring(0, 30), number.substring(30));
        assertThat(ok("bob", "contact", "verify", "Ann", theirs.path("link").asText())
                        .path("state")
                        .asText())
                .isEqualTo("VERIFIED");
        ok("ann", "contact", "rename", "Bob", "Bobby");
        ok("ann", "contact", "note", "Bobby", "plays chess");
        JsonNode kept = ok("ann", "contact", "list").path("contacts").get(0);
        assertThat(kept.path("name").asText()).isEqualTo("Bobby");
        assertThat(kept.path("ownName").asText()).isEqualTo("Bob");
        assertThat(kept.path("note").asText()).isEqualTo("plays chess");
        assertThat(kept.path("state").asText()).isEqualTo("VERIFIED");
        assertThat(said(ExitCode.OK, "ann", "contact", "list")).contains("Bobby", "calls itself Bob", "verified");
        ok("ann", "contact", "remove", "Bobby");
        refused(ExitCode.USAGE, "CONTACT_UNKNOWN", "ann", "contact", "show", "Bobby");
        refused(ExitCode.USAGE, "CONTACT_MALFORMED", "ann", "contact", "add", "hearth://contact#AAAA");
    }

    @Test
    void membersAreListedWithWhatTheUserKnowsOfThem() {
        meet("Ann", "Bob");
        ok("Ann", "contact", "rename", "Bob", "Bobby");
        String digits = ok("Ann", "contact", "show", "Bob").path("safetyNumber").asText();
        ok("Ann", "contact", "verify", "Bob", digits);
        JsonNode members = ok("Ann", "member", "list", "Home").path("members");
        assertThat(members).hasSize(2);
        for (JsonNode member : members) {
            boolean self = member.path("self").asBoolean();
            assertThat(member.has("petname")).isNotEqualTo(self);
            assertThat(member.path("petname").asText()).isEqualTo(self ? "" : "Bobby");
            assertThat(member.path("state").asText()).isEqualTo(self ? "" : "VERIFIED");
        }
        assertThat(said(ExitCode.OK, "Ann", "member", "list", "Home")).contains("Bob [Bobby]  verified");
        assertThat(ok("Ann", "identity", "rename", "Ann Lee").path("name").asText())
                .isEqualTo("Ann Lee");
        assertThat(ok("Ann", "identity", "show").path("name").asText()).isEqualTo("Ann Lee");
        assertThat(said(ExitCode.OK, "Ann", "member", "list", "Home")).contains("Ann Lee  (you)");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "Ann", "identity", "rename", " ");
    }

    private void meet(String host, String guest) {
        MemoryNetwork network = MemoryNetwork.create();
        try (Client one = open(network, host);
                Client other = open(network, guest)) {
            Space home = one.spaces().create("Home");
            Invitation invitation = home.invite(Role.WRITER);
            other.spaces().join(invitation.link(), invitation.code()).join();
            Await.until(
                    "two members", Duration.ofSeconds(30), () -> home.members().size() == 2);
        }
    }

    private Client open(MemoryNetwork network, String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        client.halo().createIdentity(name);
        return client;
    }
}
