package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spaces whose later members get the state and no keys from before, with real credentials, keys and sessions. */
final class HistoryPolicyBetweenClientsTest extends ClientsInMemory {
    record Note(String title, Text body) {}

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final SpaceOptions SINCE_JOIN = SpaceOptions.defaults().history(HistoryPolicy.SINCE_JOIN);

    private static IdentityId identity(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    @Test
    void whoJoinsSeesTheStateAndWritesAndGetsNoFormerBlock() {
        Space home = open("ann").spaces().create("Home", SINCE_JOIN);
        assertThat(home.history()).isEqualTo(HistoryPolicy.SINCE_JOIN);
        Ref<Note> note = home.put(new Note("first", Text.of("one")));
        home.text(note, Note::body).insert(3, " two");
        Space atBob = join(open("bob"), home.invite(Role.WRITER));
        Await.until("the state", BOUND, () -> atBob.find(note).isPresent());
        assertThat(atBob.get(note).body().value()).isEqualTo("one two");
        assertThat(atBob.history(note).editions()).as("the state alone").isEmpty();
        Await.until("the right to write", BOUND, () -> mayWrite(atBob));
        Ref<Note> own = atBob.put(new Note("bob's", Text.of("")));
        Await.until("bob's note", BOUND, () -> home.find(own).isPresent());
        Space atCarl = join(open("carl"), home.invite(Role.WRITER));
        Await.until("the state", BOUND, () -> atCarl.query(Note.class).count() == 2);
        Await.until("the right to write", BOUND, () -> mayWrite(atCarl));
        Ref<Note> last = atCarl.put(new Note("carl's", Text.of("")));
        for (Space each : List.of(home, atBob)) {
            Await.until("carl's note", BOUND, () -> each.find(last).isPresent());
        }
        for (Space each : List.of(home, atBob, atCarl)) {
            assertThat(each.status().quarantined()).isEmpty();
            assertThat(each.status().awaited()).isEmpty();
        }
    }

    @Test
    void whoIsOfflineIsWaitedForAndNamed() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home", SINCE_JOIN);
        Ref<Note> first = home.put(new Note("first", Text.of("one")));
        Client bob = open("bob");
        Space atBob = join(bob, home.invite(Role.WRITER));
        Await.until("the right to write", BOUND, () -> mayWrite(atBob));
        DeviceId bobs = bob.halo().identity().orElseThrow().device();
        Ref<Note> own = atBob.put(new Note("bob's", Text.of("")));
        Await.until("bob's note", BOUND, () -> home.find(own).isPresent());
        bob.close();
        Client carl = open("carl");
        Space atCarl = join(carl, home.invite(Role.WRITER));
        Await.until("bob is missed", BOUND, () -> home.spaceStatus().awaited().equals(List.of(bobs)));
        Await.until("and by carl", BOUND, () -> atCarl.spaceStatus().awaited().contains(bobs));
        Await.until(
                "blocks that carl can't read",
                BOUND,
                () -> atCarl.status().waiting().stream()
                        .anyMatch(waiting -> waiting.reason().contains("before this device was admitted")));
        assertThat(atCarl.find(first)).as("of the state that Bob took over").isPresent();
        assertThat(atCarl.find(own)).isEmpty();
        assertRefused(ErrorCode.STILL_FETCHING, () -> atCarl.put(new Note("early", Text.of(""))));
        Space again = open("bob").spaces().get(home.id());
        Await.until("the state", BOUND, () -> atCarl.find(own).isPresent());
        Await.until("the right to write", BOUND, () -> mayWrite(atCarl));
        Ref<Note> last = atCarl.put(new Note("carl's", Text.of("")));
        Await.until("carl's note", BOUND, () -> again.find(last).isPresent());
        Await.until("nobody is missed", BOUND, () -> home.status().awaited().isEmpty());
        assertThat(again.status().quarantined()).isEmpty();
    }

    @Test
    void anAdminHandsTheHistoryOverAndNobodyElseDoes() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home", SINCE_JOIN);
        Client bob = open("bob");
        Space atBob = join(bob, home.invite(Role.WRITER));
        Await.until("the right to write", BOUND, () -> mayWrite(atBob));
        Ref<Note> note = home.put(new Note("first", Text.of("one")));
        home.text(note, Note::body).insert(3, " two");
        Await.until("ann's note", BOUND, () -> atBob.find(note).isPresent());
        bob.close();
        Client carl = open("carl");
        Space atCarl = join(carl, home.invite(Role.READER));
        Await.until(
                "blocks that carl can't read",
                BOUND,
                () -> !atCarl.status().waiting().isEmpty());
        assertThat(atCarl.find(note)).isEmpty();
        assertRefused(ErrorCode.NOT_PERMITTED, () -> atCarl.grantHistory(identity(carl)));
        assertThat(home.grantHistory(identity(carl))).isPositive();
        assertThat(home.grantHistory(identity(carl))).as("all is given").isZero();
        Await.until("ann's note", BOUND, () -> atCarl.find(note).isPresent());
        assertThat(atCarl.get(note).body().value()).isEqualTo("one two");
        assertThat(atCarl.history(note).editions()).hasSizeGreaterThan(1);
        Client other = open("dora");
        assertRefused(ErrorCode.MEMBER_UNKNOWN, () -> home.grantHistory(identity(other)));
    }

    private static boolean mayWrite(Space space) {
        try {
            space.properties().set("touched", "yes");
            return true;
        } catch (HearthException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.STILL_FETCHING);
            return false;
        }
    }
}
