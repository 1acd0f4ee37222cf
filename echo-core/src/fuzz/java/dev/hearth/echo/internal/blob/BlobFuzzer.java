package dev.hearth.echo.internal.blob;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer looks for what breaks the decoders of blobs. */
final class BlobFuzzer {
    static Stream<Arguments> seeds() {
        return BlobTargets.ALL.seeds().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void offer(byte[] input) {
        BlobTargets.ALL.offer(input);
    }
}
