package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An identity on the command line, while somebody else is there. */
final class IdentityCommandTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Client open(SignalServer signal, String name) {
        ClientOptions options = ClientOptions.defaults().signal(signal.uri()).transports(List.of("tcp"));
        Client client = Client.open(folder.resolve(name), options);
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    @Test
    void aNewNameIsToldToMembersWhoAreThere() {
        try (SignalServer signal = SignalServer.start();
                Client bob = open(signal, "Bob")) {
            Space home;
            try (Client ann = open(signal, "Ann")) {
                Invitation invitation = ann.spaces().create("Home").invite(Role.WRITER);
                home = bob.spaces().join(invitation.link(), invitation.code()).join();
            }
            int ended = Main.run(
                    new ByteArrayInputStream(new byte[0]),
                    new ByteArrayOutputStream(),
                    new ByteArrayOutputStream(),
                    "identity",
                    "rename",
                    "Ann Lee",
                    "--data",
                    folder.resolve("Ann").toString(),
                    "--transports",
                    "tcp",
                    "--signal",
                    signal.uri().toString());
            assertThat(ended).isEqualTo(ExitCode.OK);
            Await.until(
                    "the name, which came before its owner went",
                    BOUND,
                    () -> home.members().stream()
                            .anyMatch(member -> member.name().equals("Ann Lee")));
        }
    }
}
