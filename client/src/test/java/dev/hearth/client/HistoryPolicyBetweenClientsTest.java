package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Spaces whose later members get the state and no keys from before, with real credentials, keys and sessions. */
final class HistoryPolicyBetweenClientsTest extends ClientsInMemory {
    record Note(String title, Text body) {}

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final SpaceOptions SINCE_JOIN = SpaceOptions.defaults().history(HistoryPolicy.SINCE_JOIN);

    private static IdentityId identity(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        Assertions.assertThatExceptionOfType(HearthException.class)
                .isThrownBy(call)
                .extracting(HearthException::code)
                .isEqualTo(code);
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
        assertThat(atBob.history(note).editions()).as("the state alone").hasSize(1);
        Await.until("the right to write", BOUND, () -> mayWrite(atBob));
        Ref<Note> own = atBob.put(new Note("bob's", Text.of("")));
        Await.until("bob's note", BOUND, () -> home.find(own).isPresent());
        Space atCarl = join(open("carl"), home.invite(Role.WRITER));
        Await.until("the state", BOUND, () -> atCarl.query(Note.class).count() == 2);
        Await.until("the right to write", BOUND, () -> mayWrite(atCarl));
        Ref<Note> last = atCarl.put(new Note("carl's", Text.of("")));
        for (Space each : java.util.List.of(home, atBob)) {
            Await.until("carl's note", BOUND, () -> each.find(last).isPresent());
        }
        for (Space each : java.util.List.of(home, atBob, atCarl)) {
            assertThat(each.status().quarantined()).isEmpty();
            assertThat(each.status().awaited()).isEmpty();
        }
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
