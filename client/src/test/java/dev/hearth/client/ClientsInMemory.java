package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.mesh.MemoryNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Clients of one process with a folder each, joined by a network in memory, and closed after each test. */
abstract class ClientsInMemory {
    final MemoryNetwork network = MemoryNetwork.create();
    final List<Client> clients = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    /** Opens a client, with an identity of its folder's name. */
    final Client open(String name) {
        Client client = openWithoutIdentity(name);
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    /** Opens a client, with an identity only if its folder has one. */
    final Client openWithoutIdentity(String name) {
        Client client = Client.open(
                folder.resolve(name), ClientOptions.defaults().network(network).transports(List.of("memory")));
        clients.add(client);
        return client;
    }

    static void assertRefused(ErrorCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    static Space join(Client guest, Invitation invitation) {
        return guest.spaces().join(invitation.link(), invitation.code()).join();
    }
}
