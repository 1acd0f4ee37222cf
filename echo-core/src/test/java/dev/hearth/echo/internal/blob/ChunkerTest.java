package dev.hearth.echo.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where content is cut. */
final class ChunkerTest {
    private static final int SIZE = 24 << 20;

    private static byte[] noise(long seed, int size) {
        byte[] noise = new byte[size];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static Chunker chunker(long seed) {
        return new Chunker(noise(seed, Chunker.TABLE_BYTES));
    }

    private static List<Integer> lengths(Chunker chunker, byte[] content) {
        List<Integer> lengths = new ArrayList<>();
        for (int from = 0; from < content.length; ) {
            int end = chunker.cut(content, from, content.length);
            lengths.add(end - from);
            from = end;
        }
        return lengths;
    }

    private static Set<Integer> pieces(Chunker chunker, byte[] content) {
        Set<Integer> pieces = new HashSet<>();
        int from = 0;
        for (int length : lengths(chunker, content)) {
            pieces.add(Arrays.hashCode(Arrays.copyOfRange(content, from, from + length)));
            from += length;
        }
        return pieces;
    }

    @Test
    void chunksAreWithinTheirBoundsAndNearTheAverage() {
        List<Integer> lengths = lengths(chunker(1), noise(2, SIZE));
        assertThat(lengths.subList(0, lengths.size() - 1))
                .allMatch(length -> length > Chunker.LEAST && length <= Chunker.MOST);
        assertThat(SIZE / lengths.size()).isBetween(Chunker.AVERAGE * 3 / 4, Chunker.AVERAGE * 3 / 2);
    }

    @Test
    void contentThatNeverCutsIsCutAtTheMost() {
        assertThat(lengths(chunker(1), new byte[3 * Chunker.MOST + 5]))
                .containsExactly(Chunker.MOST, Chunker.MOST, Chunker.MOST, 5);
    }

    @Test
    void anInsertionLeavesTheChunksAsTheyAreButForItsOwn() {
        byte[] before = noise(3, SIZE);
        byte[] after = new byte[SIZE + 7];
        System.arraycopy(before, 0, after, 0, 5_000);
        System.arraycopy(before, 5_000, after, 5_007, SIZE - 5_000);
        Set<Integer> known = pieces(chunker(1), before);
        Set<Integer> now = pieces(chunker(1), after);
        int all = now.size();
        now.removeAll(known);
        assertThat(all).isGreaterThan(60);
        assertThat(now.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void anotherSpaceCutsElsewhere() {
        byte[] content = noise(4, SIZE);
        assertThat(lengths(chunker(1), content))
                .isEqualTo(lengths(chunker(1), content))
                .isNotEqualTo(lengths(chunker(2), content));
    }

    @Test
    void aTableOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new Chunker(new byte[Chunker.TABLE_BYTES - 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Chunker(new byte[Chunker.TABLE_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
