package dev.hearth.echo.crdt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the decoders of the engine. */
final class EngineFuzzer {
    static Stream<Arguments> seeds() {
        return EngineTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        EngineTargets.ALL.offer(input);
    }
}
