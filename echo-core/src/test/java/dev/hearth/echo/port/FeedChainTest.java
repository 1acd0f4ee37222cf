package dev.hearth.echo.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.feed.BlockFormat;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The chain that is followed block by block. */
final class FeedChainTest {
    private static final SpaceId SPACE = new SpaceId(filled(1));
    private static final DeviceId FEED = new DeviceId(filled(2));

    private static Bytes filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return Bytes.of(bytes);
    }

    @Test
    void itsIdsAreThoseOfTheBlocksByThemselves() {
        Random random = new Random(5);
        FeedChain chain = new FeedChain(SPACE, FEED);
        Hash previous = BlockFormat.NONE;
        for (int seq = 1; seq <= 700; seq++) {
            byte[] body = new byte[random.nextInt(400)];
            random.nextBytes(body);
            previous = BlockFormat.id(SPACE, FEED, seq, previous, body);
            assertThat(chain.add(body)).isEqualTo(previous);
        }
        assertThat(chain.seq()).isEqualTo(700);
        assertThat(chain.head()).isEqualTo(BlockFormat.head(SPACE, FEED, 700, previous));
        long far = 0x0102_0304_0506_0708L;
        FeedChain later = new FeedChain(SPACE, FEED, far, previous);
        assertThat(later.add(new byte[] {1})).isEqualTo(BlockFormat.id(SPACE, FEED, far + 1, previous, new byte[] {1}));
    }

    @Test
    void everyPartOfAPlaceCounts() {
        Hash first = new FeedChain(SPACE, FEED).add(new byte[] {7});
        assertThat(new FeedChain(new SpaceId(filled(3)), FEED).add(new byte[] {7}))
                .isNotEqualTo(first);
        assertThat(new FeedChain(SPACE, new DeviceId(filled(3))).add(new byte[] {7}))
                .isNotEqualTo(first);
        assertThat(new FeedChain(SPACE, FEED, 1, BlockFormat.NONE).add(new byte[] {7}))
                .isNotEqualTo(first);
        assertThat(new FeedChain(SPACE, FEED).add(new byte[] {8})).isNotEqualTo(first);
        assertThat(new FeedChain(SPACE, FEED, 0, first).add(new byte[] {7})).isNotEqualTo(first);
    }
}
