package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.client.internal.DevicesSeen;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An identity of which all devices are gone comes back: by words and a file, or by words and one peer. */
class RecoveryTest extends ClientsInMemory {
    record Note(String text) {}

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final DeviceConfirmation YES = (emoji, name) -> true;

    private static List<String> notes(Space space) {
        return space.query(Note.class).list().stream()
                .map(note -> note.value().text())
                .sorted()
                .toList();
    }

    private static IdentityId id(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static DeviceId device(Client client) {
        return client.halo().identity().orElseThrow().device();
    }

    private static String written(Client client) {
        try (RecoveryPhrase words = client.halo().recovery().words()) {
            return new String(words.reveal());
        }
    }

    private static Recovery.Restored restore(Client client, String words, RestoreOptions options) {
        try (RecoveryPhrase phrase = RecoveryPhrase.parse(words.toCharArray())) {
            return client.halo().recovery().restore(phrase, options);
        }
    }

    private static boolean hasDevice(Space space, DeviceId device) {
        return DevicesSeen.in(space, device);
    }

    private static void joinRefused(ErrorCode code, Client guest, Invitation invitation) {
        assertThatThrownBy(() -> join(guest, invitation))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Client another(Client of, String folderName) {
        Client client = openWithoutIdentity(folderName);
        try (DeviceInvitation invitation = of.halo().devices().invite(YES)) {
            client.halo()
                    .devices()
                    .join(invitation.link(), invitation.code(), YES)
                    .join();
            invitation.accepted().join();
        }
        return client;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wordsAndAFileAloneBringAllBack(boolean postQuantum) {
        Client laptop = open("laptop");
        Space trip = laptop.spaces().create("Trip", SpaceOptions.defaults().postQuantum(postQuantum));
        trip.put(new Note("one"));
        Space put = laptop.spaces().create("Closed");
        put.put(new Note("old"));
        laptop.spaces().close(put.id());
        laptop.spaces().personal().put(new Note("diary"));
        Path file = folder.resolve("all.hearth");
        laptop.halo().recovery().backup(file);
        String words = written(laptop);
        laptop.close();
        Client back = openWithoutIdentity("back");
        Recovery.Restored restored =
                restore(back, words, RestoreOptions.none().from(file).withOthersLost());
        assertThat(restored.profile().id())
                .isEqualTo(laptop.halo().identity().orElseThrow().id());
        assertThat(restored.profile().name()).isEqualTo("laptop");
        assertThat(restored.spaces()).hasSize(3);
        assertThat(restored.refused()).isEmpty();
        Space there = back.spaces().get(trip.id());
        assertThat(there.role()).contains(Role.OWNER);
        assertThat(notes(there)).containsExactly("one");
        there.put(new Note("two"));
        assertThat(notes(there)).containsExactly("one", "two");
        assertThat(notes(back.spaces().get(put.id()))).containsExactly("old");
        assertThat(notes(back.spaces().personal())).containsExactly("diary");
        assertThat(back.halo().devices().list()).hasSize(1);
        assertThat(back.halo().recovery().areWordsHere()).isFalse();
        assertRefused(
                ErrorCode.RECOVERY_WORDS_AWAY, () -> back.halo().recovery().words());
        back.close();
        Client again = openWithoutIdentity("back");
        assertThat(notes(again.spaces().get(trip.id()))).containsExactly("one", "two");
    }

    /** With the file of a device that never had the words, after they were put away. */
    @Test
    void aDeviceWithoutTheWordsWritesABackupThatTheyOpen() {
        Client laptop = open("laptop");
        String words = written(laptop);
        Client phone = another(laptop, "phone");
        laptop.halo().recovery().putAway();
        assertThat(laptop.halo().recovery().areWordsHere()).isFalse();
        assertRefused(
                ErrorCode.RECOVERY_WORDS_AWAY, () -> laptop.halo().recovery().words());
        assertRefused(
                ErrorCode.RECOVERY_WORDS_AWAY, () -> phone.halo().recovery().putAway());
        Space trip = phone.spaces().create("Trip");
        trip.put(new Note("from the phone"));
        Path file = folder.resolve("all.hearth");
        Await.until("the box is known", BOUND, () -> {
            try {
                phone.halo().recovery().backup(file);
                return true;
            } catch (HearthException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RECOVERY_WORDS_AWAY);
                return false;
            }
        });
        phone.close();
        laptop.close();
        assertRefused(
                ErrorCode.RECOVERY_WORDS_AWAY,
                () -> open("laptop").halo().recovery().words());
        Client back = openWithoutIdentity("back");
        restore(back, words, RestoreOptions.none().from(file));
        assertThat(back.halo().identity().orElseThrow().name()).isEqualTo("laptop");
        assertThat(notes(back.spaces().get(trip.id()))).containsExactly("from the phone");
        assertThat(back.halo().devices().list()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "SINCE_JOIN"})
    void wordsAndOnePeerAloneBringASpaceBack(String history) {
        Client ann = open("ann");
        Space club = ann.spaces().create("Club", SpaceOptions.defaults().history(HistoryPolicy.valueOf(history)));
        Client bob = open("bob");
        Space atBob = join(bob, club.invite(InvitationOptions.of(Role.WRITER)));
        Await.until("bob may write", BOUND, () -> {
            try {
                atBob.put(new Note("bob was here"));
                return true;
            } catch (HearthException e) {
                return false;
            }
        });
        Await.until("ann has it", BOUND, () -> notes(club).contains("bob was here"));
        String words = written(bob);
        DeviceId lost = device(bob);
        IdentityId id = id(bob);
        bob.close();
        Client back = openWithoutIdentity("back");
        restore(back, words, RestoreOptions.none().named("bob").withOthersLost());
        assertThat(id(back)).isEqualTo(id);
        Invitation invitation = club.invite(InvitationOptions.of(Role.READER));
        Space there = join(back, invitation);
        assertThat(invitation.accepted().join().id()).isEqualTo(id);
        assertThat(there.role()).contains(Role.WRITER);
        Await.until("the content is back", BOUND, () -> notes(there).contains("bob was here"));
        Await.until("the lost device is out", BOUND, () -> !hasDevice(club, lost));
        assertThat(hasDevice(club, device(back))).isTrue();
        Await.until("it writes", BOUND, () -> {
            try {
                there.put(new Note("bob is back"));
                return true;
            } catch (HearthException e) {
                return false;
            }
        });
        Await.until("ann has that too", BOUND, () -> notes(club).contains("bob is back"));
        assertThat(notes(club)).contains("bob was here");
        assertThat(club.members()).hasSize(2);
    }

    /** A revocation says up to where the lost device's blocks count, so it waits until they are here. */
    @Test
    void aLostDeviceStaysUntilWhatItWroteIsHere() throws MalformedException {
        Client ann = open("ann");
        Space club = ann.spaces().create("Club");
        Client bob = open("bob");
        join(bob, club.invite(InvitationOptions.of(Role.WRITER))).put(new Note("bob was here"));
        Await.until("ann has it", BOUND, () -> notes(club).contains("bob was here"));
        String words = written(bob);
        DeviceId lost = device(bob);
        bob.close();
        Client back = openWithoutIdentity("back");
        restore(back, words, RestoreOptions.none().named("bob").withOthersLost());
        ann.mesh().pause();
        Space there = DevicesSeen.welcomeBack(club, back);
        assertThat(hasDevice(there, lost)).isTrue();
        ann.mesh().resume();
        Await.until("the lost device is out", BOUND, () -> !hasDevice(club, lost));
        assertThat(notes(there)).contains("bob was here");
        assertThat(notes(club)).contains("bob was here");
        assertThat(club.spaceStatus().withheld()).isEmpty();
    }

    /** A20: what a thief with the unlocked device does is void once the owner is back, and its sessions end. */
    @Test
    void aThiefIsOutOnceTheOwnerIsBack() {
        Client ann = open("ann");
        Space club = ann.spaces().create("Club");
        Client stolen = open("bob");
        Space atThief = join(stolen, club.invite(InvitationOptions.of(Role.ADMIN)));
        atThief.put(new Note("bob's own"));
        Await.until("ann has it", BOUND, () -> notes(club).contains("bob's own"));
        Await.until(
                "they are connected", BOUND, () -> club.spaceStatus().peers().size() == 1);
        String words = written(stolen);
        stolen.halo().recovery().putAway();
        Client back = openWithoutIdentity("back");
        restore(back, words, RestoreOptions.none().named("bob").withOthersLost());
        Space there = join(back, club.invite(InvitationOptions.of(Role.READER)));
        Await.until("the content is back", BOUND, () -> notes(there).contains("bob's own"));
        DeviceId thief = device(stolen);
        Await.until("ann hears of it", BOUND, () -> !hasDevice(club, thief));
        long heard = System.nanoTime();
        Await.until(
                "the thief is out",
                BOUND,
                () -> club.spaceStatus().peers().stream()
                        .noneMatch(peer -> peer.device().equals(thief)));
        assertThat(Duration.ofNanos(System.nanoTime() - heard)).isLessThan(Duration.ofSeconds(1));
        assertThat(DevicesSeen.mayMeet(club, stolen)).isFalse();
        Await.until("the thief knows", BOUND, () -> atThief.role().isEmpty());
        assertRefused(ErrorCode.NOT_PERMITTED, () -> atThief.put(new Note("stolen words")));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> atThief.invite(InvitationOptions.of(Role.READER)));
        there.put(new Note("secret again"));
        Await.until("ann has it", BOUND, () -> notes(club).contains("secret again"));
        assertThat(notes(atThief)).doesNotContain("secret again");
        assertThat(notes(club)).contains("bob's own");
        assertThat(there.role()).contains(Role.ADMIN);
    }

    /** A29: once the words were changed, the former ones let nobody in where that is known. */
    @Test
    void oldWordsAreRefusedAfterNewOnes() {
        Client ann = open("ann");
        Space club = ann.spaces().create("Club");
        Client bob = open("bob");
        join(bob, club.invite(InvitationOptions.of(Role.WRITER)));
        String old = written(bob);
        IdentityId id = id(bob);
        Path file = folder.resolve("bob.hearth");
        bob.halo().recovery().backup(file);
        bob.close();
        Client back = openWithoutIdentity("back");
        restore(back, old, RestoreOptions.none().from(file).withNewWords());
        String fresh = written(back);
        assertThat(fresh).isNotEqualTo(old);
        assertThat(back.halo().recovery().areWordsHere()).isTrue();
        Path newer = folder.resolve("newer.hearth");
        back.halo().recovery().backup(newer);
        Space there = back.spaces().get(club.id());
        there.put(new Note("here again"));
        Await.until("ann knows of the new words", BOUND, () -> notes(club).contains("here again"));
        back.close();
        Client late = openWithoutIdentity("late");
        RestoreOptions chain = RestoreOptions.none().known(ann.halo().recovery().chainOf(club.id(), id));
        assertRefused(ErrorCode.RECOVERY_WORDS_OUTDATED, () -> restore(late, old, chain));
        assertRefused(
                ErrorCode.WRONG_PASSPHRASE,
                () -> restore(late, old, RestoreOptions.none().from(newer)));
        assertThat(late.halo().identity()).isEmpty();
        restore(late, old, RestoreOptions.none().named("bob"));
        assertThat(id(late)).isEqualTo(id);
        joinRefused(ErrorCode.NOT_PERMITTED, late, club.invite(InvitationOptions.of(Role.WRITER)));
        Client thief = openWithoutIdentity("thief");
        restore(thief, old, RestoreOptions.none().from(file)); // with the keys of then
        thief.spaces().get(club.id()).put(new Note("by old words"));
        assertThat(DevicesSeen.mayMeet(club, thief)).isFalse();
        assertThat(DevicesSeen.in(club, device(thief))).isFalse();
        Client rightly = openWithoutIdentity("rightly");
        restore(rightly, fresh, chain);
        assertThat(id(rightly)).isEqualTo(id);
        assertThat(join(rightly, club.invite(InvitationOptions.of(Role.READER))).role())
                .contains(Role.WRITER);
    }

    @Test
    void aDamagedOrForeignBackupChangesNothing() throws IOException {
        Client laptop = open("laptop");
        laptop.spaces().create("Trip").put(new Note("one"));
        String words = written(laptop);
        Path file = folder.resolve("all.hearth");
        laptop.halo().recovery().backup(file);
        byte[] whole = Files.readAllBytes(file);
        Client back = openWithoutIdentity("back");
        for (int at : new int[] {3, 9, whole.length / 2, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Path bad = Files.write(folder.resolve("bad.hearth"), damaged);
            assertThatThrownBy(() -> restore(back, words, RestoreOptions.none().from(bad)))
                    .isInstanceOf(HearthException.class);
        }
        Path cut = Files.write(folder.resolve("cut.hearth"), Arrays.copyOf(whole, whole.length - 30));
        assertRefused(
                ErrorCode.INPUT_MALFORMED,
                () -> restore(back, words, RestoreOptions.none().from(cut)));
        String others = written(open("bob"));
        assertRefused(
                ErrorCode.WRONG_PASSPHRASE,
                () -> restore(back, others, RestoreOptions.none().from(file)));
        assertThat(back.halo().identity()).isEmpty();
        assertThat(back.spaces().list()).isEmpty();
        restore(back, words, RestoreOptions.none().from(file));
        assertThat(back.spaces().list()).hasSize(1);
    }

    @Test
    void aPassphraseOpensABackupInsteadOfTheWords() {
        Client laptop = open("laptop");
        laptop.spaces().create("Trip").put(new Note("one"));
        String words = written(laptop);
        Path file = folder.resolve("all.hearth");
        laptop.halo().recovery().backup(file, "correct horse".toCharArray());
        Client back = openWithoutIdentity("back");
        assertRefused(
                ErrorCode.WRONG_PASSPHRASE,
                () -> restore(back, words, RestoreOptions.none().from(file)));
        assertRefused(
                ErrorCode.WRONG_PASSPHRASE,
                () -> restore(back, words, RestoreOptions.none().from(file, "wrong".toCharArray())));
        restore(back, words, RestoreOptions.none().from(file, "correct horse".toCharArray()));
        assertThat(back.spaces().list()).hasSize(1);
        assertRefused(
                ErrorCode.IDENTITY_EXISTS,
                () -> restore(back, words, RestoreOptions.none().named("x")));
    }

    /** What the file lacks when it is called again is taken, as after an interruption. */
    @Test
    void furtherSpacesOfABackupComeLater() {
        Client laptop = open("laptop");
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("one"));
        String words = written(laptop);
        Path file = folder.resolve("all.hearth");
        laptop.halo().recovery().backup(file);
        laptop.close();
        Client back = openWithoutIdentity("back");
        restore(back, words, RestoreOptions.none().named("laptop"));
        assertThat(back.spaces().list()).isEmpty();
        Recovery.Restored more = restore(back, words, RestoreOptions.none().from(file));
        assertThat(more.spaces()).hasSize(2);
        assertThat(notes(back.spaces().get(trip.id()))).containsExactly("one");
        assertThat(restore(back, words, RestoreOptions.none().from(file)).spaces())
                .isEmpty();
    }

    /** The ordinary backup of one space, newer than that of the identity. */
    @Test
    void aSpacesOwnBackupIsRestoredByARecoveredDevice() {
        Client laptop = open("laptop");
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("one"));
        String words = written(laptop);
        Path all = folder.resolve("all.hearth");
        laptop.halo().recovery().backup(all);
        trip.put(new Note("two"));
        Path one = folder.resolve("trip.backup");
        trip.backup(one, "pass".toCharArray());
        laptop.close();
        Client back = openWithoutIdentity("back");
        assertRefused(ErrorCode.NO_IDENTITY, () -> back.spaces().restore(one, "pass".toCharArray()));
        restore(back, words, RestoreOptions.none().from(all));
        back.spaces().get(trip.id()).close();
        Space there = back.spaces().restore(one, "pass".toCharArray());
        assertThat(notes(there)).containsExactly("one", "two");
        there.confirmOnlyCopy();
        there.put(new Note("three"));
        assertThat(notes(there)).containsExactly("one", "three", "two");
    }
}
