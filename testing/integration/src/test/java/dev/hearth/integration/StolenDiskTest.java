package dev.hearth.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.client.internal.FolderSecrets;
import dev.hearth.halo.KeychainKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A20: what a thief finds on the disk of a device that is locked, and in the backup that lies beside. */
class StolenDiskTest {
    record Note(String text) {}

    private static final String CANARY = "canary of a stolen disk";

    @TempDir
    private Path folder;

    @Test
    void noSecretAndNoContentIsOnTheDiskOfALockedDevice() throws IOException, MalformedException {
        Path data = folder.resolve("laptop");
        Path backup = folder.resolve("backup.hearth");
        String words;
        try (Client client = Client.open(data, ClientOptions.defaults().transports(List.of("tcp")))) {
            client.halo().createIdentity("Ann");
            Space space = client.spaces().create("Trip");
            space.put(new Note(CANARY));
            words = new String(client.halo().recovery().words().reveal());
            client.halo().recovery().backup(backup);
        }
        List<Bytes> secrets;
        try (Seams seams = Seams.system()) {
            secrets = FolderSecrets.of(data, seams);
        }
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(5);
        try (Client client = Client.open(data, ClientOptions.defaults().transports(List.of("tcp")))) {
            client.halo().recovery().putAway();
            client.halo()
                    .keychain()
                    .change(
                            client.halo().keychain().current(),
                            KeychainKey.passphrase("very long words".toCharArray()));
            client.halo().lock();
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).contains(backup).hasSizeGreaterThan(4);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            PrivacyTest.assertNoSecret(file.toString(), secrets, bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text).as(file.toString()).doesNotContain(CANARY).doesNotContain(words);
        }
        assertThatThrownBy(() -> Client.open(data, ClientOptions.defaults()))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEYCHAIN_LOCKED));
    }
}
