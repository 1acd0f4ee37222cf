package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.halo.KeychainCost;
import org.junit.jupiter.api.Test;

final class UnlockBenchTest {
    @Test
    void everyWayInIsTimed() {
        UnlockResult result = UnlockBench.run(new Rounds(0, 1));
        assertThat(result.cost().memoryKib()).isGreaterThanOrEqualTo(KeychainCost.FLOOR.memoryKib());
        assertThat(result.calibrateMs()).isPositive();
        assertThat(result.firstMs()).isPositive();
        assertThat(result.passphraseMs()).isPositive();
        assertThat(result.floorMs()).isPositive();
        assertThat(result.keyFileMs()).isPositive();
        assertThat(result.recoveryMs()).isPositive();
    }
}
