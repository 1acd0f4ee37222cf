package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeychainTest {
    private static final char[] WORDS = "correct horse".toCharArray();

    private final Seams seams = Seams.system();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        seams.close();
    }

    private Path file() {
        return folder.resolve("keychain");
    }

    @Test
    void holdsTheIdentityBehindThePassphrase() {
        IdentityChain chain;
        try (Keychain keychain = Keychain.create(file(), WORDS, KeychainCost.FLOOR, seams)) {
            assertThat(keychain.identity()).isEmpty();
            chain = keychain.createIdentity("Ann").chain();
            assertThatThrownBy(() -> keychain.createIdentity("Eve")).satisfies(is(ErrorCode.IDENTITY_EXISTS));
        }
        try (Keychain keychain = Keychain.open(file(), WORDS, seams)) {
            LocalIdentity identity = keychain.identity().orElseThrow();
            assertThat(identity.chain()).isEqualTo(chain);
            assertThat(identity.name()).isEqualTo("Ann");
        }
        assertThatThrownBy(() -> Keychain.open(file(), "wrong".toCharArray(), seams))
                .satisfies(is(ErrorCode.WRONG_PASSPHRASE));
    }

    @Test
    void changesItsPassphraseAndKeepsItsKeys() throws MalformedException {
        byte[] sealed;
        try (Keychain keychain = Keychain.create(file(), WORDS, KeychainCost.FLOOR, seams)) {
            sealed = keychain.storeSealer().seal(new byte[] {1}, new byte[] {2, 3});
            keychain.change(1, KeychainKey.passphrase("another".toCharArray(), KeychainCost.FLOOR));
        }
        assertThatThrownBy(() -> Keychain.open(file(), WORDS, seams)).satisfies(is(ErrorCode.WRONG_PASSPHRASE));
        try (Keychain keychain = Keychain.open(file(), "another".toCharArray(), seams)) {
            assertThat(keychain.storeSealer().open(new byte[] {1}, sealed)).containsExactly(2, 3);
        }
    }

    @Test
    void refusesEveryChangedByteAndEveryCut() throws IOException {
        Path keyFile = folder.resolve("key");
        try (Keychain keychain = Keychain.create(file(), KeychainKey.file(keyFile), seams)) {
            keychain.createIdentity("Ann");
            keychain.add(KeychainKey.recovery(RecoveryKey.generate(seams.random())));
        }
        byte[] good = Files.readAllBytes(file());
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 0x41;
            Files.write(file(), changed);
            assertThatThrownBy(() -> Keychain.open(file(), seams, KeychainKey.file(keyFile)))
                    .as("byte %d", at)
                    .isInstanceOf(HearthException.class);
            Files.write(file(), Arrays.copyOf(good, at));
            assertThatThrownBy(() -> Keychain.open(file(), seams, KeychainKey.file(keyFile)))
                    .as("cut at %d", at)
                    .isInstanceOf(HearthException.class);
        }
        Files.write(file(), good);
        Keychain.open(file(), seams, KeychainKey.file(keyFile)).close();
    }

    @Test
    void refusesACostBelowTheFloorBeforeItComputes() throws IOException {
        try (Keychain keychain = Keychain.create(file(), WORDS, KeychainCost.FLOOR, seams)) {
            assertThat(keychain.identity()).isEmpty();
        }
        Bytes good = Bytes.of(Files.readAllBytes(file()));
        Bytes floor = Bytes.fromHex("194c00");
        int at = good.hex().indexOf(floor.hex()) / 2;
        byte[] lowered = good.toArray();
        lowered[at + 1] = 0x01;
        Files.write(file(), lowered);
        assertThatThrownBy(() -> Keychain.open(file(), WORDS, seams)).satisfies(is(ErrorCode.STORAGE_CORRUPT));
        assertThatThrownBy(() -> new KeychainCost(8 << 10, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTwoFormerGenerations() {
        try (Keychain keychain = Keychain.create(file(), WORDS, KeychainCost.FLOOR, seams)) {
            keychain.createIdentity("Ann");
            keychain.add(KeychainKey.file(folder.resolve("key")));
            assertThat(keychain.generation()).isEqualTo(3);
        }
        assertThat(folder.resolve("keychain.1")).exists();
        assertThat(folder.resolve("keychain.2")).exists();
    }

    @Test
    void sealedValuesStayUnderTheirKey() throws MalformedException {
        try (Keychain keychain = Keychain.create(file(), WORDS, KeychainCost.FLOOR, seams)) {
            StoreSealer sealer = keychain.storeSealer();
            byte[] key = {1, 2, 3};
            byte[] sealed = sealer.seal(key, Bytes.utf8("canary").toArray());
            assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("canary");
            assertThat(sealer.open(key, sealed)).isEqualTo(Bytes.utf8("canary").toArray());
            assertThatThrownBy(() -> sealer.open(new byte[] {1, 2, 4}, sealed)).isInstanceOf(MalformedException.class);
            for (int at = 0; at < sealed.length; at++) {
                byte[] changed = sealed.clone();
                changed[at] ^= 1;
                assertThatThrownBy(() -> sealer.open(key, changed)).isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void theSameValueIsSealedAgainAsItWas() {
        try (Keychain keychain = Keychain.create(file(), WORDS, KeychainCost.FLOOR, seams)) {
            StoreSealer sealer = keychain.storeSealer();
            byte[] once = sealer.seal(new byte[] {1}, new byte[] {2});
            assertThat(sealer.seal(new byte[] {1}, new byte[] {2})).isEqualTo(once);
            assertThat(sealer.seal(new byte[] {1}, new byte[] {3})).isNotEqualTo(once);
        }
    }

    private static java.util.function.Consumer<Throwable> is(ErrorCode code) {
        return thrown -> assertThat(((HearthException) thrown).code()).isEqualTo(code);
    }
}
