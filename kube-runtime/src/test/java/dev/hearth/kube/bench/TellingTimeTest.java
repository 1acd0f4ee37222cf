package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.MalformedException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** With times that are made up. */
final class TellingTimeTest {
    private final Random random = new Random(7);

    private long about(long nanos) {
        return nanos + random.nextInt(200);
    }

    @Test
    void aDifferenceOfAHundredthIsSeenAndNoneIsNone() throws MalformedException {
        Rounds rounds = new Rounds(10, 2_000);
        assertThat(TellingTime.of(rounds, random, () -> about(2_000), () -> about(2_020)))
                .isLessThan(-TellingTime.THRESHOLD);
        assertThat(Math.abs(TellingTime.of(rounds, random, () -> about(2_000), () -> about(2_000))))
                .isLessThan(TellingTime.THRESHOLD);
        assertThat(TellingTime.of(new Rounds(0, 1), random, () -> 5, () -> 5)).isZero();
    }
}
