package dev.hearth.client.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the reading of backups. */
final class BackupFuzzer {
    static Stream<Arguments> seeds() {
        return BackupTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        BackupTargets.ALL.offer(input);
    }
}
