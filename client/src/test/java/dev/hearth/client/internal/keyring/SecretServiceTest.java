package dev.hearth.client.internal.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.spi.Keyring;
import dev.hearth.testkit.ChildJvm;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Secret Service's keyring against a service of our own, on a bus of its own. */
final class SecretServiceTest extends KeyringContract {
    @TempDir
    private Path folder;

    private FakeSecretService service = FakeSecretService.NONE;

    @Override
    Keyring start() {
        service = FakeSecretService.start(folder.resolve("bus"));
        return new SecretServiceKeyring(Optional.of(service.address()));
    }

    @Override
    void stop() {
        service.close();
    }

    @Test
    void anEntryIsFoundByItsAttributesAndHasNoSecretInThem() {
        keyring.store("entry", new byte[] {1, 2, 3});
        assertThat(service.attributes()).containsExactly(Map.of("xdg:schema", "dev.hearth.Keychain", "entry", "entry"));
    }

    @Test
    void aLockedKeyringIsUnlockedByItsUser() {
        keyring.store("entry", new byte[] {1, 2, 3});
        service.lock(true);
        assertThat(keyring.find("entry"))
                .hasValueSatisfying(secret -> assertThat(secret).containsExactly(1, 2, 3));
        service.lock(true);
        keyring.store("other", new byte[] {4});
        assertThat(keyring.find("other")).isPresent();
    }

    @Test
    void aUserWhoRefusesIsTold() {
        keyring.store("entry", new byte[] {1, 2, 3});
        service.lock(false);
        for (Runnable attempt : List.<Runnable>of(
                () -> keyring.find("entry"),
                () -> keyring.store("other", new byte[] {4}),
                () -> keyring.remove("entry"))) {
            assertRefused(attempt, "its user refused");
        }
    }

    @Test
    void withoutABusThereIsNoKeyring() {
        for (Keyring none : List.of(
                new SecretServiceKeyring(Optional.empty()),
                new SecretServiceKeyring(Optional.of("unix:path=" + folder.resolve("nobody"))))) {
            assertThat(none.available()).isFalse();
            assertRefused(() -> none.find("entry"), "");
        }
    }

    @Test
    void withoutTheLibraryThereIsNoKeyring() {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("dbus-java"))
                .collect(Collectors.joining(File.pathSeparator));
        try (ChildJvm child = ChildJvm.startOn(
                List.of(),
                Map.of("DBUS_SESSION_BUS_ADDRESS", service.address()),
                classPath,
                FindKeyringMain.class.getName())) {
            assertThat(child.await("the answer", 30, line -> line.startsWith("keyring")))
                    .isEqualTo("keyring none, no D-Bus library on the class path");
        }
    }

    @Test
    void theServiceLoaderFindsIt() {
        try (ChildJvm child = ChildJvm.start(
                List.of(), Map.of("DBUS_SESSION_BUS_ADDRESS", service.address()), FindKeyringMain.class.getName())) {
            assertThat(child.await("the answer", 30, line -> line.startsWith("keyring")))
                    .isEqualTo("keyring secret-service");
        }
    }

    @Test
    void aKeychainIsOpenedByIt() {
        Path file = folder.resolve("keychain");
        KeychainKey key = KeychainKey.keyring(keyring);
        try (Seams seams = Seams.system()) {
            Keychain.create(file, key, seams).close();
            try (Keychain keychain = Keychain.open(file, seams, key)) {
                assertThat(keychain.openedBy()).isEqualTo(1);
            }
        }
    }

    private static void assertRefused(Runnable attempt, String reason) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(HearthException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.KEYRING_UNAVAILABLE);
            assertThat(refusal.details().get("reason")).contains(reason);
        });
    }
}
