package dev.hearth.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ObjectIdsTest {
    private static final int DRAWN = 10;

    @Test
    void countsOnBehindBytesDrawnOnce() {
        ObjectIds ids = new ObjectIds(new Random(1));
        byte[] drawn = new byte[DRAWN];
        new Random(1).nextBytes(drawn);
        for (int i = 0; i < 70_000; i++) {
            assertThat(ids.next().toString()).isEqualTo(Bytes.of(drawn).hex() + String.format("%012x", i));
        }
    }

    @Test
    void drawsAnewWhenTheCounterRunsOut() {
        ObjectIds ids = new ObjectIds(new Random(1), (1L << 48) - 1);
        assertThat(ids.next().toString()).isEqualTo("00".repeat(DRAWN) + "ff".repeat(6));
        String next = ids.next().toString();
        assertThat(next).doesNotStartWith("00".repeat(DRAWN)).endsWith("00".repeat(6));
        assertThat(ids.next()).isNotEqualTo(ObjectId.fromHex(next));
    }

    @Test
    void twoMakersShareNoId() {
        Random random = new Random(2);
        Set<ObjectId> all = new HashSet<>();
        for (int maker = 0; maker < 1000; maker++) {
            ObjectIds ids = new ObjectIds(random);
            for (int i = 0; i < 10; i++) {
                assertThat(all.add(ids.next())).isTrue();
            }
        }
    }

    /** Of so many ids that were made one after the other, hardly more share a place in a table than of random ones. */
    @Test
    void idsOfOneMakerSpreadOverATable() {
        ObjectIds ids = new ObjectIds(new Random(3));
        int[] places = new int[1 << 18];
        for (int i = 0; i < 200_000; i++) {
            int hash = ids.next().hashCode();
            places[(hash ^ hash >>> 16) & places.length - 1]++;
        }
        assertThat(Arrays.stream(places).max().orElseThrow()).isLessThan(12);
    }
}
