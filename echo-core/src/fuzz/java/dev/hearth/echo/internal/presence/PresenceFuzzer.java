package dev.hearth.echo.internal.presence;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the frames of presence. */
final class PresenceFuzzer {
    static Stream<Arguments> seeds() {
        return PresenceTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        PresenceTargets.ALL.offer(input);
    }
}
