package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.Role;
import dev.hearth.halo.SafetyEmoji;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several clients of one identity: invited, in step, renamed, revoked. */
class DevicesTest extends ClientsInMemory {
    record Note(String text) {}

    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final DeviceConfirmation YES = (emoji, name) -> true;
    private static final DeviceConfirmation NO = (emoji, name) -> false;

    private Client laptop() {
        return open("laptop");
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

    private static Space spaceAt(Client client, Space space) {
        Await.until(
                "it holds",
                BOUND,
                () -> client.spaces().list().stream().anyMatch(each -> each.id().equals(space.id())));
        return client.spaces().get(space.id());
    }

    private static List<String> notes(Space space) {
        return space.query(Note.class).list().stream()
                .map(note -> note.value().text())
                .sorted()
                .toList();
    }

    private static void failsWith(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void anInvitedDeviceIsTheSamePersonAndHasItsSpaces() {
        Client laptop = laptop();
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("from the laptop"));
        laptop.spaces().personal().put(new Note("diary"));
        Client phone = another(laptop, "phone");
        assertThat(phone.halo().identity().orElseThrow().id())
                .isEqualTo(laptop.halo().identity().orElseThrow().id());
        Space there = spaceAt(phone, trip);
        Await.until("it holds", BOUND, () -> notes(there).equals(List.of("from the laptop")));
        assertThat(there.role()).contains(Role.OWNER);
        Await.until("it holds", BOUND, () -> notes(phone.spaces().personal()).equals(List.of("diary")));
        there.put(new Note("from the phone"));
        Await.until("it holds", BOUND, () -> notes(trip).equals(List.of("from the laptop", "from the phone")));
        Space later = phone.spaces().create("Later");
        later.put(new Note("new"));
        Space atLaptop = spaceAt(laptop, later);
        Await.until("it holds", BOUND, () -> notes(atLaptop).equals(List.of("new")));
        assertThat(laptop.halo().devices().list()).hasSize(2);
        assertThat(laptop.spaces().list()).hasSize(2);
    }

    @Test
    void aThirdDeviceInvitedByTheSecondGetsWhatOnlyTheFirstHad() {
        Client laptop = laptop();
        Client phone = another(laptop, "phone");
        Client tablet = another(phone, "tablet");
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("one"));
        Space there = spaceAt(tablet, trip);
        Await.until("it holds", BOUND, () -> notes(there).equals(List.of("one")));
        assertThat(tablet.halo().devices().list()).hasSize(3);
    }

    @Test
    void aSpaceThatOneDeviceJoinsIsTheOthersToo() {
        Client ann = open("ann");
        Space club = ann.spaces().create("Club");
        club.put(new Note("welcome"));
        Client laptop = laptop();
        Client phone = another(laptop, "phone");
        join(laptop, club.invite(InvitationOptions.of(Role.WRITER)));
        Space there = spaceAt(phone, club);
        Await.until("it holds", BOUND, () -> notes(there).equals(List.of("welcome")));
        there.put(new Note("hello from the phone"));
        Await.until("it holds", BOUND, () -> notes(club).contains("hello from the phone"));
        assertThat(club.members()).hasSize(2);
    }

    @Test
    void aRevokedDeviceIsOutOfAllSpacesAtOnce() {
        Client laptop = laptop();
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("one"));
        Client phone = another(laptop, "phone");
        Space there = spaceAt(phone, trip);
        Await.until("it holds", BOUND, () -> notes(there).equals(List.of("one")));
        Await.until("it holds", BOUND, () -> trip.spaceStatus().peers().size() == 1);
        DeviceId device = phone.halo().identity().orElseThrow().device();
        Instant before = Instant.now();
        laptop.halo().devices().revoke(device);
        Await.until("it holds", BOUND, () -> trip.spaceStatus().peers().isEmpty());
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        Await.until("it holds", BOUND, () -> there.role().isEmpty());
        trip.put(new Note("not for the phone"));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> there.put(new Note("too late")));
        assertThat(notes(there)).doesNotContain("not for the phone");
        assertThat(laptop.halo().devices().list()).hasSize(1);
        assertRefused(ErrorCode.DEVICE_UNKNOWN, () -> laptop.halo().devices().revoke(device));
    }

    /** And nothing of what was said since, such as who is a member now. */
    @Test
    void aDeviceThatWasRevokedWhileItWasAwayIsToldSo() {
        Client laptop = laptop();
        Space trip = laptop.spaces().create("Trip");
        trip.put(new Note("one"));
        Client phone = another(laptop, "phone");
        Space before = spaceAt(phone, trip);
        Await.until("the note", BOUND, () -> notes(before).equals(List.of("one")));
        DeviceId device = phone.halo().identity().orElseThrow().device();
        phone.close();
        laptop.halo().devices().revoke(device);
        join(open("bob"), trip.invite(InvitationOptions.of(Role.WRITER)));
        trip.put(new Note("not for the phone"));

        Space there = openWithoutIdentity("phone").spaces().get(trip.id());
        Await.until("the end of its role", BOUND, () -> there.role().isEmpty());
        assertThat(there.members()).noneMatch(member -> member.name().equals("bob"));
        assertThat(notes(there)).containsExactly("one");
        assertRefused(ErrorCode.NOT_PERMITTED, () -> there.put(new Note("too late")));
    }

    @Test
    void devicesHaveNamesThatAllOfThemSee() {
        Client laptop = laptop();
        Client phone = another(laptop, "phone");
        DeviceId id = phone.halo().identity().orElseThrow().device();
        laptop.halo().devices().rename(id, "My phone");
        Await.until(
                "it holds",
                BOUND,
                () -> phone.halo().devices().list().get(0).name().equals("My phone"));
        Device first = laptop.halo().devices().list().get(0);
        assertThat(first.here()).isTrue();
        assertThat(first.id()).isEqualTo(laptop.halo().identity().orElseThrow().device());
    }

    @Test
    void bothUsersSeeTheSameEmojiAndEitherSaysNo() {
        Client laptop = laptop();
        Client phone = openWithoutIdentity("phone");
        AtomicReference<SafetyEmoji> here = new AtomicReference<>();
        AtomicReference<SafetyEmoji> there = new AtomicReference<>();
        DeviceInvitation refused = laptop.halo().devices().invite((emoji, name) -> {
            here.set(emoji);
            return false;
        });
        failsWith(
                ErrorCode.DEVICE_DECLINED,
                () -> phone.halo()
                        .devices()
                        .join(refused.link(), refused.code(), (emoji, name) -> {
                            there.set(emoji);
                            assertThat(name).isEqualTo("laptop");
                            return true;
                        })
                        .join());
        failsWith(ErrorCode.COMPARISON_DECLINED, () -> refused.accepted().join());
        assertThat(here.get()).isNotNull().isEqualTo(there.get());
        DeviceInvitation second = laptop.halo().devices().invite(YES);
        failsWith(
                ErrorCode.COMPARISON_DECLINED,
                () -> phone.halo()
                        .devices()
                        .join(second.link(), second.code(), NO)
                        .join());
        assertThat(laptop.halo().devices().list()).hasSize(1);
        assertThat(phone.halo().identity()).isEmpty();
    }

    /** A16 and A17, as far as devices go. */
    @Test
    void aCodeBearsThreeWrongOnes() {
        Client laptop = laptop();
        DeviceInvitation invitation = laptop.halo().devices().invite(YES);
        String wrong = invitation.code().equals("0000-0000") ? "0000-0001" : "0000-0000";
        for (int attempt = 0; attempt < 3; attempt++) {
            Client guest = openWithoutIdentity("guest" + attempt);
            failsWith(
                    ErrorCode.CODE_WRONG,
                    () -> guest.halo()
                            .devices()
                            .join(invitation.link(), wrong, YES)
                            .join());
        }
        failsWith(ErrorCode.INVITATION_SPENT, () -> invitation.accepted().join());
        assertThat(laptop.halo().devices().list()).hasSize(1);
    }

    @Test
    void whatIsNoCodeCostsNoAttempt() {
        Client laptop = laptop();
        Client phone = openWithoutIdentity("phone");
        DeviceInvitation invitation = laptop.halo().devices().invite(YES);
        for (String typed : List.of("abc", "1234-567", "1234-56789", "12")) {
            failsWith(
                    ErrorCode.CODE_MALFORMED,
                    () -> phone.halo()
                            .devices()
                            .join(invitation.link(), typed, YES)
                            .join());
        }
        failsWith(
                ErrorCode.CODE_NEEDED,
                () -> phone.halo().devices().join(invitation.link(), "", YES).join());
        assertThat(phone.halo()
                        .devices()
                        .join(invitation.link(), invitation.code().replace("-", " "), YES)
                        .join()
                        .id())
                .isEqualTo(laptop.halo().identity().orElseThrow().id());
    }

    @Test
    void whoHasAnIdentityDoesNotTakeAnother() {
        Client laptop = laptop();
        Client bob = open("bob");
        DeviceInvitation invitation = laptop.halo().devices().invite(YES);
        assertRefused(
                ErrorCode.IDENTITY_EXISTS,
                () -> bob.halo()
                        .devices()
                        .join(invitation.link(), invitation.code(), YES)
                        .join());
        assertRefused(
                ErrorCode.LINK_OF_ANOTHER_KIND,
                () -> bob.halo()
                        .devices()
                        .join("hearth://join#abc", "1234-5678", YES)
                        .join());
        assertRefused(
                ErrorCode.INVITATION_MALFORMED,
                () -> bob.halo()
                        .devices()
                        .join("hearth://device#abc", "1234-5678", YES)
                        .join());
    }

    @Test
    void whatWasMadeBeforeTheIdentityBecomesItsOwn() {
        Client laptop = laptop();
        Client phone = openWithoutIdentity("phone");
        Space early = phone.spaces().create("Early");
        early.put(new Note("made alone"));
        DeviceInvitation invitation = laptop.halo().devices().invite(YES);
        phone.halo().devices().join(invitation.link(), invitation.code(), YES).join();
        assertThat(early.role()).contains(Role.OWNER);
        Space there = spaceAt(laptop, early);
        Await.until("it holds", BOUND, () -> notes(there).equals(List.of("made alone")));
    }

    @Test
    void devicesStayTogetherAcrossARestart() {
        Client laptop = laptop();
        Space trip = laptop.spaces().create("Trip");
        Client phone = another(laptop, "phone");
        spaceAt(phone, trip);
        phone.close();
        laptop.close();
        Client laptopAgain = open("laptop");
        Client phoneAgain = openWithoutIdentity("phone");
        assertThat(phoneAgain.halo().devices().list()).hasSize(2);
        Space more = laptopAgain.spaces().create("More");
        more.put(new Note("two"));
        Space there = spaceAt(phoneAgain, more);
        Await.until("it holds", BOUND, () -> notes(there).equals(List.of("two")));
    }
}
