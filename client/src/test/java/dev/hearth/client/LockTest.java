package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Seams;
import dev.hearth.echo.Ref;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.KeychainSlot;
import dev.hearth.halo.RecoveryKey;
import dev.hearth.halo.Role;
import dev.hearth.halo.SlotKind;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client is while its keychain is locked, and the slots of its keychain. */
final class LockTest extends ClientsInMemory {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Bytes MESSAGE = Bytes.utf8("message");

    record Note(String text) {}

    private ClientOptions options() {
        return ClientOptions.defaults().network(network).transports(List.of("memory"));
    }

    private Client open(String name, ClientOptions options) {
        Client client = Client.open(folder.resolve(name), options);
        clients.add(client);
        return client;
    }

    @Test
    void lockedItRefusesEverythingButWhoItIs() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Ref<Note> note = home.put(new Note("before"));
        Profile profile = ann.halo().identity().orElseThrow();
        ann.halo().lock();
        ann.halo().lock();
        assertThat(ann.halo().isLocked()).isTrue();
        assertThat(ann.halo().identity()).contains(profile);
        assertThat(ann.status().spaces()).isEmpty();
        assertThat(ann.status().mesh()).isEmpty();
        for (Runnable attempt : List.<Runnable>of(
                () -> ann.halo().sign("domain", MESSAGE),
                () -> ann.halo().chain(),
                () -> ann.halo().createIdentity("Eve"),
                () -> ann.halo().keychain().list(),
                () -> ann.spaces().list(),
                () -> ann.spaces().all(),
                () -> ann.spaces().create("Other"),
                () -> ann.spaces().get(home.id()),
                () -> ann.spaces().personal(),
                () -> ann.spaces().restore(folder.resolve("backup")),
                () -> ann.spaces().join("hearth://join#x", "1").join())) {
            assertRefused(ErrorCode.KEYCHAIN_LOCKED, attempt);
        }
        for (Runnable attempt :
                List.<Runnable>of(() -> home.put(new Note("late")), () -> home.find(note), () -> home.members())) {
            assertRefused(ErrorCode.CLOSED, attempt);
        }
        ann.halo().unlock();
        assertThat(ann.halo().isLocked()).isFalse();
        assertRefused(ErrorCode.CLOSED, () -> home.find(note));
        assertThat(ann.spaces().get(home.id()).find(note)).contains(new Note("before"));
        assertThat(ann.halo().sign("domain", MESSAGE).size()).isEqualTo(64);
    }

    @Test
    void lockedItIsMetByNobodyAndCatchesUpLater() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space same = join(bob, home.invite(Role.WRITER));
        Await.until("the other", BOUND, () -> !home.spaceStatus().peers().isEmpty());
        bob.halo().lock();
        Await.until(
                "the end of the session",
                BOUND,
                () -> home.spaceStatus().peers().isEmpty());
        Ref<Note> note = home.put(new Note("while locked"));
        bob.halo().unlock();
        Space again = bob.spaces().get(same.id());
        Await.until("the note", BOUND, () -> again.find(note).isPresent());
    }

    @Test
    void whatUnlocksItIsWhatOpensTheFolder() {
        KeychainKey words = KeychainKey.passphrase("correct horse".toCharArray());
        Client ann = open("ann", options().key(words));
        ann.halo().createIdentity("Ann");
        ann.halo().lock();
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> ann.halo().unlock());
        assertRefused(
                ErrorCode.WRONG_PASSPHRASE, () -> ann.halo().unlock(KeychainKey.passphrase("wrong".toCharArray())));
        assertThat(ann.halo().isLocked()).isTrue();
        ann.halo().unlock(words);
        ann.halo().unlock(words);
        assertThat(ann.halo().isLocked()).isFalse();
        ann.halo().lock();
        ann.close();
        assertRefused(ErrorCode.CLOSED, () -> ann.halo().unlock(words));
    }

    @Test
    void theFolderOfALockedClientCanBeOpened() {
        Client ann = open("ann");
        ann.halo().lock();
        try (Client other = Client.open(folder.resolve("ann"), options())) {
            assertThat(other.halo().identity()).isEqualTo(ann.halo().identity());
            assertRefused(ErrorCode.DATA_LOCKED, () -> ann.halo().unlock());
        }
        ann.halo().unlock();
    }

    @Test
    void aClientThatIsNotUsedIsLockedAndTells() throws InterruptedException {
        Client ann = open("ann", options().lockAfter(Duration.ofSeconds(1)));
        ann.halo().createIdentity("Ann");
        CountDownLatch locked = new CountDownLatch(1);
        ann.halo().onLock(ann.seams().blocking(), locked::countDown);
        assertThat(locked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ann.halo().isLocked()).isTrue();
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> ann.halo().sign("domain", MESSAGE));
        CountDownLatch again = new CountDownLatch(1);
        ann.halo().onLock(ann.seams().blocking(), again::countDown);
        ann.halo().unlock();
        assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void slotsAreAddedChangedAndRemoved() {
        RecoveryKey paper;
        KeychainKey words = KeychainKey.passphrase("correct horse".toCharArray());
        try (Client ann = Client.open(folder.resolve("ann"), options());
                Seams seams = Seams.system()) {
            ann.halo().createIdentity("Ann");
            paper = RecoveryKey.generate(seams.random());
            KeychainSlots slots = ann.halo().keychain();
            assertThat(slots.list()).extracting(KeychainSlot::kind).containsExactly(SlotKind.KEY_FILE);
            assertRefused(ErrorCode.LAST_SLOT, () -> slots.remove(1));
            slots.add(KeychainKey.recovery(paper));
            assertThat(slots.change(slots.current(), words).kind()).isEqualTo(SlotKind.PASSPHRASE);
        }
        assertThat(folder.resolve("ann/keychain.key")).as("needed by no slot").doesNotExist();
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> Client.open(folder.resolve("ann"), options()));
        try (Client ann = Client.open(folder.resolve("ann"), options().key(KeychainKey.recovery(paper)))) {
            assertThat(ann.halo().keychain().current()).isEqualTo(2);
            ann.halo().keychain().rekey(words);
        }
        assertRefused(
                ErrorCode.KEYCHAIN_LOCKED,
                () -> Client.open(folder.resolve("ann"), options().key(KeychainKey.recovery(paper))));
        Client.open(folder.resolve("ann"), options().key(words)).close();
    }

    /**
     * A23: who put the file of yesterday back, which an old passphrase opens, is noticed by who knows that passphrase.
     */
    @Test
    void anOlderKeychainThatWasPutBackIsRefused() throws IOException {
        KeychainKey old = KeychainKey.passphrase("old horse".toCharArray());
        KeychainKey present = KeychainKey.passphrase("new horse".toCharArray());
        Path keychain = folder.resolve("ann/keychain");
        Path kept = folder.resolve("kept");
        try (Client ann = Client.open(folder.resolve("ann"), options().key(old))) {
            ann.halo().createIdentity("Ann");
            Files.copy(keychain, kept);
            ann.halo().keychain().change(1, present);
        }
        Path newer = Files.move(keychain, folder.resolve("newer"));
        Files.copy(kept, keychain);
        assertRefused(
                ErrorCode.KEYCHAIN_OLDER,
                () -> Client.open(folder.resolve("ann"), options().key(old)));
        Files.delete(keychain);
        Files.copy(newer, keychain);
        Client.open(folder.resolve("ann"), options().key(present)).close();
        Files.delete(keychain);
        Files.copy(kept, keychain);
        Client.open(folder.resolve("ann"), options().key(old).acceptOlderKeychain())
                .close();
        Client.open(folder.resolve("ann"), options().key(old)).close();
    }
}
