package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a removed member wrote that its remover had not seen: withheld, listed, and accepted late. */
final class RemovedMembersTest extends ClientsInMemory {
    record Note(String title) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    private Client ann;
    private Client bob;
    private Client carl;
    private Space annSpace;
    private Space bobSpace;
    private Space carlSpace;
    private Ref<Note> late;

    /** Ann removes Bob while she is offline; Carl has what Bob wrote meanwhile, and hears of the removal from Ann. */
    @BeforeEach
    void removeBobUnseen() {
        ann = open("ann");
        bob = open("bob");
        carl = open("carl");
        annSpace = ann.spaces().create("Home");
        bobSpace = join(bob, annSpace.invite(Role.WRITER));
        carlSpace = join(carl, annSpace.invite(Role.WRITER));
        Ref<Note> early = bobSpace.put(new Note("early"));
        awaitNote(annSpace, early);
        awaitNote(carlSpace, early);
        ann.mesh().pause();
        late = bobSpace.put(new Note("late"));
        bobSpace.put(new Note("later"));
        Await.until(
                "what Bob wrote, with Carl",
                BOUND,
                () -> carlSpace.query(Note.class).count() == 3);
        bob.mesh().pause();
        annSpace.remove(id(bob));
    }

    private static IdentityId id(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static void awaitNote(Space space, Ref<Note> note) {
        Await.until("the note", BOUND, () -> space.find(note).isPresent());
    }

    private static void awaitWithheld(Space space, int devices) {
        Await.until("what is withheld", BOUND, () -> space.withheld().size() == devices);
    }

    private static List<String> titles(Space space) {
        return space.query(Note.class).orderBy(Note::title).list().stream()
                .map(row -> row.value().title())
                .toList();
    }

    @Test
    void whatIsWithheldIsListedAndTold() {
        List<List<Withheld>> told = new CopyOnWriteArrayList<>();
        List<List<String>> seen = new CopyOnWriteArrayList<>();
        Subscription subscription = carlSpace.onWithheld(Runnable::run, withheld -> {
            told.add(withheld);
            seen.add(titles(carlSpace));
        });
        ann.mesh().resume();
        awaitWithheld(annSpace, 1);
        awaitWithheld(carlSpace, 1);
        Withheld withheld = annSpace.withheld().get(0);
        assertThat(withheld.member()).isEqualTo(id(bob));
        assertThat(withheld.name()).isEqualTo("bob");
        assertThat(withheld.device())
                .isEqualTo(bob.halo().identity().orElseThrow().device());
        assertThat(withheld.blocks()).isEqualTo(2);
        assertThat(carlSpace.withheld()).containsExactly(withheld);
        assertThat(annSpace.spaceStatus().withheld()).containsExactly(withheld);
        assertThat(titles(annSpace)).containsExactly("early");
        Await.until("word of it", BOUND, () -> !told.isEmpty());
        assertThat(told).containsExactly(List.of(withheld));
        assertThat(seen).as("the commit came before").containsExactly(List.of("early"));
        subscription.close();
        assertThat(bobSpace.withheld()).isEmpty();
        assertThat(titles(bobSpace)).containsExactly("early", "late", "later");
    }

    @Test
    void anAdminAcceptsWhatWasSeenAndNoMore() {
        ann.mesh().resume();
        awaitWithheld(annSpace, 1);
        awaitWithheld(carlSpace, 1);
        Withheld both = annSpace.withheld().get(0);
        Withheld one = new Withheld(both.member(), both.name(), both.device(), both.first(), both.first());
        Withheld more = new Withheld(both.member(), both.name(), both.device(), both.first(), both.last() + 1);
        assertRefused(ErrorCode.NOT_PERMITTED, () -> carlSpace.acceptLate(both));
        assertRefused(ErrorCode.NOTHING_WITHHELD, () -> annSpace.acceptLate(more));

        List<List<Withheld>> told = new CopyOnWriteArrayList<>();
        carlSpace.onWithheld(Runnable::run, told::add);
        annSpace.acceptLate(one);
        assertThat(annSpace.withheld()).extracting(Withheld::blocks).containsExactly(1L);
        assertRefused(ErrorCode.NOTHING_WITHHELD, () -> annSpace.acceptLate(one));
        awaitNote(annSpace, late);
        awaitNote(carlSpace, late);
        assertThat(titles(carlSpace)).containsExactly("early", "late");
        annSpace.acceptLate(annSpace.withheld().get(0));
        assertThat(annSpace.withheld()).isEmpty();
        awaitWithheld(carlSpace, 0);
        Await.until("all of it", BOUND, () -> told.size() == 2);
        assertThat(titles(carlSpace)).containsExactly("early", "late", "later");
        assertThat(told).extracting(List::size).containsExactly(1, 0);
        assertRefused(ErrorCode.NOTHING_WITHHELD, () -> annSpace.acceptLate(both));
    }

    @Test
    void whatAnotherMemberBuiltOnCounts() {
        carlSpace.update(late, note -> new Note("late, and corrected"));
        ann.mesh().resume();
        awaitNote(annSpace, late);
        assertThat(titles(annSpace)).containsExactly("early", "late, and corrected", "later");
        assertThat(annSpace.withheld()).isEmpty();
        assertThat(carlSpace.withheld()).isEmpty();
    }

    @Test
    void whoIsAdmittedAgainHasAllThatItWrote() {
        ann.mesh().resume();
        awaitWithheld(annSpace, 1);
        awaitWithheld(carlSpace, 1);
        bob.mesh().resume();
        Invitation again = annSpace.invite(Role.WRITER);
        bobSpace = join(bob, again);
        awaitNote(annSpace, late);
        awaitNote(carlSpace, late);
        assertThat(annSpace.withheld()).isEmpty();
        Ref<Note> next = bobSpace.put(new Note("back"));
        awaitNote(carlSpace, next);
    }

    @Test
    void allOfThisIsKeptOverARestart() {
        ann.mesh().resume();
        awaitWithheld(annSpace, 1);
        List<Withheld> before = annSpace.withheld();
        ann.close();
        carl.close();
        ann = open("ann");
        annSpace = ann.spaces().get(annSpace.id());
        assertThat(annSpace.withheld()).isEqualTo(before);
        annSpace.acceptLate(before.get(0));
        awaitNote(annSpace, late);
        ann.close();
        assertRefused(ErrorCode.CLOSED, annSpace::withheld);
        assertRefused(ErrorCode.CLOSED, () -> annSpace.acceptLate(before.get(0)));
    }
}
