package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationTest {
    @TempDir
    private Path root;

    private void create(Installation installation, String name) {
        ClientOptions options = ClientOptions.defaults().transports(List.of());
        try (Client client = Client.open(installation.folder(name), options)) {
            client.halo().createIdentity(name);
        }
    }

    @Test
    void theFirstIdentityStaysInTheRootAndOthersComeBeside() throws IOException {
        Installation installation = new Installation(root);
        assertThat(installation.names()).isEmpty();
        create(installation, "work");
        assertThat(installation.names()).containsExactly("work");
        create(installation, Installation.DEFAULT);
        create(installation, "art");
        assertThat(root.resolve("keychain")).exists();
        Files.createDirectories(root.resolve("identities/empty"));
        Files.createDirectories(root.resolve("identities/Not A Name"));
        assertThat(installation.names()).containsExactly("default", "art", "work");
        assertThat(installation.exists("empty")).isFalse();
        assertThat(Files.readAllBytes(root.resolve("keychain.key")))
                .isNotEqualTo(Files.readAllBytes(root.resolve("identities/art/keychain.key")));
    }

    /** A25: no name leads out of the folder. */
    @Test
    void aNameIsNoPath() {
        Installation installation = new Installation(root);
        for (String name :
                List.of("", "..", ".", "../x", "a/b", "a\\b", "C:", "A", "a b", "-a", ".a", "a".repeat(33))) {
            assertThatThrownBy(() -> installation.folder(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(installation.folder("a".repeat(32)).getParent()).isEqualTo(root.resolve("identities"));
    }
}
