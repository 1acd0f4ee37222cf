package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Suite;
import dev.hearth.halo.spi.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways into a keychain, and attacks on them by their numbers in {@code docs/threat-model.md}. */
final class KeychainSlotsTest {
    private static final KeychainKey FIRST = words("correct horse");
    private static final KeychainKey SECOND = words("battery staple");

    private final RecoveryKey recovery = RecoveryKey.generate(People.SEAMS.random());
    private final Keyring keyring = new MemoryKeyring();

    @TempDir
    private Path folder;

    private static KeychainKey words(String words) {
        return KeychainKey.passphrase(words.toCharArray(), KeychainCost.FLOOR);
    }

    private Path file() {
        return folder.resolve("keychain");
    }

    private Keychain create() {
        return Keychain.create(file(), FIRST, People.SEAMS);
    }

    private Keychain open(KeychainKey... keys) {
        return Keychain.open(file(), People.SEAMS, keys);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void anySlotOpensTheSameKeys() throws MalformedException {
        byte[] sealed;
        List<KeychainKey> keys = List.of(
                FIRST,
                SECOND,
                KeychainKey.file(folder.resolve("key")),
                KeychainKey.recovery(recovery),
                KeychainKey.keyring(keyring));
        try (Keychain keychain = create()) {
            keychain.createIdentity("Ann");
            keys.subList(1, keys.size()).forEach(keychain::add);
            sealed = keychain.storeSealer().seal(new byte[] {1}, new byte[] {2});
        }
        assertThat(Keychain.slots(file()))
                .extracting(KeychainSlot::kind)
                .containsExactly(
                        SlotKind.PASSPHRASE,
                        SlotKind.PASSPHRASE,
                        SlotKind.KEY_FILE,
                        SlotKind.RECOVERY,
                        SlotKind.KEYRING);
        for (int i = 0; i < keys.size(); i++) {
            try (Keychain keychain = open(keys.get(i))) {
                assertThat(keychain.openedBy()).isEqualTo(i + 1);
                assertThat(keychain.identity()).isPresent();
                assertThat(keychain.storeSealer().open(new byte[] {1}, sealed)).containsExactly(2);
            }
        }
    }

    @Test
    void aSlotIsChangedWithoutTheOthers() {
        try (Keychain keychain = create()) {
            keychain.add(KeychainKey.recovery(recovery));
            assertThat(keychain.change(1, SECOND).number()).isEqualTo(1);
        }
        assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> open(FIRST));
        open(SECOND).close();
        open(KeychainKey.recovery(recovery)).close();
    }

    /** What a passphrase that leaked opened must not lie around as a former generation. */
    @Test
    void whatWasTakenAwayOpensNoFormerGenerationEither() throws IOException {
        try (Keychain keychain = create()) {
            keychain.createIdentity("Ann");
            keychain.add(SECOND);
            keychain.remove(1);
        }
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> Keychain.open(each, People.SEAMS, FIRST));
                Keychain.open(each, People.SEAMS, SECOND).close();
            }
        }
    }

    @Test
    void theLastSlotStays() {
        try (Keychain keychain = create()) {
            assertRefused(ErrorCode.LAST_SLOT, () -> keychain.remove(1));
            assertRefused(ErrorCode.SLOT_UNKNOWN, () -> keychain.remove(2));
            assertRefused(ErrorCode.SLOT_UNKNOWN, () -> keychain.change(7, SECOND));
            keychain.add(SECOND);
            keychain.remove(1);
            assertRefused(ErrorCode.LAST_SLOT, () -> keychain.remove(2));
            assertThat(keychain.add(FIRST).number()).isEqualTo(1);
        }
        open(FIRST).close();
    }

    @Test
    void thereAreAtMostSixteenSlots() {
        try (Keychain keychain = create()) {
            for (int i = 1; i < KeychainFile.SLOTS.max(); i++) {
                keychain.add(KeychainKey.recovery(recovery));
            }
            assertRefused(ErrorCode.INPUT_MALFORMED, () -> keychain.add(SECOND));
        }
        open(KeychainKey.recovery(recovery)).close();
    }

    @Test
    void aNewVaultKeyLeavesOnlyTheSlotsThatWereNamed() throws MalformedException {
        byte[] sealed;
        try (Keychain keychain = create()) {
            keychain.createIdentity("Ann");
            keychain.add(KeychainKey.recovery(recovery));
            sealed = keychain.storeSealer().seal(new byte[] {1}, new byte[] {2});
            keychain.rekey(SECOND);
            keychain.add(KeychainKey.keyring(keyring));
        }
        assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> open(FIRST));
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> open(KeychainKey.recovery(recovery)));
        try (Keychain keychain = open(SECOND)) {
            assertThat(keychain.storeSealer().open(new byte[] {1}, sealed)).containsExactly(2);
            assertThat(keychain.slots()).hasSize(2);
        }
    }

    @Test
    void whatFitsNoSlotIsToldWhichSlotsThereAre() {
        create().close();
        assertThatThrownBy(() -> open(KeychainKey.recovery(recovery)))
                .isInstanceOfSatisfying(HearthException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.KEYCHAIN_LOCKED);
                    assertThat(refusal.details()).containsEntry("slots", "1 passphrase");
                });
    }

    @Test
    void aKeyringThatLostTheKeyOpensNothing() {
        try (Keychain keychain = Keychain.create(file(), KeychainKey.keyring(keyring), People.SEAMS)) {
            keychain.add(FIRST);
        }
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> open(KeychainKey.keyring(new MemoryKeyring())));
        open(KeychainKey.keyring(keyring)).close();
        open(KeychainKey.keyring(new MemoryKeyring()), FIRST).close();
    }

    @Test
    void everyChangeCountsTheGenerationUp() {
        try (Keychain keychain = create()) {
            assertThat(keychain.generation()).isEqualTo(1);
            keychain.createIdentity("Ann");
            keychain.add(SECOND);
            keychain.change(1, FIRST);
            keychain.remove(2);
            keychain.rekey(FIRST);
            assertThat(keychain.generation()).isEqualTo(6);
        }
        try (Keychain keychain = open(FIRST)) {
            assertThat(keychain.generation()).isEqualTo(6);
        }
    }

    /** A passphrase that opens its slot, and a header that is not the one that was sealed. */
    @Test
    void a23WhoKnowsASlotStillNoticesAnyChangeOfTheHeader() throws IOException {
        try (Keychain keychain = create()) {
            keychain.add(KeychainKey.recovery(recovery));
            keychain.add(KeychainKey.file(folder.resolve("key")));
        }
        byte[] good = Files.readAllBytes(file());
        int header = 11 + (good[9] & 0xff) * 256 + (good[10] & 0xff);
        for (int at = 8; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            Files.write(file(), changed);
            assertThatThrownBy(() -> open(KeychainKey.recovery(recovery)))
                    .as("byte %d of %d, header until %d", at, good.length, header)
                    .isInstanceOf(HearthException.class);
        }
        Files.write(file(), good);
        open(KeychainKey.recovery(recovery)).close();
    }

    /** The slot of another keychain with a passphrase that the thief knows, put among the slots of this one. */
    @Test
    void a23ASlotOfAnotherKeychainOpensNothing() throws IOException {
        create().close();
        Path other = folder.resolve("other");
        Keychain.create(other, SECOND, People.SEAMS).close();
        byte[] mine = Files.readAllBytes(file());
        byte[] theirs = Files.readAllBytes(other);
        int slots = indexOf(mine, new byte[] {(byte) 0x81, (byte) 0x87}); // an array of one slot, of seven fields
        assertThat(indexOf(theirs, new byte[] {(byte) 0x81, (byte) 0x87})).isEqualTo(slots);
        int end = 11 + (mine[9] & 0xff) * 256 + (mine[10] & 0xff);
        byte[] forged = mine.clone();
        System.arraycopy(theirs, slots, forged, slots, end - slots);
        Files.write(file(), forged);
        assertThat(Keychain.slots(file())).hasSize(1);
        assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> open(SECOND));
        assertRefused(ErrorCode.WRONG_PASSPHRASE, () -> open(FIRST));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    /** What a slot says of itself belongs to it, whatever header it stands in. */
    @Test
    void a23ASlotOpensOnlyWithItsOwnTerms() throws MalformedException {
        Vault vault = Vault.create(People.SEAMS.random());
        KeychainKey key = KeychainKey.recovery(recovery);
        SlotTerms terms = key.prepare(1, People.SEAMS);
        Secret secret = key.derive(terms).orElseThrow();
        SealedSlot slot = SealedSlot.seal(vault.id(), terms, secret, vault.key(), People.SEAMS.random());
        assertThat(slot.open(vault.id(), secret)).contains(vault.key());
        SlotTerms renumbered =
                new SlotTerms(new KeychainSlot(2, SlotKind.RECOVERY, Optional.empty(), Optional.empty()), terms.salt());
        assertThatThrownBy(() -> new SealedSlot(renumbered, slot.sealed()).open(vault.id(), secret))
                .isInstanceOf(MalformedException.class);
        assertThat(slot.open(Bytes.of(new byte[Vault.ID]), secret)).isEmpty();
    }

    @Test
    void a20NothingInTheFileTellsWhetherTwoSlotsHaveTheSamePassphrase() throws IOException {
        try (Keychain keychain = create()) {
            keychain.add(FIRST);
        }
        Bytes stored = Bytes.of(Files.readAllBytes(file()));
        for (int at = 0; at + 16 <= stored.size(); at++) {
            String piece = stored.slice(at, at + 16).hex();
            assertThat(stored.hex().indexOf(piece)).isEqualTo(stored.hex().lastIndexOf(piece));
        }
    }

    @Test
    void aFileThatIsNoKeychainIsNotReadIntoMemory() throws IOException {
        Files.write(file(), new byte[(1 << 16) + 1]);
        assertRefused(ErrorCode.STORAGE_CORRUPT, () -> open(FIRST));
    }

    @Test
    void closedItRefusesByType() {
        Keychain keychain = create();
        LocalIdentity ann = keychain.createIdentity("Ann");
        StoreSealer sealer = keychain.storeSealer();
        byte[] sealed = sealer.seal(new byte[] {1}, new byte[] {2});
        Bytes message = Bytes.utf8("message");
        assertThat(ann.sign("domain", message).size()).isEqualTo(64);
        keychain.close();
        keychain.close();
        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> ann.sign("domain", message),
                () -> ann.openSealed(Suite.CLASSICAL, "domain", message, message),
                () -> sealer.seal(new byte[] {1}, new byte[] {2}),
                () -> sealer.open(new byte[] {1}, sealed),
                keychain::storeSealer,
                keychain::backupLock,
                () -> keychain.add(SECOND),
                () -> keychain.change(1, SECOND),
                () -> keychain.remove(1),
                () -> keychain.rekey(SECOND),
                () -> keychain.createIdentity("Eve"))) {
            assertRefused(ErrorCode.KEYCHAIN_LOCKED, attempt);
        }
        assertThat(ann.name()).isEqualTo("Ann");
    }

    @Test
    void theCostFollowsTheMachine() {
        assertThat(KeychainCost.fitting(KeychainCost.FLOOR, 46_000_000)).isEqualTo(new KeychainCost(68 << 10, 3, 1));
        assertThat(KeychainCost.fitting(KeychainCost.FLOOR, 1_000_000_000)).isEqualTo(KeychainCost.FLOOR);
        assertThat(KeychainCost.fitting(KeychainCost.FLOOR, 5_000_000)).isEqualTo(new KeychainCost(256 << 10, 7, 1));
        assertThat(KeychainCost.fitting(new KeychainCost(124 << 10, 3, 1), 332_000_000))
                .isEqualTo(new KeychainCost(93 << 10, 3, 1));
        assertThat(KeychainCost.fitting(KeychainCost.FLOOR, 1)).isEqualTo(new KeychainCost(256 << 10, 16, 1));
        KeychainCost here = KeychainCost.calibrated(People.SEAMS);
        assertThat(here.memoryKib()).isGreaterThanOrEqualTo(KeychainCost.FLOOR.memoryKib());
    }
}
