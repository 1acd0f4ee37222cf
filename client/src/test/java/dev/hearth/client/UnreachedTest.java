package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A guest whose signal server is down is told of the server, and not that the inviter is away. */
final class UnreachedTest extends ClientsInMemory {
    private final URI server = nowhere();

    /** An address at which nothing listens. */
    private static URI nowhere() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Client withServer(String name) {
        Client client = Client.open(
                folder.resolve(name),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .signal(server)
                        .joinTimeout(Duration.ofSeconds(1)));
        clients.add(client);
        return client;
    }

    private void namesTheServer(CompletableFuture<?> attempt) {
        assertThatThrownBy(attempt::join).cause().isInstanceOfSatisfying(HearthException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.SIGNAL_UNREACHABLE);
            assertThat(refusal.details().get("servers")).contains(server.toString());
        });
    }

    @Test
    void whoJoinsASpace() {
        Client ann = open("ann");
        Invitation invitation = ann.spaces().create("Home").invite(Role.WRITER);
        String link = invitation.link();
        String code = invitation.code();
        ann.close();
        Client bob = withServer("bob");
        bob.halo().createIdentity("bob");
        namesTheServer(bob.spaces().join(link, code));
    }

    @Test
    void whoBecomesADevice() {
        Client laptop = open("laptop");
        DeviceInvitation invitation = laptop.halo().devices().invite((emoji, name) -> true);
        laptop.close();
        Client phone = withServer("phone");
        namesTheServer(phone.halo().devices().join(invitation.link(), invitation.code(), (emoji, name) -> true));
    }
}
