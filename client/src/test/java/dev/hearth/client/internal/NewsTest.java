package dev.hearth.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.testkit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages of news, whole and damaged. */
final class NewsTest {
    private static final News.Part PART =
            new News.Part(true, List.of(Bytes.fromHex("0102"), Bytes.EMPTY, Bytes.fromHex("ff")));

    @Test
    void theBytesAreThoseOfTheSpecification() throws MalformedException {
        assertThat(PART.encode().hex()).isEqualTo("0203" + "020102" + "00" + "01ff");
        assertThat(News.Part.decode(PART.encode())).isEqualTo(PART);
        assertThat(new News.Part(false, List.of()).encode().hex()).isEqualTo("0100");
    }

    @Test
    void damagedMessagesAreReadOrRefused() {
        assertThat(Damage.every(PART.encode().toArray(), 1, bytes -> News.Part.decode(Bytes.of(bytes))))
                .isPositive();
    }
}
