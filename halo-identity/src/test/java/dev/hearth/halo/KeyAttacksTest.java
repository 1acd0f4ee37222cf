package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on keys and what they seal, by their numbers in {@code docs/threat-model.md}. */
final class KeyAttacksTest {
    private static final Bytes CONTEXT = Bytes.utf8("context");

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final SpaceCredentials space = People.space(ann);

    @TempDir
    private Path folder;

    private static byte[] text(String text) {
        return Bytes.utf8(text).toArray();
    }

    @Test
    void a19WhoWasRemovedDoesNotReadTheNextEpoch() throws MalformedException {
        space.admit(ann, bob.chain(), Role.WRITER);
        SpaceCredentials old = People.copy(space);
        space.remove(ann, bob.id(), Map.of());
        SealedContent sealed = new SpaceKeys(space, ann).seal(CONTEXT, text("after"));
        for (SpaceCredentials each : List.of(space, old)) {
            assertThat(new SpaceKeys(each, bob).open(ann.device(), sealed.epoch(), CONTEXT, sealed.ciphertext()))
                    .isEmpty();
        }
    }

    /** Two change the key at once, one of whom does not know of the removal: the key that only members have wins. */
    @Test
    void a19AKeyThatARemovedMemberHasGivesWayToOneThatItHasNot() {
        LocalIdentity carl = People.person("Carl");
        for (int run = 0; run < 8; run++) {
            SpaceCredentials one = People.space(ann);
            one.admit(ann, bob.chain(), Role.WRITER);
            one.admit(ann, carl.chain(), Role.WRITER);
            SpaceCredentials other = People.copy(one);
            one.remove(ann, bob.id(), Map.of());
            Statement key = EpochKeys.create(
                    one.id(),
                    Suite.CLASSICAL,
                    1,
                    other.authority().readingDevices(),
                    Optional.empty(),
                    Secret.random(People.SEAMS.random(), Aead.KEY));
            other.add(
                    Credential.sign(carl, one.id().value(), other.heads(), key).encoded());
            assertThat(new EpochKeys(one.id(), Suite.CLASSICAL, bob).find(other.authority(), 1))
                    .isPresent();
            People.sync(one, other);
            assertThat(new EpochKeys(one.id(), Suite.CLASSICAL, bob).find(one.authority(), 1))
                    .isEmpty();
            assertThat(new EpochKeys(one.id(), Suite.CLASSICAL, carl).find(other.authority(), 1))
                    .isPresent();
        }
    }

    @Test
    void a20TheFilesOfALockedDeviceHoldNoSecret() throws IOException {
        Path file = folder.resolve("keychain");
        Bytes secrets;
        try (Keychain keychain =
                Keychain.create(file, "correct horse".toCharArray(), KeychainCost.FLOOR, People.SEAMS)) {
            LocalIdentity identity = keychain.createIdentity("Ann Canary");
            secrets = identity.encode().encode();
            keychain.change(1, KeychainKey.passphrase("another horse".toCharArray(), KeychainCost.FLOOR));
        }
        String plain = secrets.hex();
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                String stored = Bytes.of(Files.readAllBytes(each)).hex();
                for (int at = 0; at + 32 <= plain.length(); at += 2) {
                    assertThat(stored).doesNotContain(plain.substring(at, at + 32));
                }
                assertThat(stored).doesNotContain(Bytes.utf8("another horse").hex());
            }
        }
    }

    /** A folder that was restored seals again from where it was: the same yields the same, another another nonce. */
    @Test
    void a21ARestoredFolderNeverUsesANonceForTwoTexts() {
        SealedContent one = new SpaceKeys(space, ann).seal(CONTEXT, text("one"));
        SealedContent again = new SpaceKeys(People.copy(space), ann).seal(CONTEXT, text("one"));
        SealedContent other = new SpaceKeys(People.copy(space), ann).seal(CONTEXT, text("two"));
        SealedContent elsewhere = new SpaceKeys(People.copy(space), ann).seal(Bytes.EMPTY, text("one"));
        SealedContent another = new SpaceKeys(People.copy(space), ann).seal(Bytes.utf8("kontext"), text("one"));
        assertThat(again.ciphertext()).isEqualTo(one.ciphertext());
        for (SealedContent each : List.of(other, elsewhere, another)) {
            assertThat(Bytes.of(each.ciphertext()).slice(0, Aead.NONCE))
                    .isNotEqualTo(Bytes.of(one.ciphertext()).slice(0, Aead.NONCE));
        }
    }

    /** A ciphertext that is valid for the cipher, but whose tag was not made of what is in it, does not open. */
    @Test
    void a22ACiphertextThatDoesNotCommitToItsKeyIsRefused() {
        Secret epoch = new EpochKeys(space.id(), Suite.CLASSICAL, ann)
                .find(space.authority(), 0)
                .orElseThrow();
        Secret content = Hkdf.derive(epoch, "hearth content", ann.device().value(), Aead.KEY);
        Secret key = Hkdf.derive(content, "hearth content", Bytes.utf8("key"), Aead.KEY);
        Bytes siv = Bytes.of(new byte[16]);
        Bytes sealed = new Aead(key).seal(siv.slice(0, Aead.NONCE), CONTEXT, Bytes.utf8("salamander"));
        assertThatThrownBy(() -> new SpaceKeys(space, ann)
                        .open(
                                ann.device(),
                                0,
                                CONTEXT,
                                Bytes.concat(siv, sealed).toArray()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("commit");
    }

    @Test
    void a27SecretsAreNotPrinted() {
        Bytes secrets = ann.encode().encode();
        String printed =
                ann + " " + Secret.of(secrets) + " " + space.authority().members();
        for (int at = 0; at < 3 * 34; at += 34) {
            assertThat(printed).doesNotContain(secrets.slice(at + 3, at + 19).hex());
        }
        Secret wiped = Secret.of(secrets);
        wiped.close();
        assertThat(wiped.reveal()).containsOnly(0);
    }
}
