package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Counts what the map holds after every workload. */
final class MapsBenchTest {
    @Test
    void setsOverwritesAndRemoves() {
        MapsResult result = MapsBench.run(25, new Rounds(0, 1));
        assertThat(result.equal()).isTrue();
        assertThat(result.keys()).isEqualTo(25);
        assertThat(result.set().entries()).isEqualTo(25);
        assertThat(result.overwrite().entries()).isOne();
        assertThat(result.remove().entries()).isZero();
    }

    @Test
    void aChangeHoldsItsKeyAndItsValue() {
        MapsResult result = MapsBench.run(10, new Rounds(0, 1));
        assertThat(result.set().updateBytesAvg()).isBetween(7.0, 16.0);
        assertThat(result.overwrite().updateBytesAvg()).isBetween(4.0, 12.0);
        assertThat(result.set().fileBytes()).isGreaterThan(result.overwrite().fileBytes());
        assertThat(result.set().fileBytes()).isGreaterThan(result.remove().fileBytes());
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> MapsBench.run(0, new Rounds(0, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rounds(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rounds(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
