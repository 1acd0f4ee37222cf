package dev.hearth.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteFormatTest {
    private static final Limit LIMIT = new Limit("test bytes", 100);

    @Test
    void readsWhatWasWritten() throws MalformedException {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            long number = random.nextLong() >> random.nextInt(64);
            byte[] raw = new byte[random.nextInt(100)];
            random.nextBytes(raw);
            ByteWriter out = new ByteWriter(1);
            out.u8(7).u16(0xBEEF).u32(-5).u64(number).varint(number).zigzag(number);
            out.sized(raw).text("na\u00efve \ud83d\ude00").raw(raw);
            ByteReader in = new ByteReader(out.toBytes());
            assertThat(in.u8()).isEqualTo(7);
            assertThat(in.u16()).isEqualTo(0xBEEF);
            assertThat(in.u32()).isEqualTo(-5);
            assertThat(in.u64()).isEqualTo(number);
            assertThat(in.varint()).as("seed %d", seed).isEqualTo(number);
            assertThat(in.zigzag()).as("seed %d", seed).isEqualTo(number);
            assertThat(in.sized(LIMIT)).isEqualTo(Bytes.of(raw));
            assertThat(in.text(LIMIT)).isEqualTo("na\u00efve \ud83d\ude00");
            assertThat(in.rest()).isEqualTo(Bytes.of(raw));
            in.end();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "ff00", "ffffffffffffffffff02", "ffffffffffffffffffff01", "80", ""})
    void refusesVarintsThatAreLongCutOrTooLarge(String hex) {
        assertThatThrownBy(() -> new ByteReader(Bytes.fromHex(hex)).varint()).isInstanceOf(MalformedException.class);
    }

    @Test
    void namesTheLimitThatIsBroken() {
        Bytes oversize = new ByteWriter().varint(101).raw(new byte[101]).toBytes();
        assertThatThrownBy(() -> new ByteReader(oversize).sized(LIMIT))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("test bytes");
    }

    @Test
    void believesNoLengthBeforeTheBytesAreThere() {
        Bytes huge = new ByteWriter().varint(Integer.MAX_VALUE).toBytes();
        Limit generous = new Limit("generous bytes", Long.MAX_VALUE);
        assertThatThrownBy(() -> new ByteReader(huge).sized(generous)).hasMessageContaining("Truncated");
    }

    @Test
    void refusesBytesThatNobodyRead() {
        assertThatThrownBy(() -> new ByteReader(new byte[1]).end()).isInstanceOf(MalformedException.class);
    }
}
