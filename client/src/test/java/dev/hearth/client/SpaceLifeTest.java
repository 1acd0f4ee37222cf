package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Spaces are closed, opened, left, deleted and forgotten, as an application does it. */
final class SpaceLifeTest extends ClientsInMemory {
    record Note(String title) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    private Path data(String client, SpaceId space) {
        return folder.resolve(client)
                .resolve("spaces")
                .resolve(space.value().slice(0, 8).hex());
    }

    private static List<KnownSpace.State> states(Client client) {
        return client.spaces().all().stream()
                .filter(space -> !space.personal())
                .map(KnownSpace::state)
                .toList();
    }

    private static IdentityId id(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static void awaitNote(Space space, Ref<Note> note) {
        Await.until("the note", BOUND, () -> space.find(note).isPresent());
    }

    @Test
    void aClosedSpaceStaysClosedOverARestartAndKeepsItsDataAndName() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Space work = ann.spaces().create("Work");
        Ref<Note> note = home.put(new Note("kept"));
        ann.spaces().close(home.id());
        ann.spaces().close(home.id());
        assertRefused(ErrorCode.CLOSED, () -> home.get(note));
        assertRefused(ErrorCode.CLOSED, home::name);
        assertRefused(ErrorCode.CLOSED, home::members);
        assertRefused(ErrorCode.CLOSED, () -> home.invite(Role.READER));
        assertRefused(ErrorCode.CLOSED, () -> home.properties());
        assertRefused(ErrorCode.CLOSED, home::spaceStatus);
        assertRefused(ErrorCode.CLOSED, () -> ann.spaces().get(home.id()));
        assertThat(ann.spaces().list()).containsExactly(work);
        assertThat(states(ann)).containsExactly(KnownSpace.State.CLOSED, KnownSpace.State.OPEN);
        ann.close();
        assertThat(ann.spaces().list()).isEmpty();
        assertRefused(ErrorCode.CLOSED, () -> ann.spaces().create("Late"));
        assertRefused(ErrorCode.CLOSED, () -> ann.spaces().open(home.id()));

        Client again = open("ann");
        assertThat(again.spaces().list()).extracting(Space::name).containsExactly("Work");
        KnownSpace known = again.spaces().all().stream()
                .filter(space -> space.id().equals(home.id()))
                .findFirst()
                .orElseThrow();
        assertThat(known.name()).isEqualTo("Home");
        assertThat(known.state()).isEqualTo(KnownSpace.State.CLOSED);
        Space opened = again.spaces().open(home.id());
        assertThat(opened.get(note)).isEqualTo(new Note("kept"));
        assertThat(again.spaces().open(home.id())).isSameAs(opened);
        assertThat(again.spaces().list())
                .as("the order in which they came")
                .containsExactly(opened, again.spaces().get(work.id()));
        again.close();
        assertThat(open("ann").spaces().list()).extracting(Space::name).containsExactly("Home", "Work");
    }

    @Test
    void aClosedSpaceMeetsNobodyAndCatchesUpWhenItIsOpened() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Ref<Note> first = home.put(new Note("first"));
        Space same = join(bob, home.invite(Role.WRITER));
        awaitNote(same, first);
        same.close();
        assertThat(bob.spaces().list()).isEmpty();
        Await.until(
                "the end of the session",
                BOUND,
                () -> home.spaceStatus().peers().isEmpty());
        Ref<Note> second = home.put(new Note("second"));
        awaitNote(bob.spaces().open(home.id()), second);
    }

    @Test
    void anInvitationGoesOnWhenItsSpaceIsOpenedAgain() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Invitation invitation = home.invite(Role.WRITER);
        ann.spaces().close(home.id());
        ann.close();
        open("ann").spaces().open(home.id());
        assertThat(join(open("bob"), invitation).id()).isEqualTo(home.id());
    }

    @Test
    void nameAndPropertiesAreReplicatedAndMergedByKey() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        home.properties().set("colour", "green");
        Space same = join(bob, home.invite(Role.WRITER));
        Await.until("the name", BOUND, () -> same.name().equals("Home"));
        bob.mesh().pause();
        home.rename("House");
        home.properties().set("colour", "blue");
        same.properties().set("purpose", "living");
        bob.mesh().resume();
        Await.until("one version", BOUND, () -> home.version().equals(same.version()));
        assertThat(same.name()).isEqualTo("House");
        assertThat(home.properties().all())
                .isEqualTo(same.properties().all())
                .isEqualTo(Map.of("colour", "blue", "purpose", "living"));
        home.properties().remove("colour");
        assertThat(home.properties().get("colour")).isEmpty();
        assertThat(home.properties().get("purpose")).contains("living");
        assertThatThrownBy(() -> home.rename(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> home.properties().set("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> home.properties().set("k", "x".repeat(4_097)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ann.spaces().create("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePersonalSpaceComesWithTheIdentityAndStaysItsOwn() {
        assertRefused(
                ErrorCode.NO_IDENTITY,
                () -> openWithoutIdentity("nobody").spaces().personal());
        Client ann = open("ann");
        assertThat(ann.spaces().all()).singleElement().satisfies(known -> {
            assertThat(known.personal()).isTrue();
            assertThat(known.name()).isEqualTo("Personal");
        });
        Space personal = ann.spaces().personal();
        assertThat(personal.isPersonal()).isTrue();
        assertThat(personal.name()).isEqualTo("Personal");
        assertThat(ann.spaces().personal())
                .isSameAs(personal)
                .isSameAs(ann.spaces().get(personal.id()));
        assertThat(ann.spaces().list()).isEmpty();
        Ref<Note> note = personal.put(new Note("mine"));
        assertRefused(ErrorCode.SPACE_PERSONAL, () -> personal.invite(Role.READER));
        assertRefused(ErrorCode.SPACE_PERSONAL, () -> ann.spaces().leave(personal.id()));
        assertRefused(ErrorCode.SPACE_PERSONAL, () -> ann.spaces().delete(personal.id()));
        assertRefused(ErrorCode.SPACE_PERSONAL, () -> ann.spaces().forget(personal.id()));
        ann.close();
        Client again = open("ann");
        assertThat(again.spaces().personal().id()).isEqualTo(personal.id());
        assertThat(again.spaces().personal().get(note)).isEqualTo(new Note("mine"));
        again.spaces().close(personal.id());
        assertThat(again.spaces().personal().get(note)).isEqualTo(new Note("mine"));
    }

    @Test
    void whoLeavesTellsThoseWhoAreConnectedAndKeepsNothing() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space same = join(bob, home.invite(Role.WRITER));
        Ref<Note> note = same.put(new Note("of Bob"));
        bob.spaces().leave(home.id());
        assertThat(bob.spaces().list()).isEmpty();
        assertThat(states(bob)).as("everybody knows, nothing is left").isEmpty();
        assertThat(data("bob", home.id())).doesNotExist();
        assertThat(home.get(note)).as("passed on before the end").isEqualTo(new Note("of Bob"));
        assertThat(home.members()).extracting(Member::name).containsExactly("ann");
        assertRefused(ErrorCode.CLOSED, () -> same.put(new Note("late")));
        assertRefused(ErrorCode.SPACE_UNKNOWN, () -> bob.spaces().get(home.id()));
        bob.close();
        assertThat(states(open("bob"))).isEmpty();
    }

    @Test
    void whoLeavesAloneTellsTheNextMemberThatIsMet() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space same = join(bob, home.invite(Role.WRITER));
        Ref<Note> note = same.put(new Note("of Bob"));
        awaitNote(home, note);
        ann.close();
        Await.until("being alone", BOUND, () -> same.spaceStatus().peers().isEmpty());
        bob.spaces().leave(home.id());
        assertThat(bob.spaces().list()).isEmpty();
        assertThat(states(bob)).containsExactly(KnownSpace.State.LEFT);
        assertThat(data("bob", home.id())).doesNotExist();
        assertRefused(ErrorCode.SPACE_UNKNOWN, () -> bob.spaces().open(home.id()));
        bob.close();
        Client later = open("bob");
        assertThat(states(later)).containsExactly(KnownSpace.State.LEFT);
        Space back = open("ann").spaces().get(home.id());
        Await.until("the news", BOUND, () -> back.members().size() == 1);
        Await.until("the end of telling", BOUND, () -> states(later).isEmpty());
        assertThat(back.get(note)).isEqualTo(new Note("of Bob"));
    }

    @Test
    void theOwnerLeavesOnlyAfterHandingTheSpaceOver() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space same = join(bob, home.invite(Role.WRITER));
        assertRefused(ErrorCode.OWNER_STAYS, () -> ann.spaces().leave(home.id()));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> same.transferOwnership(id(bob)));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> bob.spaces().delete(home.id()));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> bob.spaces().forget(home.id()));
        bob.spaces().close(home.id());
        assertRefused(ErrorCode.NOT_PERMITTED, () -> bob.spaces().delete(home.id()));
        assertThat(states(bob)).as("what was refused opens nothing").containsExactly(KnownSpace.State.CLOSED);
        Space reopened = bob.spaces().open(home.id());
        Ref<Note> note = home.put(new Note("still open"));
        home.transferOwnership(id(bob));
        assertThat(home.role()).contains(Role.ADMIN);
        Await.until("the new owner", BOUND, () -> reopened.role().equals(java.util.Optional.of(Role.OWNER)));
        ann.spaces().leave(home.id());
        assertThat(states(ann)).isEmpty();
        assertThat(reopened.members()).extracting(Member::role).containsExactly(Role.OWNER);
        awaitNote(reopened, note);
    }

    @Test
    void whoLeftComesBackByAnotherInvitationAndWritesOn() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Space same = join(bob, home.invite(Role.WRITER));
        Ref<Note> before = same.put(new Note("before"));
        bob.spaces().leave(home.id());
        Space again = join(bob, home.invite(Role.WRITER));
        awaitNote(again, before);
        Await.until("the right to write", BOUND, () -> {
            try {
                again.put(new Note("after"));
                return true;
            } catch (dev.hearth.base.HearthException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED);
                return false;
            }
        });
        Await.until("all of it", BOUND, () -> home.query(Note.class).count() == 2);
        assertThat(home.status().frozen()).isEmpty();
        assertThat(again.status().frozen()).isEmpty();
    }

    @Test
    void membersAreRemovedAndTheirRolesChange() {
        Client ann = open("ann");
        Client bob = open("bob");
        Client carl = open("carl");
        Space home = ann.spaces().create("Home");
        Space atBob = join(bob, home.invite(Role.READER));
        Space atCarl = join(carl, home.invite(Role.WRITER));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> atBob.changeRole(id(bob), Role.ADMIN));
        home.changeRole(id(bob), Role.WRITER);
        Await.until("the role", BOUND, () -> atBob.role().equals(java.util.Optional.of(Role.WRITER)));
        Ref<Note> ofCarl = atCarl.put(new Note("of Carl"));
        awaitNote(home, ofCarl);
        home.remove(id(carl));
        Await.until("the removal at who was removed", BOUND, () -> atCarl.role().isEmpty());
        assertRefused(ErrorCode.NOT_PERMITTED, () -> atCarl.put(new Note("late")));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> carl.spaces().leave(home.id()));
        assertRefused(ErrorCode.MEMBER_UNKNOWN, () -> home.remove(id(carl)));
        assertThatThrownBy(() -> home.remove(id(ann))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> home.changeRole(id(bob), Role.OWNER)).isInstanceOf(IllegalArgumentException.class);
        assertRefused(ErrorCode.NOT_PERMITTED, () -> home.changeRole(id(ann), Role.READER));
        assertThat(home.get(ofCarl)).as("up to the cut").isEqualTo(new Note("of Carl"));
        Ref<Note> next = home.put(new Note("without Carl"));
        awaitNote(atBob, next);
        assertThat(atCarl.find(next)).isEmpty();
        carl.spaces().forget(home.id());
        assertThat(data("carl", home.id())).doesNotExist();
        assertThat(states(carl)).isEmpty();
    }

    @Test
    void aDeletedSpaceIsWipedHereAndACopyStaysWithMembersUntilTheyForgetIt() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Ref<Note> note = home.put(new Note("to be deleted"));
        Space same = join(bob, home.invite(Role.WRITER));
        awaitNote(same, note);
        ann.spaces().delete(home.id());
        assertThat(ann.spaces().list()).isEmpty();
        assertThat(states(ann)).as("everybody knows, nothing is left").isEmpty();
        assertThat(data("ann", home.id())).doesNotExist();
        assertRefused(ErrorCode.CLOSED, home::name);
        Await.until("the end at Bob", BOUND, () -> states(bob).equals(List.of(KnownSpace.State.DELETED)));
        KnownSpace known = bob.spaces().all().get(1);
        assertThat(known.endedBy()).contains(id(ann));
        assertThat(known.endedAt()).isPresent();
        assertThat(known.name()).isEqualTo("Home");
        assertThat(bob.spaces().list()).isEmpty();
        assertRefused(ErrorCode.CLOSED, () -> same.get(note));
        assertRefused(ErrorCode.SPACE_DELETED, () -> bob.spaces().get(home.id()));
        assertRefused(ErrorCode.SPACE_DELETED, () -> bob.spaces().leave(home.id()));
        bob.spaces().close(home.id());

        bob.close();
        Client again = open("bob");
        assertThat(again.spaces().list()).isEmpty();
        Space copy = again.spaces().open(home.id());
        assertThat(copy.get(note)).isEqualTo(new Note("to be deleted"));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> copy.put(new Note("late")));
        assertRefused(ErrorCode.SPACE_DELETED, () -> copy.invite(Role.READER));
        assertThat(states(again)).containsExactly(KnownSpace.State.DELETED);
        again.spaces().forget(home.id());
        assertRefused(ErrorCode.CLOSED, () -> copy.get(note));
        assertThat(states(again)).isEmpty();
        assertThat(data("bob", home.id())).doesNotExist();
        assertRefused(ErrorCode.SPACE_UNKNOWN, () -> again.spaces().forget(home.id()));
    }

    @Test
    void whoWasAwayLearnsOfTheDeletionFromWhoeverIsMetFirst() {
        Client ann = open("ann");
        Client bob = open("bob");
        Client carl = open("carl");
        Space home = ann.spaces().create("Home");
        join(bob, home.invite(Role.WRITER));
        Space atCarl = join(carl, home.invite(Role.WRITER));
        Ref<Note> note = home.put(new Note("for all"));
        awaitNote(atCarl, note);
        carl.close();
        ann.spaces().delete(home.id());
        Await.until("the end at Bob", BOUND, () -> states(bob).equals(List.of(KnownSpace.State.DELETED)));
        assertThat(states(ann)).as("Carl is not told yet").containsExactly(KnownSpace.State.DELETED);
        assertThat(data("ann", home.id())).doesNotExist();
        assertRefused(ErrorCode.SPACE_DELETED, () -> ann.spaces().open(home.id()));
        ann.close();
        Client later = open("carl");
        Await.until("the end at Carl", BOUND, () -> states(later).equals(List.of(KnownSpace.State.DELETED)));
        Client back = open("ann");
        Await.until("the end of telling", BOUND, () -> states(back).isEmpty());
        assertThat(Files.exists(data("carl", home.id()))).as("a copy to read").isTrue();
    }

    @Test
    void nothingIsWaitedForWhereNobodyElseIs() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        home.put(new Note("mine"));
        ann.spaces().close(home.id());
        ann.spaces().delete(home.id());
        assertThat(states(ann)).isEmpty();
        assertThat(data("ann", home.id())).doesNotExist();
        assertRefused(ErrorCode.SPACE_UNKNOWN, () -> ann.spaces().delete(home.id()));
    }
}
