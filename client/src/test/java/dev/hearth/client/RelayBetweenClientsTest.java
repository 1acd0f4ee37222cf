package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Index;
import dev.hearth.echo.Presence;
import dev.hearth.echo.Ref;
import dev.hearth.echo.ReplicaStatus;
import dev.hearth.echo.Text;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member of the role of a relay, with real credentials, keys and sessions. */
final class RelayBetweenClientsTest extends ClientsInMemory {
    private static final Duration BOUND = Duration.ofSeconds(20);

    record Note(@Index String title, Text body) {}

    record Caret(int at) {}

    private static long carried(Space space) {
        return space.status().carried();
    }

    private static void awaitCarried(Space relay, Space of) {
        Await.until(
                "all blocks at the relay",
                BOUND,
                () -> carried(relay) + relay.version().blocks() == of.version().blocks());
    }

    private static long notes(Space space) {
        return space.query(Note.class).count();
    }

    private static IdentityId identity(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    /** Ends a client as the end of its process would, and opens its folder again. */
    private Client again(Client client, String name) {
        client.close();
        clients.remove(client);
        return open(name);
    }

    @ParameterizedTest
    @CsvSource({"false, FULL", "true, FULL", "false, SINCE_JOIN", "true, SINCE_JOIN"})
    void whoWasNeverThereTogetherWithTheAuthorGetsAllFromTheRelay(boolean postQuantum, HistoryPolicy history) {
        Client ann = open("ann");
        Client bob = open("bob");
        Client rita = open("rita");
        Space home = ann.spaces()
                .create("Home", SpaceOptions.defaults().postQuantum(postQuantum).history(history));
        Space bobs = join(bob, home.invite(Role.WRITER));
        Ref<Note> shared = home.put(new Note("shared", Text.of("start")));
        Await.until("what is shared", BOUND, () -> bobs.find(shared).isPresent());
        Await.until("bob may write", BOUND, () -> puts(bobs));
        SpaceId id = home.id();
        Space ritas = join(rita, home.invite(Role.RELAY));
        assertThat(ritas.role()).contains(Role.RELAY);
        bob.close();
        clients.remove(bob);

        home.text(shared, Note::body).insert(5, "ed");
        for (int i = 0; i < 50; i++) {
            home.put(new Note("n" + i, Text.of("body " + i)));
        }
        awaitCarried(ritas, home);
        ann.close();
        clients.remove(ann);

        Space stored = again(rita, "rita").spaces().get(id);
        assertThat(carried(stored)).isGreaterThan(49);
        Space back = open("bob").spaces().get(id);
        Await.until("all of it", BOUND, () -> notes(back) == 52);
        assertThat(back.get(shared).body().value()).isEqualTo("started");
        Ref<Note> answer = back.put(new Note("answer", Text.of("")));
        awaitCarried(stored, back);
        clients.get(clients.size() - 1).close();
        clients.remove(clients.size() - 1);
        Space home2 = open("ann").spaces().get(id);
        Await.until("the answer", BOUND, () -> home2.find(answer).isPresent());
    }

    private static boolean puts(Space space) {
        try {
            space.put(new Note("bob's", Text.of("")));
            return true;
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.STILL_FETCHING);
            return false;
        }
    }

    /** What a relay of a space without history was admitted after came as a state that it can't open. */
    @Test
    void aRelayThatComesToReadInASpaceWithoutHistoryGetsTheStateLikeAnybody() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home", SpaceOptions.defaults().history(HistoryPolicy.SINCE_JOIN));
        home.put(new Note("first", Text.of("")));
        Client bob = open("bob");
        Space bobs = join(bob, home.invite(Role.WRITER));
        Await.until("bob may write", BOUND, () -> puts(bobs));
        Client rita = open("rita");
        Space ritas = join(rita, home.invite(Role.RELAY));
        home.put(new Note("third", Text.of("")));
        awaitCarried(ritas, home);
        assertThat(ritas.version().blocks()).as("a state stands for the first").isPositive();
        home.changeRole(identity(rita), Role.WRITER);
        Await.until("rita may write", BOUND, () -> ritas.role().equals(Optional.of(Role.WRITER)) && puts(ritas));
        Await.until("all", BOUND, () -> notes(ritas) == 4 && notes(bobs) == 4 && notes(home) == 4);
        assertThat(ritas.verify().findings()).isEmpty();
    }

    @Test
    void aRelayOffersNothingOfTheContent() {
        Space home = open("ann").spaces().create("Home");
        Ref<Note> note = home.put(new Note("first", Text.of("")));
        Client rita = open("rita");
        Space ritas = join(rita, home.invite(Role.RELAY));
        awaitCarried(ritas, home);
        List<Runnable> refused = List.of(
                () -> ritas.find(note),
                () -> ritas.query(Note.class),
                () -> ritas.put(new Note("own", Text.of(""))),
                () -> ritas.rename("Hers"),
                () -> ritas.properties().all(),
                () -> ritas.history(note.id()),
                ritas::blobs,
                () -> ritas.presence(Caret.class),
                ritas::compact);
        refused.forEach(each -> assertRefused(ErrorCode.NOT_READABLE, each));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> ritas.invite(Role.RELAY));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> ritas.changeRole(identity(rita), Role.READER));
        assertThat(ritas.name()).isEqualTo(ritas.id().brief());
        assertThat(ritas.members()).hasSize(2);
        assertThat(ritas.version().blocks()).isZero();
        assertThat(ritas.verify().findings()).isEmpty();
        assertThat(ritas.spaceStatus().withheld()).isEmpty();
    }

    @Test
    void aRelayThatComesToReadReadsWhatItHasStoredWithoutAnybody() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Space ritas = join(open("rita"), home.invite(Role.RELAY));
        for (int i = 0; i < 30; i++) {
            home.put(new Note("n" + i, Text.of("body " + i)));
        }
        awaitCarried(ritas, home);
        long received = received(ritas);
        home.changeRole(identity(clients.get(1)), Role.WRITER);
        Await.until("the notes", BOUND, () -> ritas.role().equals(Optional.of(Role.WRITER)) && notes(ritas) == 30);
        assertThat(received(ritas)).as("blocks received").isEqualTo(received);
        assertThat(carried(ritas)).isZero();
        assertThat(ritas.name()).isEqualTo("Home");
        Ref<Note> own = ritas.put(new Note("own", Text.of("")));
        Await.until("her note", BOUND, () -> home.find(own).isPresent());
    }

    private static long received(Space space) {
        return space.spaceStatus().peers().stream()
                .map(SpaceStatus.Peer::replica)
                .mapToLong(ReplicaStatus::receivedBlocks)
                .sum();
    }

    @Test
    void whoBecomesARelayIsClosedToAndStoresOnWhatComes() {
        Space home = open("ann").spaces().create("Home");
        Client bob = open("bob");
        Space bobs = join(bob, home.invite(Role.WRITER));
        Ref<Note> before = home.put(new Note("before", Text.of("")));
        Await.until("the note", BOUND, () -> bobs.find(before).isPresent());
        home.changeRole(identity(bob), Role.RELAY);
        Await.until("the news", BOUND, () -> bobs.role().equals(Optional.of(Role.RELAY)));
        long applied = bobs.version().blocks();
        home.put(new Note("after", Text.of("")));
        Await.until("the block", BOUND, () -> carried(bobs) > 0);
        assertThat(bobs.version().blocks()).isEqualTo(applied);
        assertRefused(ErrorCode.NOT_READABLE, () -> bobs.find(before));
        home.changeRole(identity(bob), Role.READER);
        Await.until("both", BOUND, () -> bobs.role().equals(Optional.of(Role.READER)) && notes(bobs) == 2);
    }

    @Test
    void presenceIsNotToldToARelay() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Client rita = open("rita");
        Space ritas = join(rita, home.invite(Role.RELAY));
        Space bobs = join(open("bob"), home.invite(Role.READER));
        Await.until("all connected", BOUND, () -> home.spaceStatus().peers().size() == 2);
        Presence<Caret> said = home.presence(Caret.class);
        said.set(new Caret(7));
        Await.until(
                "bob hears",
                BOUND,
                () -> bobs.presence(Caret.class).others().values().contains(new Caret(7)));
        home.changeRole(identity(rita), Role.READER);
        Await.until("a reader", BOUND, () -> ritas.role().equals(Optional.of(Role.READER)));
        assertThat(ritas.presence(Caret.class).others()).isEmpty();
        Await.until(
                "she hears once she reads",
                BOUND,
                () -> ritas.presence(Caret.class).others().values().contains(new Caret(7)));
    }
}
