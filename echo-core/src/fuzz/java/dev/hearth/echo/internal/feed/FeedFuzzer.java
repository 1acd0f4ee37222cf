package dev.hearth.echo.internal.feed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the decoders of blocks and feeds. */
final class FeedFuzzer {
    static Stream<Arguments> seeds() {
        return FeedTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        FeedTargets.ALL.offer(input);
    }
}
