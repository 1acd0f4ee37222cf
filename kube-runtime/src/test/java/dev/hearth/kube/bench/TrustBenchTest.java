package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything that is verified and sealed, small. */
final class TrustBenchTest {
    @Test
    void measuresEachBesideItsPrimitive() {
        TrustResult result = TrustBench.run(new TrustBench.Sizes(20, 3, 2), new Rounds(0, 1));
        assertThat(result.authority().statements()).isEqualTo(2 + 3 * 10);
        assertThat(result.authority().removals()).isEqualTo(3);
        assertThat(result.authority().scratchMillis()).isPositive();
        assertThat(result.authority().oneMoreMillis()).isPositive();
        assertThat(result.members()).isEqualTo(2);
        for (TrustResult.Beside each : List.of(
                result.history(), result.credential(), result.rotation(), result.hybridRotation(), result.record())) {
            assertThat(each.micros()).isPositive();
            assertThat(each.bareMicros()).isPositive();
            assertThat(each.perSecond()).isPositive();
        }
        assertThat(TrustResult.Beside.of(3_000, 2_000)).isEqualTo(new TrustResult.Beside(3, 2, 1.5, 333_333));
    }

    @Test
    void refusesSizesOfNothing() {
        assertThatThrownBy(() -> new TrustBench.Sizes(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrustBench.Sizes(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrustBench.Sizes(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
