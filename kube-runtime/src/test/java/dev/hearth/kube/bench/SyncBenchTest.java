package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The benchmarks of two processes, on little. */
final class SyncBenchTest {
    @Test
    void aSpaceComesToAnotherProcessWhole() {
        SyncResult result = SyncBench.run(300);
        assertThat(result.objects()).isEqualTo(300);
        assertThat(result.equal()).isTrue();
        assertThat(result.syncMs()).isGreaterThan(result.joinMs());
        assertThat(result.bytes()).isGreaterThan(300 * 50L);
        assertThat(result.sessionMs()).isNotNegative();
        assertThat(result.storeMs()).isPositive();
    }

    @Test
    void changesAreTimedHereAndThere() {
        LatencyResult result = LatencyBench.run(20);
        assertThat(result.changes()).isEqualTo(20);
        assertThat(result.local().p50())
                .isPositive()
                .isLessThanOrEqualTo(result.local().p99());
        assertThat(result.remote().p99())
                .isPositive()
                .isLessThanOrEqualTo(result.remote().max());
    }

    @Test
    void refusesCountsOutOfRange() {
        assertThatThrownBy(() -> SyncBench.run(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LatencyBench.run(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
