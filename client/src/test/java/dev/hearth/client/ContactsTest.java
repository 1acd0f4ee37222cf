package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.IdentityId;
import dev.hearth.client.internal.KeptContact;
import dev.hearth.echo.Result;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whom an identity knows: met, kept, verified, on all its devices; and what it calls itself. */
class ContactsTest extends ClientsInMemory {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final DeviceConfirmation YES = (emoji, name) -> true;

    private static IdentityId id(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static Contacts contacts(Client client) {
        return client.halo().contacts();
    }

    private static Contact seen(Client by, Client whom) {
        return contacts(by).find(id(whom)).orElseThrow();
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

    private static Space meet(Client host, Client guest) {
        Space space = host.spaces().create("Shared");
        join(guest, space.invite(Role.WRITER));
        return space;
    }

    @Test
    void whoSharesASpaceIsKnownAndIsAContactOnceKept() {
        Client ann = open("ann");
        Client bob = open("bob");
        assertThat(contacts(ann).people()).isEmpty();
        assertRefused(ErrorCode.CONTACT_UNKNOWN, () -> contacts(ann).add(id(bob)));
        Space shared = meet(ann, bob);
        Contact met = seen(ann, bob);
        assertThat(met.name()).isEqualTo("bob");
        assertThat(met.isContact()).isFalse();
        assertThat(met.seen().spaces()).containsExactly(shared.id());
        assertThat(met.trust().state()).isEqualTo(Contact.State.UNVERIFIED);
        assertThat(contacts(ann).list()).isEmpty();

        contacts(ann).rename(id(bob), "Bobby from work");
        contacts(ann).note(id(bob), "likes tea");
        Contact kept = contacts(ann).list().get(0);
        assertThat(kept.name()).isEqualTo("Bobby from work");
        assertThat(kept.seen().name()).isEqualTo("bob");
        assertThat(kept.kept().orElseThrow().note()).isEqualTo("likes tea");
        ann.spaces().close(shared.id());
        assertThat(contacts(ann).list()).hasSize(1);
        contacts(ann).remove(id(bob));
        assertThat(contacts(ann).people()).isEmpty();
        assertThatThrownBy(() -> contacts(ann).add(id(ann))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> contacts(ann).rename(id(bob), " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothSeeTheSameNumberAndAnyOtherIdentityHasAnother() {
        Client ann = open("ann");
        Client bob = open("bob");
        Client eve = open("eve");
        Space shared = meet(ann, bob);
        join(eve, shared.invite(Role.WRITER));
        Await.until("met", BOUND, () -> contacts(bob).people().size() == 2);
        Await.until("met", BOUND, () -> contacts(eve).people().size() == 2);
        assertThat(contacts(ann).safetyNumber(id(bob))).isEqualTo(contacts(bob).safetyNumber(id(ann)));
        assertThat(contacts(ann).safetyNumber(id(eve)))
                .isNotEqualTo(contacts(ann).safetyNumber(id(bob)));
        assertRefused(
                ErrorCode.SAFETY_NUMBER_DIFFERS,
                () -> contacts(ann)
                        .verify(id(bob), contacts(eve).safetyNumber(id(bob)).digits()));
        assertThat(contacts(ann).list()).isEmpty();
        String digits = contacts(bob).safetyNumber(id(ann)).digits();
        String wrong = (digits.charAt(0) == '0' ? '1' : '0') + digits.substring(1);
        assertRefused(ErrorCode.SAFETY_NUMBER_DIFFERS, () -> contacts(ann).verify(id(bob), wrong));
        assertRefused(ErrorCode.SAFETY_NUMBER_MALFORMED, () -> contacts(ann).verify(id(bob), digits.substring(1)));
        assertRefused(ErrorCode.SAFETY_NUMBER_MALFORMED, () -> contacts(ann).verify(id(bob), digits + "1"));
        assertThat(contacts(ann).verify(id(bob), digits).isVerified()).isTrue();
        assertThat(seen(ann, eve).isVerified()).isFalse();
    }

    @Test
    void aVerificationSurvivesARestartAndReachesTheOtherDevice() {
        Client ann = open("ann");
        Client phone = another(ann, "phone");
        Client bob = open("bob");
        meet(ann, bob);
        Await.until("met", BOUND, () -> contacts(phone).people().size() == 1);
        assertThat(contacts(phone).safetyNumber(id(bob)))
                .isEqualTo(contacts(bob).safetyNumber(id(ann)));
        List<Contact> told = new CopyOnWriteArrayList<>();
        contacts(phone).onChange(Runnable::run, told::add);
        contacts(ann).verify(id(bob), contacts(bob).safetyNumber(id(ann)).toString());
        Await.until("verified there", BOUND, () -> seen(phone, bob).isVerified());
        Await.until("told", BOUND, () -> told.stream().anyMatch(Contact::isVerified));
        ann.close();
        Client again = open("ann");
        assertThat(seen(again, bob).isVerified()).isTrue();
        contacts(again).remove(id(bob));
        Await.until("gone there", BOUND, () -> !seen(phone, bob).isContact());
        assertThat(contacts(phone).add(id(bob)).isVerified()).isFalse();
    }

    @Test
    void aNewDeviceOfAContactChangesNothing() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space shared = meet(ann, bob);
        String digits = contacts(ann).safetyNumber(id(bob)).digits();
        contacts(ann).verify(id(bob), digits);
        Client phone = another(bob, "phone");
        Await.until("in", BOUND, () -> phone.spaces().list().size() == 1);
        Await.until("heard", BOUND, () -> shared.spaceStatus().peers().size() == 2);
        assertThat(seen(ann, bob).isVerified()).isTrue();
        assertThat(contacts(phone).safetyNumber(id(ann)).digits()).isEqualTo(digits);
    }

    @Test
    void theSamePersonKeptByTwoDevicesAtOnceIsOneContact() {
        Client ann = open("ann");
        Client phone = another(ann, "phone");
        Client bob = open("bob");
        meet(ann, bob);
        Await.until("met", BOUND, () -> contacts(phone).people().size() == 1);
        Space here = ann.spaces().personal();
        Space there = phone.spaces().personal();
        ann.mesh().pause();
        contacts(ann).rename(id(bob), "Bobby");
        contacts(phone).note(id(bob), "neighbour");
        contacts(phone).verify(id(bob), contacts(phone).safetyNumber(id(bob)).digits());
        ann.mesh().resume();
        Await.until(
                "two objects",
                BOUND,
                () -> kept(here).size() == 2 && kept(there).size() == 2);
        Await.until(
                "in step",
                BOUND,
                () -> contacts(ann).list().equals(contacts(phone).list()));
        assertThat(contacts(ann).list()).hasSize(1);
        assertThat(seen(ann, bob).name()).isEqualTo("Bobby");
        assertThat(seen(ann, bob).kept().orElseThrow().note()).isEqualTo("neighbour");
        assertThat(seen(ann, bob).isVerified()).isTrue();
        contacts(phone).remove(id(bob));
        Await.until("gone", BOUND, () -> contacts(ann).list().isEmpty());
    }

    private static List<Result<KeptContact>> kept(Space personal) {
        return personal.query(KeptContact.class).list();
    }

    @Test
    void whoTakesTheNameOfAContactOrTheOwnOneIsToldApart() {
        Client ann = open("ann");
        Client bob = open("bob");
        Client false1 = openAs("false1", "B\u043eb\u200b");
        Client false2 = openAs("false2", "ANN");
        Space shared = meet(ann, bob);
        join(false1, shared.invite(Role.WRITER));
        join(false2, shared.invite(Role.WRITER));
        Await.until("met", BOUND, () -> contacts(ann).people().size() == 3);
        assertThat(seen(ann, false1).resembles()).isEmpty();
        contacts(ann).add(id(bob));
        assertThat(seen(ann, false1).resembles()).containsExactly(id(bob));
        assertThat(seen(ann, false2).resembles()).containsExactly(id(ann));
        assertThat(seen(ann, bob).resembles()).isEmpty();
        contacts(ann).rename(id(bob), "Robert");
        assertThat(seen(ann, false1).resembles()).containsExactly(id(bob));
    }

    private Client openAs(String folderName, String name) {
        Client client = openWithoutIdentity(folderName);
        client.halo().createIdentity(name);
        return client;
    }

    @Test
    void whoseCardIsKeptCanBeInvitedWithoutASharedSpace() {
        Client ann = open("ann");
        Client bob = open("bob");
        Client eve = open("eve");
        Contact kept = contacts(ann).add(contacts(bob).card());
        assertThat(kept.id()).isEqualTo(id(bob));
        assertThat(kept.name()).isEqualTo("bob");
        assertThat(kept.isVerified()).isFalse();
        contacts(bob).add(contacts(ann).card());
        contacts(ann).verify(id(bob), contacts(bob).safetyNumber(id(ann)).link());
        assertThat(contacts(ann).add(contacts(bob).card()).isVerified()).isTrue();
        assertThat(contacts(ann).list()).hasSize(1);
        Space home = ann.spaces().create("Home");
        Invitation invitation = home.invite(InvitationOptions.of(Role.WRITER).onlyFor(kept.id()));
        assertThatThrownBy(() -> eve.spaces().join(invitation.link()).join())
                .cause()
                .hasMessageContaining("somebody else");
        bob.spaces().join(invitation.link()).join();
        assertThat(home.members()).hasSize(2);
        assertRefused(ErrorCode.LINK_OF_ANOTHER_KIND, () -> contacts(ann).add(invitation.link()));
        assertThatThrownBy(() -> contacts(ann).add(contacts(ann).card())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherNameIsSeenByAllMembersAndOwnDevices() {
        Client ann = open("ann");
        Client phone = another(ann, "phone");
        Client bob = open("bob");
        Space shared = meet(bob, ann);
        contacts(bob).add(id(ann));
        Profile renamed = ann.halo().rename("Ann Lee");
        assertThat(renamed.name()).isEqualTo("Ann Lee");
        Await.until("heard by bob", BOUND, () -> names(shared).contains("Ann Lee"));
        Await.until("contact", BOUND, () -> seen(bob, ann).name().equals("Ann Lee"));
        Await.until(
                "on the phone",
                BOUND,
                () -> phone.halo().identity().orElseThrow().name().equals("Ann Lee"));
        phone.halo().rename("Ann Berg");
        Await.until("heard by bob", BOUND, () -> names(shared).contains("Ann Berg"));
        Await.until(
                "on the first device",
                BOUND,
                () -> ann.halo().identity().orElseThrow().name().equals("Ann Berg"));
        assertThat(shared.members())
                .hasSize(2)
                .allMatch(member -> !member.name().contains("Lee"));
        ann.close();
        Client again = open("ann");
        assertThat(again.halo().identity().orElseThrow().name()).isEqualTo("Ann Berg");
        assertThatThrownBy(() -> again.halo().rename("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Of a client with one device the personal space is closed until it is asked for. */
    @Test
    void aSpaceThatIsJoinedLaterHearsTheNewName() {
        Client ann = open("ann");
        ann.halo().rename("Ann Lee");
        ann.close();
        Client again = open("ann");
        Client bob = open("bob");
        Space shared = meet(bob, again);
        Await.until("heard by bob", BOUND, () -> names(shared).contains("Ann Lee"));
        again.halo().lock();
        assertThat(again.halo().identity().orElseThrow().name()).isEqualTo("Ann Lee");
    }

    private static List<String> names(Space space) {
        return space.members().stream().map(Member::name).toList();
    }
}
