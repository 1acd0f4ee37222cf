package dev.hearth.echo.internal.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the decoders of replication and of CBOR. */
final class FrameFuzzer {
    static Stream<Arguments> seeds() {
        return FrameTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        FrameTargets.ALL.offer(input);
    }
}
