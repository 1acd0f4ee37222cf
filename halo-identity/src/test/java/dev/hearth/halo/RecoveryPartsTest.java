package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a recovery is made of: words in the keychain, the root box, key bundles, guardians' parcels and notes. */
class RecoveryPartsTest {
    private static final Bytes AAD = Bytes.utf8("aad");
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");

    @TempDir
    private Path folder;

    private static RecoveryPhrase words(LocalIdentity of) {
        return RecoveryPhrase.of(of.rootSeed());
    }

    private static LocalIdentity recover(LocalIdentity lost, Optional<RecoveryPhrase> next) {
        return LocalIdentity.provisional(People.SEAMS.random())
                .recover(
                        words(lost).entropy(),
                        Optional.empty(),
                        lost.name(),
                        next.map(it -> SigningKey.of(it.entropy())).orElse(null));
    }

    private static void refused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Keychain keychain(String name) {
        return Keychain.create(folder.resolve(name), "x".toCharArray(), new KeychainCost(19 << 10, 2, 1), People.SEAMS);
    }

    @Test
    void theKeychainKeepsTheWordsUntilTheyArePutAway() {
        try (Keychain keychain = keychain("a")) {
            refused(ErrorCode.NO_IDENTITY, keychain::words);
            LocalIdentity identity = keychain.createIdentity("Ann");
            RecoveryPhrase paper = RecoveryPhrase.parse(keychain.words().reveal());
            keychain.putWordsAway();
            refused(ErrorCode.RECOVERY_WORDS_AWAY, keychain::words);
            refused(ErrorCode.RECOVERY_WORDS_AWAY, identity::rootSeed); // also who had the identity before
            refused(ErrorCode.RECOVERY_WORDS_AWAY, keychain::putWordsAway);
            assertThat(identity.sign("domain", AAD)).isNotNull();
            try (Keychain other = keychain("b")) {
                LocalIdentity back = other.become(other.recover(paper, Optional.empty(), "Ann", Optional.empty()));
                assertThat(back.id()).isEqualTo(identity.id());
                assertThat(back.hasRoot()).isFalse();
                refused(
                        ErrorCode.IDENTITY_EXISTS,
                        () -> other.recover(paper, Optional.empty(), "Ann", Optional.empty()));
            }
        }
        try (Keychain again = Keychain.open(folder.resolve("a"), "x".toCharArray(), People.SEAMS)) {
            refused(ErrorCode.RECOVERY_WORDS_AWAY, again::words);
        }
    }

    @Test
    void aBoxIsTheRootKeysAloneAndTheNewestOnes() throws MalformedException {
        RootBox box = RootBox.of(ann);
        RootBox read = RootBox.verify(box.encoded(), List.of(ann.chain()));
        BackupLock lock = BackupLock.byWords(read, People.SEAMS.random());
        byte[] sealed = lock.seal(new byte[12], new byte[0], "content".getBytes(StandardCharsets.UTF_8));
        BackupLock opened = BackupLock.openWithWords(lock.header(), words(ann));
        assertThat(opened.open(new byte[12], new byte[0], sealed))
                .isEqualTo("content".getBytes(StandardCharsets.UTF_8));
        refused(ErrorCode.WRONG_PASSPHRASE, () -> open(lock.header(), words(bob)));
        assertThatThrownBy(() -> RootBox.verify(RootBox.of(bob).encoded(), List.of(ann.chain())))
                .isInstanceOf(MalformedException.class);
        byte[] thiefs = box.encoded().toArray();
        thiefs[200] ^= 1; // of the key
        assertThatThrownBy(() -> RootBox.verify(Bytes.of(thiefs), List.of(ann.chain())))
                .isInstanceOf(MalformedException.class);
        LocalIdentity back = recover(ann, Optional.of(RecoveryPhrase.generate(People.SEAMS.random())));
        List<IdentityChain> both = List.of(ann.chain(), back.chain());
        assertThatThrownBy(() -> RootBox.verify(box.encoded(), both)).isInstanceOf(MalformedException.class);
        assertThat(RootBox.verify(RootBox.of(back).encoded(), both)).isNotNull();
    }

    private static void open(Bytes header, RecoveryPhrase words) {
        try {
            BackupLock.openWithWords(header, words);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(HistoryPolicy.class)
    void aBundleLetsADeviceReadThatCameByRoot(HistoryPolicy history) throws MalformedException {
        for (boolean postQuantum : new boolean[] {false, true}) {
            SpaceCredentials space = SpaceCredentials.create(ann, postQuantum, history, People.SEAMS);
            byte[] text = "said before".getBytes(StandardCharsets.UTF_8);
            SealedContent early = new SpaceKeys(space, ann).seal(AAD, text);
            space.admit(ann, bob.chain(), Role.WRITER);
            space.remove(ann, bob.id(), Map.of());
            SealedContent late = new SpaceKeys(space, ann).seal(AAD, text);
            Bytes encoded = KeyBundle.of(space, ann).encode().encode();
            LocalIdentity back = recover(ann, Optional.empty());
            SpaceCredentials restored = People.copy(space);
            restored.devices().comeByRoot(back);
            KeyBundle bundle = KeyBundle.decode(Cbor.decode(encoded));
            assertThat(bundle.grantTo(back, restored)).isPositive();
            assertThat(bundle.grantTo(back, restored)).isZero();
            SpaceKeys keys = new SpaceKeys(restored, back);
            assertThat(keys.open(ann.device(), early.epoch(), AAD, early.ciphertext()))
                    .contains(text);
            assertThat(keys.open(ann.device(), late.epoch(), AAD, late.ciphertext()))
                    .contains(text);
            assertThat(keys.topic()).isEqualTo(new SpaceKeys(space, ann).topic());
            People.sync(space, restored);
            assertThat(space.authority().member(ann.id()).orElseThrow().has(back.device()))
                    .isTrue();
        }
    }

    @Test
    void keysOfAnotherSpaceAreNotTaken() {
        KeyBundle others = KeyBundle.of(People.space(bob), bob);
        SpaceCredentials space = People.space(ann);
        assertThat(others.grantTo(ann, space)).isZero();
    }

    @Test
    void aParcelIsItsOwnersAndOpensForItsGuardian() throws MalformedException {
        List<RecoveryShare> shares = RecoveryShares.split(words(ann), 2, 3, People.SEAMS.random());
        ShareParcel parcel = ShareParcel.seal(shares.get(1), ann, List.of(bob.chain()), Duration.ofDays(3));
        ShareParcel read = ShareParcel.parse("  " + parcel.text() + "\n");
        assertThat(read.owner()).isEqualTo(ann.chain());
        assertThat(read.guardian()).isEqualTo(bob.id());
        assertThat(read.index()).isEqualTo(2);
        assertThat(read.threshold()).isEqualTo(2);
        assertThat(read.open(bob).reveal()).isEqualTo(shares.get(1).reveal());
        refused(ErrorCode.SHARE_UNREADABLE, () -> read.open(ann));
        refused(ErrorCode.SHARE_MALFORMED, () -> ShareParcel.parse("hearth-share:AAAA"));
        String text = parcel.text();
        for (int at : new int[] {20, text.length() / 2, text.length() - 2}) {
            char other = text.charAt(at) == 'A' ? 'B' : 'A';
            refused(
                    ErrorCode.SHARE_MALFORMED,
                    () -> ShareParcel.parse(text.substring(0, at) + other + text.substring(at + 1)));
        }
    }

    @Test
    void aNoteIsItsAuthors() throws MalformedException {
        GuardianNote.Start start = new GuardianNote.Start(ann.id(), bob.id(), 77, NOW, NOW.plusSeconds(60));
        GuardianNote said = GuardianNote.sign(bob, start, false);
        assertThat(GuardianNote.parse(said.text())).isEqualTo(said);
        GuardianNote veto = GuardianNote.sign(ann, start, true);
        assertThat(GuardianNote.parse(veto.text())).isEqualTo(veto);
        assertThat(veto.start().id()).isEqualTo(said.start().id()).hasSize(16);
        assertThatThrownBy(() -> GuardianNote.sign(bob, start, true)).isInstanceOf(IllegalArgumentException.class);
        GuardianNote forged = new GuardianNote(start, true, bob.chain(), said.signature());
        GuardianNote taken = new GuardianNote(start, true, ann.chain(), said.signature());
        for (GuardianNote each : List.of(forged, taken)) {
            assertThatThrownBy(() -> GuardianNote.parse(each.text())).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> GuardianNote.parse("~")).isInstanceOf(MalformedException.class);
    }
}
