package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.fuzz.Target;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backups under hostile input: they are taken or refused, and nothing else happens. */
final class BackupFuzzTest {
    private static final long INPUTS = Long.getLong("hearth.inputs", 20_000);

    static List<Target> targets() {
        return BackupTargets.ALL.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void mutatedInputsAreTakenOrRefused(Target target) {
        assertThat(target.seeds()).allMatch(target::offer);
        assertThat(target.mutated(INPUTS * target.share() / 100)).isBetween(0L, INPUTS);
    }
}
