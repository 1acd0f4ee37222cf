package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import dev.hearth.halo.exchange.Reason;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.testkit.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads and is asked, as opposed to what a script gets. */
class MessagesTest {
    @TempDir
    private Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(String typed, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        int code = Main.run(in, out, err, arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String[] with(String client, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve(client).toString(), "--transports", "tcp"));
        return all.toArray(String[]::new);
    }

    private Outcome hearth(String client, String typed, String... arguments) {
        return run(typed, with(client, arguments));
    }

    private void ok(String client, String... arguments) {
        Outcome outcome = hearth(client, "", arguments);
        assertThat(outcome.code()).as("%s", outcome).isZero();
    }

    private Outcome refused(String error, String client, String typed, String... arguments) {
        Outcome outcome = hearth(client, typed, arguments);
        assertThat(outcome.err()).startsWith(error + ": ");
        return outcome;
    }

    private Client open(MemoryNetwork network, String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    @Test
    void aLinkOfAnotherKindNamesItsCommand() {
        ok("ann", "identity", "create", "Ann");
        assertThat(refused("LINK_OF_ANOTHER_KIND", "ann", "", "join", "hearth://device#AAAA", "--code", "12345678")
                        .err())
                .contains("hearth device join LINK");
        assertThat(refused("LINK_OF_ANOTHER_KIND", "bob", "", "device", "join", "hearth://join#AAAA")
                        .err())
                .contains("hearth join LINK");
        assertThat(refused("LINK_OF_ANOTHER_KIND", "ann", "", "join", "hearth://contact#AAAA")
                        .err())
                .contains("hearth contact add LINK");
        assertThat(refused("LINK_OF_ANOTHER_KIND", "ann", "", "contact", "add", "hearth://join#AAAA")
                        .err())
                .contains("hearth join LINK");
    }

    @Test
    void theCodeIsAskedForAndLookedAtBeforeAnybodyIsAsked() {
        String space;
        String device;
        try (Client ann = open(MemoryNetwork.create(), "ann")) {
            space = ann.spaces().create("Home").invite(Role.WRITER).link();
            device = ann.halo().devices().invite((emoji, name) -> true).link();
        }
        ok("bob", "identity", "create", "Bob");
        String question = "the code that the inviter tells you";
        for (String[] command :
                List.of(new String[] {"bob", "join", space}, new String[] {"carl", "device", "join", device})) {
            String client = command[0];
            String[] arguments = List.of(command).subList(1, command.length).toArray(String[]::new);
            Outcome typed = refused("CODE_MALFORMED", client, "abc\n", arguments);
            assertThat(typed.out()).contains(question).doesNotContain("looking for");
            assertThat(typed.err()).contains("eight digits", "no attempt was used up");
            assertThat(typed.code()).isEqualTo(ExitCode.USAGE);
            assertThat(refused("CODE_NEEDED", client, "", arguments).out()).contains(question);
            List<String> json = new ArrayList<>(List.of(arguments));
            json.add("--json");
            Outcome script = hearth(client, "12345678\n", json.toArray(String[]::new));
            assertThat(script.out()).contains("CODE_NEEDED");
            assertThat(script.err()).doesNotContain(question);
            List<String> given = new ArrayList<>(List.of(arguments));
            given.addAll(List.of("--code", "1234-567"));
            assertThat(refused("CODE_MALFORMED", client, "", given.toArray(String[]::new))
                            .out())
                    .doesNotContain(question);
        }
    }

    @Test
    void whoJoinsIsToldWhatGoesOn() {
        String link;
        String device;
        try (Client ann = open(MemoryNetwork.create(), "ann")) {
            InvitationOptions byLink = InvitationOptions.of(Role.WRITER).byLink();
            link = ann.spaces().create("Home").invite(byLink).link();
            device = ann.halo().devices().invite((emoji, name) -> true).link();
        }
        ok("bob", "identity", "create", "Bob");
        try (ChildJvm joining = ChildJvm.start(Main.class.getName(), with("bob", "join", link))) {
            joining.await("progress", 60, "looking for who lets you in, for up to 60 seconds"::equals);
        }
        String[] command = with("carl", "device", "join", device, "--code", "1234-5678");
        try (ChildJvm joining = ChildJvm.start(Main.class.getName(), command)) {
            joining.await("progress", 60, "looking for who lets you in, for up to 60 seconds"::equals);
        }
    }

    @Test
    void anIncompleteSafetyNumberIsNotTakenForAnotherOne() {
        ok("ann", "identity", "create", "Ann");
        ok("bob", "identity", "create", "Bob");
        ok("ann", "contact", "add", hearth("bob", "", "contact", "card").out().strip());
        Outcome outcome = refused("SAFETY_NUMBER_MALFORMED", "ann", "", "contact", "verify", "Bob", "12345");
        assertThat(outcome.err()).contains("sixty digits", "digits: 5").doesNotContain("posing");
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aCredentialThatDoesNotCountSaysWhyInASentence() throws IOException {
        ok("ann", "identity", "create", "Ann");
        String file = folder.resolve("device").toString();
        ok("ann", "credential", "export", "device", "--out", file);
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("Ann", "Eve"));
        Outcome outcome = run("", "credential", "verify", file);
        assertThat(outcome.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(outcome.out()).contains("not valid: " + Reason.WRONG_SIGNATURE.sentence() + " (WRONG_SIGNATURE)");
    }

    @Test
    void aSpentInvitationTellsByWhat() {
        MemoryNetwork network = MemoryNetwork.create();
        try (Client ann = open(network, "ann");
                Client bob = open(network, "bob")) {
            Space home = ann.spaces().create("Home");
            Invitation used = home.invite(Role.WRITER);
            Invitation burnt = home.invite(Role.READER);
            String wrong = burnt.code().equals("0000-0000") ? "0000-0001" : "0000-0000";
            for (int attempt = 0; attempt < 3; attempt++) {
                try {
                    bob.spaces().join(burnt.link(), wrong).join();
                } catch (CompletionException e) {
                    assertThat(e).hasMessageContaining("The code does not belong");
                }
            }
            bob.spaces().join(used.link(), used.code()).join();
            assertThat(burnt.state()).isEqualTo(Invitation.State.SPENT);
        }
        assertThat(hearth("ann", "", "invite", "list", "Home").out().lines())
                .anyMatch(line -> line.contains("SPENT by wrong codes  READER"))
                .anyMatch(line -> line.contains("SPENT by use  WRITER"))
                .hasSize(2);
        assertThat(hearth("ann", "", "invite", "list", "Home", "--json").out())
                .contains("\"state\":\"SPENT\",\"burnt\":true", "\"state\":\"SPENT\",\"burnt\":false");
    }

    @Test
    void aListWithoutAnEntrySaysSoAside() {
        assertThat(hearth("ann", "", "space", "list").err()).isEqualTo("no spaces yet\n");
        assertThat(hearth("nobody", "", "identity", "list").err()).isEqualTo("no identities yet\n");
        ok("ann", "identity", "create", "Ann");
        ok("ann", "space", "create", "Home");
        for (String command : List.of(
                "contact list",
                "contact list --all",
                "invite list Home",
                "invite requests Home",
                "member withheld Home",
                "blob list Home",
                "credential list",
                "kube status",
                "query Home Task")) {
            Outcome outcome = hearth("ann", "", command.split(" ", -1));
            assertThat(outcome.out()).as(command).isEmpty();
            assertThat(outcome.err().lines()).as(command).hasSize(1).allMatch(line -> line.startsWith("no"));
            Outcome json = hearth("ann", "", (command + " --json").split(" ", -1));
            assertThat(json.out()).as(command).contains("[]");
            assertThat(json.err()).as(command).isEmpty();
        }
        assertThat(hearth("ann", "", "space", "list").err()).isEmpty();
        assertThat(hearth("ann", "", "device", "list").out()).contains("(here)");
        assertThat(hearth("ann", "", "member", "list", "Home").out()).contains("Ann");
    }

    @Test
    void wrongArgumentsAreToldInThreeLines() {
        Outcome missing = run("", "recovery", "chain", "Home", "Ann");
        assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err().lines())
                .containsExactly(
                        "Missing required option: '--out=FILE'",
                        "Usage: hearth recovery chain [OPTIONS] SPACE MEMBER",
                        "See: hearth recovery chain --help");
        assertThat(run("", "join").err().lines())
                .containsExactly(
                        "Missing required parameter: 'LINK'",
                        "Usage: hearth join [OPTIONS] LINK",
                        "See: hearth join --help");
        assertThat(run("", "put", "--nonsense").err().lines()).hasSize(3);
        assertThat(run("", "device").err()).contains("invite", "join", "list", "revoke");
        assertThat(run("", "dervice").err()).contains("device").doesNotContain("--help");
    }
}
