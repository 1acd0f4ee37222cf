package dev.hearth.echo.internal.index;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the decoders of indexes. */
final class IndexFuzzer {
    static Stream<Arguments> seeds() {
        return IndexTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        IndexTargets.ALL.offer(input);
    }
}
