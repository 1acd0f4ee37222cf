package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations on the command line: made, listed, cancelled, and their guests let in or turned down. */
final class InviteCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final MemoryNetwork network = MemoryNetwork.create();

    @TempDir
    private Path folder;

    private Client open(String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
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

    private JsonNode ok(String... arguments) {
        return run(ExitCode.OK, "ann", arguments);
    }

    private void refused(int exitCode, String errorCode, String... arguments) {
        assertThat(run(exitCode, "ann", arguments).path("error").path("code").asText())
                .isEqualTo(errorCode);
    }

    @Test
    void invitationsAreMadeListedAndCancelled() {
        String guest;
        try (Client ann = open("ann");
                Client bob = open("bob")) {
            ann.spaces().create("Home");
            guest = bob.halo().identity().orElseThrow().id().toString();
        }
        JsonNode byCode = ok("invite", "Home", "--no-wait");
        assertThat(byCode.path("code").asText()).matches("\\d{4}-\\d{4}");
        JsonNode byLink = ok("invite", "Home", "--link", "--uses", "3", "--role", "reader", "--no-wait");
        assertThat(byLink.path("code").asText()).isEmpty();
        JsonNode forOne = ok("invite", "Home", "--for", guest, "--approval", "--expires", "2d", "--no-wait");
        JsonNode list = ok("invite", "list", "Home").path("invitations");
        assertThat(list).hasSize(3);
        JsonNode last = list.get(2);
        assertThat(last.path("invitation").asText())
                .isEqualTo(forOne.path("invitation").asText());
        assertThat(last.path("for").asText()).isEqualTo(guest);
        assertThat(last.path("approval").asBoolean()).isTrue();
        assertThat(last.path("link").asText()).isEqualTo(forOne.path("link").asText());
        assertThat(list)
                .filteredOn(each -> each.path("uses").asInt() == 3
                        && each.path("role").asText().equals("READER")
                        && !each.path("needsCode").asBoolean())
                .hasSize(1);

        for (JsonNode each : List.of(byCode, byLink)) {
            String id = each.path("invitation").asText();
            assertThat(ok("invite", "cancel", "Home", id.substring(0, 10))
                            .path("state")
                            .asText())
                    .isEqualTo("CANCELLED");
        }
        assertThat(ok("invite", "list", "Home").path("invitations"))
                .filteredOn(each -> each.path("state").asText().equals("CANCELLED"))
                .hasSize(2);
        refused(ExitCode.USAGE, "INVITATION_UNKNOWN", "invite", "cancel", "Home", "nothing");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "invite", "cancel", "Home", "");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "invite");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "invite", "Home", "--for", "bob");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "invite", "Home", "--uses", "0");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "invite", "Home", "--role", "owner");
        String link = byCode.path("link").asText();
        assertThat(run(ExitCode.REFUSED, "bob", "join", link)
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("CODE_NEEDED");
    }

    @Test
    void guestsWhoWaitAreListedLetInAndTurnedDown() {
        String link;
        String digits;
        try (Client ann = open("ann");
                Client bob = open("bob");
                Client carl = open("carl")) {
            Space home = ann.spaces().create("Home");
            Invitation invitation = home.invite(
                    InvitationOptions.of(Role.WRITER).byLink().uses(2).onApproval());
            link = invitation.link();
            digits = bob.spaces().digits(link);
            List<CompletableFuture<Space>> waiting =
                    List.of(bob.spaces().join(link), carl.spaces().join(link));
            Await.until("both requests", BOUND, () -> invitation.requests().size() == 2);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        }
        JsonNode requests = ok("invite", "requests", "Home").path("requests");
        assertThat(requests).hasSize(2);
        assertThat(requests)
                .filteredOn(each -> each.path("name").asText().equals("bob")
                        && each.path("digits").asText().equals(digits)
                        && each.path("role").asText().equals("WRITER"))
                .hasSize(1);
        refused(ExitCode.USAGE, "INVITATION_UNKNOWN", "invite", "approve", "Home", "dora");
        refused(ExitCode.USAGE, "INPUT_MALFORMED", "invite", "approve", "Home", "");
        assertThat(ok("invite", "approve", "Home", "bob").path("decision").asText())
                .isEqualTo("approved");
        assertThat(ok("invite", "decline", "Home", "carl").path("decision").asText())
                .isEqualTo("declined");
        assertThat(ok("invite", "requests", "Home").path("requests")).isEmpty();
        assertThat(ok("member", "list", "Home").path("members")).hasSize(2);
        try (Client ann = open("ann");
                Client bob = open("bob")) {
            assertThat(ann.spaces().list()).hasSize(1);
            assertThat(bob.spaces().join(link).join().role()).contains(Role.WRITER);
        }
    }
}
