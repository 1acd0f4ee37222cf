package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.echo.Ref;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Spaces that are created before there is an identity, and adopted by it. */
final class WithoutIdentityTest extends ClientsInMemory {
    record Note(String title, int rank) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void aSpaceWorksOnThisDeviceAlone() {
        Client client = openWithoutIdentity("dora");
        assertThat(client.spaces().list()).isEmpty();
        Space home = client.spaces().create("Home");
        Ref<Note> note = home.put(new Note("first", 1));
        assertThat(home.query(Note.class).where(Note::rank, 1).list()).hasSize(1);
        assertThat(home.role()).contains(Role.OWNER);
        assertThat(client.halo().identity()).isEmpty();
        assertThat(client.mesh().status()).isEmpty();
        assertThat(client.status().spaces()).hasSize(1);
        assertRefused(ErrorCode.NO_IDENTITY, () -> home.invite(Role.WRITER));
        assertRefused(
                ErrorCode.NO_IDENTITY,
                () -> client.spaces().join("hearth://join#x", "1234-5678").join());
        assertRefused(ErrorCode.NO_IDENTITY, () -> client.spaces().personal());
        assertRefused(ErrorCode.OWNER_STAYS, () -> client.spaces().leave(home.id()));
        assertRefused(ErrorCode.NO_IDENTITY, () -> client.halo().chain());
        client.close();

        Client again = openWithoutIdentity("dora");
        assertThat(again.spaces().get(home.id()).get(note)).isEqualTo(new Note("first", 1));
        assertThat(again.halo().identity()).isEmpty();
        again.spaces().delete(home.id());
        assertThat(again.spaces().all()).isEmpty();
    }

    @Test
    void theIdentityOwnsWhatWasThereBeforeAndSharesIt() {
        Client dora = openWithoutIdentity("dora");
        Space home = dora.spaces().create("Home");
        Space closed = dora.spaces().create("Closed");
        Ref<Note> before = home.put(new Note("before", 1));
        Ref<Note> inClosed = closed.put(new Note("there", 2));
        dora.spaces().close(closed.id());
        Profile profile = dora.halo().createIdentity("Dora");
        assertThat(dora.spaces().get(home.id())).as("the handle goes on").isSameAs(home);
        assertThat(home.members()).singleElement().isEqualTo(new Member(profile.id(), "Dora", Role.OWNER));
        Ref<Note> after = home.put(new Note("after", 2));
        Client bob = open("bob");
        Space same = join(bob, home.invite(Role.WRITER));
        Await.until(
                "both notes",
                BOUND,
                () -> same.find(before).isPresent() && same.find(after).isPresent());
        Ref<Note> ofBob = same.put(new Note("of Bob", 3));
        Await.until("Bob's note", BOUND, () -> home.find(ofBob).isPresent());
        assertThat(same.members()).extracting(Member::name).containsExactlyInAnyOrder("Dora", "bob");
        assertThat(same.status().waiting()).isEmpty();
        assertThat(same.status().quarantined()).isEmpty();
        dora.close();

        Client again = open("dora");
        assertThat(again.halo().identity()).contains(profile);
        assertThat(again.spaces().get(home.id()).get(before)).isEqualTo(new Note("before", 1));
        Space opened = again.spaces().open(closed.id());
        assertThat(opened.members()).extracting(Member::id).containsExactly(profile.id());
        Space second = join(bob, opened.invite(Role.READER));
        Await.until("the note", BOUND, () -> second.find(inClosed).isPresent());
    }
}
