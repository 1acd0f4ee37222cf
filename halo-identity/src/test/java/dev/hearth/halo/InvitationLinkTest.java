package dev.hearth.halo;

import static dev.hearth.halo.TestDesk.BINDING;
import static dev.hearth.halo.TestDesk.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invitations by link: what is said in the space, and what any of its hosts does with a guest. */
final class InvitationLinkTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity bob = People.person("Bob");
    private final LocalIdentity carl = People.person("Carl");
    private final LocalIdentity dora = People.person("Dora");
    private final SpaceCredentials space = People.space(ann);

    @BeforeEach
    void bobIsAdmin() {
        space.admit(ann, bob.chain(), Role.ADMIN);
    }

    @Test
    void anotherMemberLetsTheGuestIn() throws MalformedException {
        InvitationKey key = TestDesk.delegate(space, ann, TestDesk.terms(1));
        DelegatedInvitation said = TestDesk.said(space, key.id());
        assertThat(said)
                .isEqualTo(new DelegatedInvitation(key.id(), key.publicKey(), TestDesk.terms(1), ann.id(), false));
        SpaceCredentials ofBob = People.copy(space);
        SpaceCredentials joined =
                TestDesk.joined(TestDesk.of(ofBob, bob, key.id()).withKey(carl, key));
        assertThat(joined.authority().roleOf(carl.id())).contains(Role.WRITER);
        assertThat(new SpaceKeys(joined, carl).topic()).isEqualTo(new SpaceKeys(space, ann).topic());
        People.sync(space, ofBob);
        assertThat(space.authority().admittedBy(key.id())).containsExactly(carl.id());
        assertThatThrownBy(() -> TestDesk.of(space, ann, key.id()).withKey(dora, key))
                .as("every host knows that it is used")
                .satisfies(is(ErrorCode.INVITATION_SPENT));
        assertThat(TestDesk.joined(TestDesk.of(space, ann, key.id()).withKey(carl, key))
                        .id())
                .as("at the other host, after an interruption")
                .isEqualTo(space.id());
    }

    /** Neither is undone: both are members, and everybody sees that there is one too many. */
    @Test
    void twoHostsWhoLetInTheLastGuestAtOnceHaveBothAdmitted() throws MalformedException {
        InvitationKey key = TestDesk.delegate(space, ann, TestDesk.terms(1));
        SpaceCredentials ofBob = People.copy(space);
        TestDesk.of(space, ann, key.id()).withKey(carl, key);
        TestDesk.of(ofBob, bob, key.id()).withKey(dora, key);
        People.sync(space, ofBob);
        for (SpaceCredentials each : java.util.List.of(space, ofBob)) {
            assertThat(each.authority().roleOf(carl.id())).contains(Role.WRITER);
            assertThat(each.authority().roleOf(dora.id())).contains(Role.WRITER);
            assertThat(each.authority().admittedBy(key.id())).containsExactlyInAnyOrder(carl.id(), dora.id());
        }
    }

    @Test
    void whoCancelsItTellsAllHosts() throws MalformedException {
        InvitationKey key = TestDesk.delegate(space, ann, TestDesk.terms(5));
        SpaceCredentials ofBob = People.copy(space);
        new SpaceInvitations(space).cancel(ann, key.id());
        TestDesk.of(ofBob, bob, key.id()).withKey(carl, key);
        People.sync(space, ofBob);
        assertThat(space.authority().roleOf(carl.id()))
                .as("let in by who did not know yet")
                .isPresent();
        for (LocalIdentity host : java.util.List.of(ann, bob)) {
            assertThatThrownBy(() -> TestDesk.of(ofBob, host, key.id()).withKey(dora, key))
                    .satisfies(is(ErrorCode.INVITATION_CANCELLED));
        }
    }

    @Test
    void itEndsWithTheRightOfWhoInvited() {
        InvitationKey key = TestDesk.delegate(space, bob, TestDesk.terms(5));
        space.changeRole(ann, bob.id(), Role.WRITER);
        assertThatThrownBy(() -> TestDesk.of(space, ann, key.id()).withKey(carl, key))
                .satisfies(is(ErrorCode.INVITATION_CANCELLED));
        space.changeRole(ann, bob.id(), Role.ADMIN);
        assertThat(TestDesk.said(space, key.id()).cancelled()).isFalse();
        space.remove(ann, bob.id(), Map.of());
        assertThatThrownBy(() -> TestDesk.of(space, ann, key.id()).withKey(carl, key))
                .satisfies(is(ErrorCode.INVITATION_CANCELLED));
    }

    @Test
    void whoMayNotAdmitMayNeitherInviteNorCancel() {
        space.admit(ann, carl.chain(), Role.WRITER);
        assertThatThrownBy(() -> TestDesk.delegate(space, carl, TestDesk.terms(1)))
                .satisfies(is(ErrorCode.NOT_PERMITTED));
        InvitationKey key = TestDesk.delegate(space, ann, TestDesk.terms(1));
        assertThatThrownBy(() -> new SpaceInvitations(space).cancel(carl, key.id()))
                .satisfies(is(ErrorCode.NOT_PERMITTED));
        int before = space.size();
        for (Statement forged : java.util.List.of(
                new Statement.Invite(
                        InvitationKey.generate(People.SEAMS.random()).publicKey(), TestDesk.terms(1)),
                new Statement.CancelInvite(key.id()))) {
            assertThat(space.add(Credential.sign(carl, space.id().value(), space.heads(), forged)
                            .encoded()))
                    .isInstanceOf(Addition.PassedOver.class);
        }
        assertThat(space.size()).isEqualTo(before);
    }

    @Test
    void aGuestWaitsForApprovalAndIsLetInOrTurnedDown() throws MalformedException {
        InvitationKey key = TestDesk.delegate(space, ann, TestDesk.onApproval(5));
        TestDesk desk = TestDesk.of(space, ann, key.id());
        InvitationHost host = desk.host(carl.chain(), BINDING);
        InvitationGuest guest = InvitationGuest.withKey(key, carl.chain(), BINDING);
        assertThat(TestDesk.run(guest, host)).isInstanceOf(InvitationGuest.Step.Waiting.class);
        assertThat(host.decided()).isEmpty();
        assertThat(space.authority().roleOf(carl.id())).isEmpty();
        assertThat(desk.withKey(carl, key))
                .as("asks again after a restart")
                .isInstanceOf(InvitationGuest.Step.Waiting.class);
        assertThat(desk.invitation().asking())
                .extracting(each -> each.guest().name())
                .containsExactly("Carl");

        desk.now = NOW.plusSeconds(61);
        assertThat(desk.withKey(carl, key)).as("asked in time").isInstanceOf(InvitationGuest.Step.Waiting.class);
        assertThatThrownBy(() -> desk.withKey(dora, key)).satisfies(is(ErrorCode.INVITATION_EXPIRED));
        desk.now = NOW;
        desk.admit(carl.chain(), Role.WRITER);
        desk.keep(desk.invitation().afterAdmission(carl.id()));
        InvitationGuest.Step step = guest.received(host.decided().orElseThrow());
        assertThat(TestDesk.joined(step).authority().roleOf(carl.id())).contains(Role.WRITER);
        assertThat(host.decided()).as("told once").isEmpty();

        InvitationHost other = desk.host(dora.chain(), BINDING);
        InvitationGuest asks = InvitationGuest.withKey(key, dora.chain(), BINDING);
        TestDesk.run(asks, other);
        desk.keep(desk.invitation().afterDecline(dora.id()));
        assertThatThrownBy(() -> asks.received(other.decided().orElseThrow()))
                .satisfies(is(ErrorCode.INVITATION_DECLINED));
        assertThatThrownBy(() -> desk.withKey(dora, key)).satisfies(is(ErrorCode.INVITATION_DECLINED));
        assertThat(desk.invitation().asking()).isEmpty();
    }

    @Test
    void theQueueIsBounded() throws MalformedException {
        InvitationKey key = TestDesk.delegate(space, ann, TestDesk.onApproval(1));
        TestDesk desk = TestDesk.of(space, ann, key.id());
        HostedInvitation full = desk.invitation();
        for (int i = 0; i < HostedInvitation.MOST_ASKING; i++) {
            full = full.afterAsking(bob.chain(), NOW);
        }
        desk.keep(full);
        assertThatThrownBy(() -> desk.withKey(carl, key)).satisfies(is(ErrorCode.INVITATION_BUSY));
        assertThat(HostedInvitation.decode(full.encode())).isEqualTo(full);
    }

    /** Of two invites of one key, which only who has the secret or may invite anyway can say, one holds for all. */
    @Test
    void aKeyThatIsSaidTwiceMeansTheSameToAll() {
        InvitationKey key = InvitationKey.generate(People.SEAMS.random());
        SpaceCredentials ofBob = People.copy(space);
        new SpaceInvitations(space).delegate(ann, key, TestDesk.terms(1));
        InvitationTerms other = new InvitationTerms(Role.ADMIN, NOW.plusSeconds(9), 7, false, Optional.of(dora.id()));
        new SpaceInvitations(ofBob).delegate(bob, key, other);
        People.sync(space, ofBob);
        assertThat(space.authority().invitations()).isEqualTo(ofBob.authority().invitations());
        assertThat(People.copy(ofBob).authority().invitations())
                .isEqualTo(space.authority().invitations())
                .hasSize(1);
    }

    private static Consumer<Throwable> is(ErrorCode code) {
        return thrown -> assertThat(((HearthException) thrown).code()).isEqualTo(code);
    }
}
