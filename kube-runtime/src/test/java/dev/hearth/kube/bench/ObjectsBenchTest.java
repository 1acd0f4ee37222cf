package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import org.junit.jupiter.api.Test;

/** Reads back what the many objects hold. */
final class ObjectsBenchTest {
    @Test
    void everyObjectHoldsWhatWasWritten() {
        ObjectsResult result = ObjectsBench.run(30, new Rounds(0, 1));
        assertThat(result.equal()).isTrue();
        assertThat(result.objects()).isEqualTo(30);
        assertThat(result.updateBytesAvg()).isBetween(60.0, 150.0);
        assertThat(result.fileBytesAvg()).isPositive();
        assertThat(result.archiveBytesEach()).isBetween(5.0, result.fileBytesAvg());
        assertThat(result.changeBytesAvg()).isBetween(3.0, 10.0);
    }

    @Test
    void aSampleIsToldFromAnotherAndFromAChangedOne() {
        Actors actors = new Actors();
        ObjectState state = new ObjectState(actors);
        Edit edit = state.edit(actors.intern(new byte[Actors.KEY_LENGTH]), 1);
        SampleObject.write(edit, 7);
        edit.finish();
        assertThat(state.fields()).containsExactly("count", "done", "id", "meta", "tags", "title");
        assertThat(SampleObject.matches(state, 7, 7)).isTrue();
        assertThat(SampleObject.matches(state, 7, 8)).isFalse();
        assertThat(SampleObject.matches(state, 8, 7)).isFalse();
    }

    @Test
    void refusesNoObjects() {
        assertThatThrownBy(() -> ObjectsBench.run(0, new Rounds(0, 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
