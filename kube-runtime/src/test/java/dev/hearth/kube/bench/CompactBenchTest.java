package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Deletes, compacts and measures through a client. */
final class CompactBenchTest {
    @Test
    void theFolderShrinksToWhatIsLeft() {
        CompactResult result = CompactBench.run(3_000);
        assertThat(result.equal()).isTrue();
        assertThat(result.kept()).isEqualTo(300);
        assertThat(result.compactedBytes()).isLessThan(result.fullBytes() / 2);
        assertThat(result.ratio()).isBetween(0.5, 1.3);
    }

    @Test
    void refusesSoFewThatNoneIsATenth() {
        assertThatThrownBy(() -> CompactBench.run(9)).isInstanceOf(IllegalArgumentException.class);
    }
}
