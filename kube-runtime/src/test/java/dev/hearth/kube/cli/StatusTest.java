package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.Space;
import dev.hearth.halo.Role;
import dev.hearth.mesh.signal.SignalServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hearth status} tells while another device is connected. */
final class StatusTest {
    @TempDir
    Path folder;

    record Note(String title) {}

    private Client open(String name, URI signal) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().signal(signal).transports(List.of("tcp")));
        client.halo().createIdentity(name);
        return client;
    }

    private String status(URI signal, String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String bob = folder.resolve("bob").toString();
        String[] common = {"status", "--for", "20", "--data", bob, "--signal", signal.toString(), "--transports", "tcp"
        };
        String[] all = Stream.of(common, more).flatMap(Arrays::stream).toArray(String[]::new);
        assertThat(Main.run(new ByteArrayInputStream(new byte[0]), out, out, all))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theProgressWithAPeerIsToldInBlocksAndObjects() throws IOException {
        try (SignalServer signal = SignalServer.start();
                Client ann = open("ann", signal.uri())) {
            Space home = ann.spaces().create("Home");
            home.put(new Note("one"));
            Invitation invitation = home.invite(Role.WRITER);
            try (Client bob = open("bob", signal.uri())) {
                bob.spaces().join(invitation.link(), invitation.code()).join();
            }
            JsonNode peer = new ObjectMapper()
                    .readTree(status(signal.uri(), "--json"))
                    .at("/spaces")
                    .findValue("peers")
                    .get(0);
            assertThat(peer.path("missingHere").isIntegralNumber()).isTrue();
            assertThat(peer.path("addedObjects").isIntegralNumber()).isTrue();
            assertThat(peer.path("changedObjects").isIntegralNumber()).isTrue();
            assertThat(status(signal.uri())).containsPattern("brought \\d+ new objects, \\d+ changes of others");
        }
    }
}
