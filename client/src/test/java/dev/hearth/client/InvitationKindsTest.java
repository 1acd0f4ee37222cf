package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The kinds of invitations, as guest, inviter and other members see them, over restarts of each. */
final class InvitationKindsTest extends ClientsInMemory {
    record Note(String title) {}

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final InvitationOptions BY_LINK =
            InvitationOptions.of(Role.WRITER).byLink();

    private static IdentityId id(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static void assertTurnedAway(ErrorCode code, CompletableFuture<Space> attempt) {
        assertThatThrownBy(attempt::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static Invitation only(Space space) {
        assertThat(space.invitations()).hasSize(1);
        return space.invitations().get(0);
    }

    private static Invitation byLink(Space space) {
        return space.invitations().stream()
                .filter(each -> each.code().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLinkAloneAdmitsAsManyAsItIsFor() {
        Space home = open("ann").spaces().create("Home");
        Ref<Note> note = home.put(new Note("milk"));
        Invitation invitation = home.invite(BY_LINK);
        assertThat(invitation.code()).isEmpty();
        List<JoinState> states = Collections.synchronizedList(new ArrayList<>());
        Client bob = open("bob");
        Space same = bob.spaces()
                .join(invitation.link(), "", Runnable::run, states::add)
                .join();
        Await.until("the note", BOUND, () -> same.find(note).isPresent());
        assertThat(states).containsExactly(JoinState.CONNECTING, JoinState.PROVING, JoinState.FETCHING);
        assertThat(invitation.accepted().join()).isEqualTo(new Member(id(bob), "bob", Role.WRITER));
        assertThat(invitation.admitted()).containsExactly(id(bob));
        assertThat(invitation.state()).isEqualTo(Invitation.State.SPENT);
        assertThat(invitation.surplus()).isZero();
        assertTurnedAway(ErrorCode.INVITATION_SPENT, open("eve").spaces().join(invitation.link()));
        assertThat(home.members()).hasSize(2);
        assertThat(same.invitations()).as("a writer admits nobody").isEmpty();
    }

    @Test
    void anotherAdminLetsGuestsInWhileTheInviterIsAway() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space ofBob = join(bob, home.invite(Role.ADMIN));
        Invitation invitation = home.invite(BY_LINK.uses(2));
        String link = invitation.link();
        IdentityId annId = id(ann);
        Await.until("the invitation", BOUND, () -> ofBob.invitations().size() == 1);
        ann.close();
        Client carl = open("carl");
        Space ofCarl = carl.spaces().join(link).join();
        assertThat(ofCarl.role()).contains(Role.WRITER);
        Invitation there = only(ofBob);
        assertThat(there.link()).as("the secret is with the inviter alone").isEmpty();
        assertThat(there.inviter()).isEqualTo(annId);
        assertThat(there.admitted()).containsExactly(id(carl));
        Space again = open("ann").spaces().get(home.id());
        Await.until("the news", BOUND, () -> byLink(again).admitted().size() == 1);
        assertThat(byLink(again).link()).isEqualTo(link);
        assertThat(byLink(again).state()).isEqualTo(Invitation.State.OPEN);
    }

    @Test
    void anInvitationForOneIsOfUseToNobodyElse() {
        Client bob = open("bob");
        Space home = open("ann").spaces().create("Home");
        Invitation invitation = home.invite(InvitationOptions.of(Role.READER).onlyFor(id(bob)));
        assertThat(invitation.guest()).contains(id(bob));
        assertTurnedAway(ErrorCode.INVITATION_NOT_FOR_YOU, open("eve").spaces().join(invitation.link()));
        assertThat(bob.spaces().join(invitation.link()).join().role()).contains(Role.READER);
    }

    @Test
    void guestsWaitUntilAMemberApprovesOrDeclines() {
        Space home = open("ann").spaces().create("Home");
        Client bob = open("bob");
        Client eve = open("eve\u202Enimda");
        for (InvitationOptions options : List.of(
                BY_LINK.uses(5).onApproval(),
                InvitationOptions.of(Role.READER).uses(5).onApproval())) {
            Invitation invitation = home.invite(options);
            List<JoinState> states = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Space> waiting =
                    eve.spaces().join(invitation.link(), invitation.code(), Runnable::run, states::add);
            Await.until("the request", BOUND, () -> invitation.requests().size() == 1);
            JoinRequest request = invitation.requests().get(0);
            assertThat(request.guest()).isEqualTo(id(eve));
            assertThat(request.name()).isEqualTo("eve\uFFFDnimda");
            assertThat(request.digits()).isEqualTo(eve.spaces().digits(invitation.link()));
            Await.until("the guest", BOUND, () -> states.contains(JoinState.WAITING_FOR_APPROVAL));
            assertThat(waiting).isNotDone();
            invitation.decline(id(eve));
            assertTurnedAway(ErrorCode.INVITATION_DECLINED, waiting);
            assertTurnedAway(ErrorCode.INVITATION_DECLINED, eve.spaces().join(invitation.link(), invitation.code()));
            assertRefused(ErrorCode.INVITATION_UNKNOWN, () -> invitation.approve(id(eve)));
            assertThat(invitation.admitted()).isEmpty();
        }
        Invitation invitation = home.invite(BY_LINK.onApproval());
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        invitation.onRequests(Runnable::run, requests -> heard.add(requests.size()));
        CompletableFuture<Space> waiting = bob.spaces().join(invitation.link());
        Await.until("the request", BOUND, () -> heard.contains(1));
        invitation.approve(id(bob));
        assertThat(waiting.join().role()).contains(Role.WRITER);
        assertThat(invitation.requests()).isEmpty();
        assertThat(home.members()).hasSize(2);
    }

    /** The guest's process and the host's end between the request and its approval; nothing is used twice. */
    @Test
    void aRequestOutlivesRestartsOfBothSides() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Client bob = open("bob");
        String link = home.invite(BY_LINK.onApproval()).link();
        CompletableFuture<Space> broken = bob.spaces().join(link);
        Await.until("the request", BOUND, () -> only(home).requests().size() == 1);
        bob.close();
        assertTurnedAway(ErrorCode.CLOSED, broken);
        ann.close();

        Space again = open("ann").spaces().get(home.id());
        assertThat(only(again).requests()).extracting(JoinRequest::name).containsExactly("bob");
        only(again).approve(only(again).requests().get(0).guest());
        assertThat(again.members()).hasSize(2);
        assertThat(only(again).state()).isEqualTo(Invitation.State.SPENT);
        Space same = open("bob").spaces().join(link).join();
        assertThat(same.role()).contains(Role.WRITER);
        assertThat(only(again).admitted()).hasSize(1);
    }

    /** Wrong codes are counted over restarts of the inviter and of the guest, and over identities. */
    @Test
    void a16AttemptsOutliveRestarts() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Invitation invitation = home.invite(Role.WRITER);
        String link = invitation.link();
        String code = invitation.code();
        String wrong = code.equals("0000-0000") ? "0000-0001" : "0000-0000";
        assertTurnedAway(ErrorCode.CODE_WRONG, open("eve").spaces().join(link, wrong));
        ann.close();
        Space again = open("ann").spaces().get(home.id());
        assertThat(only(again).code()).isEqualTo(code);
        assertTurnedAway(ErrorCode.CODE_WRONG, open("eve2").spaces().join(link, wrong));
        assertTurnedAway(ErrorCode.CODE_WRONG, open("eve3").spaces().join(link, wrong));
        assertThat(only(again).state()).isEqualTo(Invitation.State.SPENT);
        assertTurnedAway(ErrorCode.INVITATION_SPENT, open("bob").spaces().join(link, code));
    }

    @Test
    void whatIsCancelledTellsItsGuestsAndIsListed() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space ofBob = join(bob, home.invite(Role.ADMIN));
        Invitation byCode = home.invite(Role.READER);
        Invitation byLink = home.invite(BY_LINK.onApproval());
        Client eve = open("eve");
        CompletableFuture<Space> waiting = eve.spaces().join(byLink.link());
        Await.until("the request", BOUND, () -> byLink.requests().size() == 1);
        byCode.cancel();
        assertTurnedAway(ErrorCode.INVITATION_CANCELLED, eve.spaces().join(byCode.link(), byCode.code()));
        Await.until("the invitation", BOUND, () -> ofBob.invitations().size() == 1);
        only(ofBob).cancel();
        assertTurnedAway(ErrorCode.INVITATION_CANCELLED, waiting);
        Await.until("the news", BOUND, () -> byLink.state() == Invitation.State.CANCELLED);
        assertThatThrownBy(() -> byLink.accepted().join()).hasCauseInstanceOf(HearthException.class);
        assertThat(home.invitations())
                .extracting(Invitation::state)
                .as("with the one that admitted Bob")
                .containsExactlyInAnyOrder(
                        Invitation.State.SPENT, Invitation.State.CANCELLED, Invitation.State.CANCELLED);
        assertThat(byLink.requests()).isEmpty();
    }

    @Test
    void joiningAgainReturnsTheSpaceWithTheRoleThatOneHas() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space same = join(bob, home.invite(Role.WRITER));
        Invitation byLink = home.invite(InvitationOptions.of(Role.READER).byLink());
        Invitation byCode = home.invite(Role.ADMIN);
        assertThat(bob.spaces().join(byLink.link()).join()).isSameAs(same);
        assertThat(join(bob, byCode)).isSameAs(same);
        assertThat(same.role()).contains(Role.WRITER);
        assertThat(byCode.admitted()).isEmpty();
        assertThat(byCode.state()).isEqualTo(Invitation.State.OPEN);
        assertThat(ann.spaces().join(byLink.link()).join()).as("the own link").isSameAs(home);
        assertThat(join(ann, byCode)).isSameAs(home);
    }

    @Test
    void whoWasRemovedDoesNotComeBackByTheSameLink() {
        Client bob = open("bob");
        Space home = open("ann").spaces().create("Home");
        Invitation invitation = home.invite(BY_LINK.uses(5));
        Space same = bob.spaces().join(invitation.link()).join();
        home.remove(id(bob));
        Await.until("the news", BOUND, () -> same.role().isEmpty());
        bob.spaces().forget(home.id());
        assertTurnedAway(ErrorCode.NOT_PERMITTED, bob.spaces().join(invitation.link()));
        assertThat(bob.spaces().join(home.invite(BY_LINK).link()).join().role()).contains(Role.WRITER);
    }

    @Test
    void aLinkThatNeedsACodeSaysSoAndOneThatIsNoneToo() {
        Client bob = open("bob");
        Invitation invitation = open("ann").spaces().create("Home").invite(Role.WRITER);
        assertTurnedAway(ErrorCode.CODE_NEEDED, bob.spaces().join(invitation.link()));
        assertRefused(
                ErrorCode.INVITATION_MALFORMED,
                () -> bob.spaces().join("hearth://join#AAAA").join());
        assertRefused(ErrorCode.INVITATION_MALFORMED, () -> bob.spaces().digits("http://example.org/"));
    }

    /** The last attempt is counted from its beginning, and is not lost by that. */
    @Test
    void theLastAttemptMayBeRight() {
        Space home = open("ann").spaces().create("Home");
        Invitation invitation = home.invite(Role.WRITER);
        String wrong = invitation.code().equals("0000-0000") ? "0000-0001" : "0000-0000";
        Client bob = open("bob");
        for (int i = 0; i < 2; i++) {
            assertTurnedAway(ErrorCode.CODE_WRONG, bob.spaces().join(invitation.link(), wrong));
        }
        assertThat(invitation.state()).isEqualTo(Invitation.State.OPEN);
        assertThat(join(bob, invitation).id()).isEqualTo(home.id());
        assertThat(invitation.accepted().join().id()).isEqualTo(id(bob));
    }

    @Test
    void thirdWrongCodeEndsIt() {
        Invitation invitation = open("ann").spaces().create("Home").invite(Role.WRITER);
        String wrong = invitation.code().equals("0000-0000") ? "0000-0001" : "0000-0000";
        for (int i = 0; i < 3; i++) {
            assertThat(invitation.accepted()).isNotDone();
            assertTurnedAway(ErrorCode.CODE_WRONG, open("eve" + i).spaces().join(invitation.link(), wrong));
        }
        Await.until("it is spent", BOUND, () -> invitation.state() == Invitation.State.SPENT);
        Await.until("it is told", BOUND, () -> invitation.accepted().isCompletedExceptionally());
    }
}
