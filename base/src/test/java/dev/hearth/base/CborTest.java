package dev.hearth.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CborTest {
    /** From RFC 8949, appendix A, as far as the kinds of value are used here. */
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "23, 17",
        "24, 1818",
        "100, 1864",
        "1000, 1903e8",
        "1000000, 1a000f4240",
        "1000000000000, 1b000000e8d4a51000",
        "9223372036854775807, 1b7fffffffffffffff",
        "-1, 20",
        "-100, 3863",
        "-1000, 3903e7",
        "-9223372036854775808, 3b7fffffffffffffff"
    })
    void integersHaveTheirPublishedForm(long value, String hex) throws MalformedException {
        assertThat(Cbor.of(value).encode().hex()).isEqualTo(hex);
        assertThat(Cbor.decode(Bytes.fromHex(hex)).asLong()).isEqualTo(value);
    }

    @Test
    void containersHaveTheirPublishedForm() {
        assertThat(Cbor.array(Cbor.of(1), Cbor.array(Cbor.of(2), Cbor.of(3)))
                        .encode()
                        .hex())
                .isEqualTo("8201820203");
        assertThat(Cbor.struct(Map.of("b", Cbor.array(Cbor.of(2)), "a", Cbor.of(1)))
                        .encode()
                        .hex())
                .isEqualTo("a26161016162" + "8102");
        assertThat(Cbor.of("\u6c34").encode().hex()).isEqualTo("63e6b0b4");
        assertThat(Cbor.array(Cbor.of(true), Cbor.of(false), new Cbor.Nil())
                        .encode()
                        .hex())
                .isEqualTo("83f5f4f6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1800",
                "190017",
                "1a0000ffff",
                "1b00000000ffffffff",
                "1bffffffffffffffff",
                "5f4100ff",
                "9fff",
                "bfff",
                "a2616201616101",
                "a2616101616102",
                "a10001",
                "f90000",
                "f97e00",
                "fb3ff0000000000000",
                "c000",
                "f7",
                "f0",
                "61ff",
                "62c328",
                "63eda080",
                "41",
                "5b7fffffffffffffff",
                "9b7fffffffffffffff",
                "bb7fffffffffffffff",
                "9a7fffffff",
                "0000",
                "ff",
                "1c",
                "81",
                "a1",
                "a16161"
            })
    void refusesWhatIsNotCanonical(String hex) {
        assertThatThrownBy(() -> Cbor.decode(Bytes.fromHex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesDeepNestingByName() {
        Bytes deep = Bytes.fromHex("81".repeat(40) + "00");
        assertThatThrownBy(() -> Cbor.decode(deep))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(Cbor.MAX_DEPTH.name());
    }

    @Test
    void refusesOversizeByName() {
        Bytes large = Bytes.of(new byte[(int) Cbor.MAX_SIZE.max() + 1]);
        assertThatThrownBy(() -> Cbor.decode(large)).hasMessageContaining(Cbor.MAX_SIZE.name());
    }

    @Test
    void whatDecodesEncodesToTheSameBytes() throws MalformedException {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Bytes encoded = randomValue(random, 0).encode();
            assertThat(Cbor.decode(encoded).encode()).as("seed %d", seed).isEqualTo(encoded);
            byte[] flipped = encoded.toArray();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            decodesToItselfOrIsRefused(Bytes.of(flipped), seed);
        }
    }

    private static void decodesToItselfOrIsRefused(Bytes input, int seed) {
        Cbor value;
        try {
            value = Cbor.decode(input);
        } catch (MalformedException e) {
            return;
        }
        assertThat(value.encode()).as("seed %d", seed).isEqualTo(input);
    }

    private static Cbor randomValue(Random random, int depth) {
        int kinds = depth < 4 ? 7 : 5;
        return switch (random.nextInt(kinds)) {
            case 0 -> Cbor.of(random.nextLong() >> random.nextInt(64));
            case 1 -> Cbor.of(Bytes.of(new byte[random.nextInt(300)]));
            case 2 -> Cbor.of("h\u00e9arth \ud83d\udd25".repeat(random.nextInt(9)));
            case 3 -> Cbor.of(random.nextBoolean());
            case 4 -> new Cbor.Nil();
            case 5 -> {
                List<Cbor> values = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    values.add(randomValue(random, depth + 1));
                }
                yield Cbor.array(values);
            }
            default -> {
                Map<String, Cbor> values = new TreeMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    values.put("k".repeat(random.nextInt(30)) + random.nextInt(9), randomValue(random, depth + 1));
                }
                yield Cbor.struct(values);
            }
        };
    }
}
