package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PurgeTest {
    private final Pair pair = new Pair();

    private void full() throws ChangeException {
        pair.first(edit -> {
            edit.set("s", new Scalar.Int(1));
            edit.insertText("t", 0, "abc");
            edit.insert("l", 0, Pair.numbers(2));
            edit.put("m", "k", new Scalar.Int(2));
            edit.increment("c", 3);
            edit.add("e", new Scalar.Int(4));
            edit.submit("o", new byte[] {5});
        });
    }

    private static void requireNothing(ObjectState state) throws ChangeException {
        assertThat(state.purged()).isTrue();
        assertThat(state.deleted()).isTrue();
        assertThat(state.fields()).isEmpty();
        assertThat(state.scalar("s")).isEmpty();
        assertThat(state.text("t")).isEmpty();
        assertThat(state.list("l")).isEmpty();
        assertThat(state.map("m")).isEmpty();
        assertThat(state.counter("c")).isZero();
        assertThat(state.set("e")).isEmpty();
        assertThat(state.events("o")).isEmpty();
        assertThat(state.kind("s")).isEmpty();
        assertThat(state.marks("t")).isEmpty();
        assertThat(state.canonical()).containsExactly(2);
    }

    @Test
    void aPurgedObjectShowsNothingWhateverHappensConcurrently() throws ChangeException {
        full();
        pair.rows(
                List.of(Edit::purge),
                List.of(
                        edit -> edit.insertText("t", 3, "d"),
                        Edit::delete,
                        Edit::restore,
                        edit -> edit.set("s", new Scalar.Int(9))));
        requireNothing(pair.one);
        requireNothing(pair.two);
        pair.first(Edit::restore);
        pair.first(edit -> edit.insertText("t", 0, "again"));
        pair.verify();
        requireNothing(pair.two);
        pair.one.pack();
        requireNothing(pair.one);
        requireNothing(ObjectState.load(pair.one.save(), pair.actors));
        byte[] archive = StateArchive.write(List.of(new StateArchive.Entry(new byte[16], pair.one)));
        requireNothing(StateArchive.read(archive, pair.actors).get(0).state());
    }

    @Test
    void aConcurrentRestoreThatCountsMoreDoesNotBringItBack() throws ChangeException {
        full();
        pair.rows(List.of(Edit::purge), List.of(Edit::delete, Edit::delete, Edit::restore));
        requireNothing(pair.one);
        assertThat(StateDiff.between(new ObjectState(pair.actors), pair.one).deleted())
                .contains(true);
    }

    @Test
    void unknownLifecyclesAreRefused() {
        byte[] change = {(byte) (Op.OBJECT << 4 | 3)};
        assertThatThrownBy(() -> ObjectState.check(change)).isInstanceOf(ChangeException.class);
    }
}
