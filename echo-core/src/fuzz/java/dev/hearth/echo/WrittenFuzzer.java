package dev.hearth.echo;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the readers of queries and schemas. */
final class WrittenFuzzer {
    static Stream<Arguments> seeds() {
        return WrittenTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        WrittenTargets.ALL.offer(input);
    }
}
