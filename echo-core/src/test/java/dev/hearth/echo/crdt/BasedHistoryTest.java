package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Histories that begin with a state, and objects of which nothing is left. */
final class BasedHistoryTest {
    private final Actors actors = new Actors();
    private final int actor = actors.intern(new byte[Actors.KEY_LENGTH]);

    private byte[] change(ObjectState state, long lamport, String text) {
        Edit edit = state.edit(actor, lamport);
        edit.set("name", new Scalar.Str(text));
        edit.insertText("body", 0, text);
        return edit.finish();
    }

    @Test
    void aHistoryGoesOnFromAState() throws ChangeException {
        ObjectState state = new ObjectState(actors);
        change(state, 1, "one");
        state.forgetHistory();
        ChangeLog log = new ChangeLog(actors, state.save());
        assertThat(log.hasBase()).isTrue();
        assertThat(log.base()).hasValueSatisfying(base -> assertThat(base).isEqualTo(state.save()));
        log.add(new LoggedChange(actor, 2, 2, 0, change(state, 2, "two")));
        assertThat(log.state(change -> true).canonical()).isEqualTo(state.canonical());
        assertThat(log.state(change -> false).text("body")).isEqualTo("one");
        ChangeLog empty = new ChangeLog(actors);
        assertThat(empty.hasBase()).isFalse();
        assertThat(empty.base()).isEmpty();
    }

    @Test
    void aPurgedObjectShowsNothingAndTellsWhatItWas() {
        ObjectState state = new ObjectState(actors);
        change(state, 1, "one");
        Edit edit = state.edit(actor, 2);
        edit.purge();
        edit.finish();
        assertThat(state.scalar("name")).isEmpty();
        assertThat(state.former("name")).containsExactly(new Scalar.Str("one"));
        assertThat(state.former("other")).isEmpty();
        ObjectState left = ObjectState.purged(actors);
        assertThat(left.canonical()).isEqualTo(state.canonical());
        left.pack();
        assertThat(left.purged()).isTrue();
        assertThat(left.former("name")).isEmpty();
    }

    @Test
    void devicesAreCountedAndContentsAreNot() {
        byte[] other = new byte[Actors.KEY_LENGTH];
        Arrays.fill(other, (byte) 9);
        assertThat(actors.devices()).isEqualTo(1);
        actors.intern(other);
        actors.intern(other);
        assertThat(actors.devices()).isEqualTo(2);
    }
}
