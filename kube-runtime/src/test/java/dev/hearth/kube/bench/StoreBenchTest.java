package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes and updates through a client. */
final class StoreBenchTest {
    @Test
    void whatWasWrittenAndUpdatedIsReadAgainByAnotherClient() {
        StoreResult result = StoreBench.run(40, new Rounds(1, 1));
        assertThat(result.equal()).isTrue();
        assertThat(result.objects()).isEqualTo(40);
        assertThat(result.write().micros()).isPositive();
        assertThat(result.update().micros()).isPositive();
        assertThat(result.bytesEach()).isGreaterThan(200);
        assertThat(result.ratio())
                .isEqualTo(Stopwatch.rounded(
                        result.write().micros() / result.bare().micros()));
    }

    @Test
    void theMedianOfEachFigureCounts() {
        Pace median = Pace.median(List.of(new Pace(3, 10), new Pace(1, 30), new Pace(2, 20)));
        assertThat(median).isEqualTo(new Pace(2, 20));
    }

    @Test
    void refusesNoObjects() {
        assertThatThrownBy(() -> StoreBench.run(0, new Rounds(0, 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
