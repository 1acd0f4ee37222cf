package dev.hearth.echo.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order of values is that of their bytes, and the bytes are those of docs/formats.md. */
class ValueOrderTest {
    private static final double[] DOUBLES = {
        Double.NEGATIVE_INFINITY,
        -Double.MAX_VALUE,
        -0x1p63,
        -1.5,
        -Double.MIN_VALUE,
        -0.0,
        0.0,
        Double.MIN_VALUE,
        0.1,
        1.0,
        0x1p53,
        0x1p53 + 2,
        0x1p63,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NaN
    };
    private static final long[] LONGS = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -(1L << 53) - 1,
        -1,
        0,
        1,
        (1L << 53) - 1,
        1L << 53,
        (1L << 53) + 1,
        (1L << 62) + 511,
        (1L << 62) + 513,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    private static String hex(Object value) {
        return HexFormat.of().formatHex(ValueOrder.exact(value));
    }

    @Test
    void theBytesAreThoseOfTheSpecification() {
        ObjectId id = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f");
        SpaceId space = new SpaceId(Bytes.of(new byte[32]));
        assertThat(hex(Optional.empty())).isEqualTo("01");
        assertThat(hex(false)).isEqualTo("0200");
        assertThat(hex(true)).isEqualTo("0201");
        assertThat(hex(0L)).isEqualTo("0380000000000000000000");
        assertThat(hex(1)).isEqualTo("03bff00000000000000000");
        assertThat(hex(1.0)).isEqualTo(hex(1)).isEqualTo(hex(Counter.of(1)));
        assertThat(hex(-1L)).isEqualTo("03400fffffffffffff0000");
        assertThat(hex((1L << 53) + 1)).isEqualTo("03c3400000000000000001");
        assertThat(hex(Long.MAX_VALUE)).isEqualTo("03c3dfffffffffffff03ff");
        assertThat(hex("")).isEqualTo("040001");
        assertThat(hex("aé€😀\0")).isEqualTo("0461c3a9e282aceda0bdedb88000ff0001");
        assertThat(hex(Text.of("a"))).isEqualTo("04610001");
        assertThat(hex(Bytes.of((byte) 0, (byte) 1, (byte) 0xFF))).isEqualTo("0500ff01ff0001");
        assertThat(hex(Instant.ofEpochSecond(1, 2))).isEqualTo("06800000000000000100000002");
        assertThat(hex(id)).isEqualTo("07000102030405060708090a0b0c0d0e0f00");
        assertThat(hex(Ref.of(space, id, Record.class)))
                .isEqualTo("07000102030405060708090a0b0c0d0e0f01" + "00".repeat(32));
        assertThat(hex(DayOfWeek.WEDNESDAY)).isEqualTo("0800000002").isEqualTo(hex(new ValueOrder.Constant(2)));
        assertThat(hex(List.of(1))).isEqualTo("09").isEqualTo(hex(Set.of())).isEqualTo(hex(Map.of()));
        assertThat(HexFormat.of().formatHex(ValueOrder.brief((Object) "a".repeat(97))))
                .isEqualTo("04" + "61".repeat(96) + "0002");
    }

    @Test
    void numbersOfAllTypesCompareByTheirValue() {
        List<Object> numbers = new ArrayList<>();
        Arrays.stream(DOUBLES).forEach(numbers::add);
        Arrays.stream(LONGS).forEach(numbers::add);
        for (Object one : numbers) {
            for (Object other : numbers) {
                int order = Integer.signum(Arrays.compareUnsigned(ValueOrder.exact(one), ValueOrder.exact(other)));
                assertThat(order).as("%s and %s", one, other).isEqualTo(compare(one, other));
            }
        }
    }

    private static int compare(Object one, Object other) {
        if (one instanceof Double a && other instanceof Double b) {
            return Double.compare(a, b);
        }
        double a = ((Number) one).doubleValue();
        double b = ((Number) other).doubleValue();
        if (!Double.isFinite(a) || !Double.isFinite(b) || (a == 0 && b == 0)) {
            return Double.compare(a, b);
        }
        return exact(one).compareTo(exact(other));
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Double it ? new BigDecimal(it) : BigDecimal.valueOf((Long) number);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of one class
    void valuesOfOneTypeCompareAsJavaComparesThem() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int type = random.nextInt(6);
            Comparable one = value(type, random);
            Comparable other = value(type, random);
            int order = Integer.signum(one.compareTo(other));
            assertThat(order(ValueOrder.exact(one), ValueOrder.exact(other)))
                    .as("%s and %s", one, other)
                    .isEqualTo(order);
            assertThat(order(ValueOrder.inverted(ValueOrder.exact(one)), ValueOrder.inverted(ValueOrder.exact(other))))
                    .isEqualTo(-order);
            int brief = order(ValueOrder.brief((Object) one), ValueOrder.brief((Object) other));
            assertThat(brief == 0 || brief == order).isTrue();
        }
    }

    private static int order(byte[] one, byte[] other) {
        return Integer.signum(Arrays.compareUnsigned(one, other));
    }

    private static Comparable<?> value(int type, Random random) {
        return switch (type) {
            case 0 -> random.nextLong() >> random.nextInt(64);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> string(random);
            case 3 -> bytes(random);
            case 4 -> Instant.ofEpochSecond(random.nextInt() >> random.nextInt(32), random.nextInt(1_000_000_000));
            default -> DayOfWeek.of(1 + random.nextInt(7));
        };
    }

    private static String string(Random random) {
        String[] parts = {"\0", "a", "b", "\u007F", "é", "\u07FF", "\u0800", "\uD7FF", "\uE000", "😀", "\uFFFF"};
        StringBuilder built = new StringBuilder("x".repeat(random.nextInt(3) == 0 ? 94 : 0));
        for (int i = random.nextInt(5); i > 0; i--) {
            built.append(parts[random.nextInt(parts.length)]);
        }
        return built.toString();
    }

    private static Bytes bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 94 + random.nextInt(5) : random.nextInt(4)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) - 1);
        }
        return Bytes.of(bytes);
    }

    @Test
    void valuesInARowAreToldApart() {
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            Object value = value(random.nextInt(6), random);
            boolean inverted = random.nextBoolean();
            byte[] exact = ValueOrder.exact(value);
            byte[] brief = ValueOrder.brief(value);
            byte[] stored = inverted ? ValueOrder.inverted(brief) : brief;
            byte[] row = Arrays.copyOf(stored, stored.length + 4);
            random.ints(4).forEach(each -> row[stored.length + (each & 3)] = (byte) (each >> 8));
            assertThat(ValueOrder.end(row, 0, inverted)).isEqualTo(stored.length);
            assertThat(ValueOrder.cut(row, 0, stored.length, inverted)).isEqualTo(exact.length > brief.length);
            byte[] given = inverted ? ValueOrder.inverted(exact) : exact;
            assertThat(ValueOrder.shortened(given, inverted)).isEqualTo(stored);
        }
    }

    @Test
    void whatNoFieldHoldsHasNoOrder() {
        assertThatThrownBy(() -> ValueOrder.exact(LocalDate.EPOCH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueOrder.exact(1.5f)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ValueOrder.after(new byte[] {1, (byte) 0xFF})).containsExactly(2);
        assertThat(ValueOrder.after(new byte[] {(byte) 0xFF})).isNull();
    }

    @Test
    void whatIsThereAndHasAPlaceIsToldFromWhatIsNot() {
        for (Object value :
                List.of(true, 1, 1L, 1.5, "a", Text.of("a"), Bytes.EMPTY, Instant.EPOCH, DayOfWeek.MONDAY)) {
            assertThat(ValueOrder.isPresent(value)).as("%s", value).isTrue();
            assertThat(ValueOrder.isPresent(Optional.of(value))).isTrue();
            ValueOrder.requireOrdered(value);
        }
        for (Object value : List.of(Optional.empty(), List.of(1), Map.of(), LocalDate.EPOCH, 1.5f)) {
            assertThat(ValueOrder.isPresent(value)).as("%s", value).isFalse();
        }
        assertThat(ValueOrder.isPresent(null)).isFalse();
        assertThatThrownBy(() -> ValueOrder.requireOrdered(null)).hasMessageContaining("a null is not less");
        assertThatThrownBy(() -> ValueOrder.requireOrdered(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(ValueOrder.kind(new ValueOrder.Constant(1))).isEqualTo(ValueOrder.kind(DayOfWeek.MONDAY));
    }

    @Test
    void bytesThatBeginNoValueAreRefused() {
        assertThatThrownBy(() -> ValueOrder.end(new byte[] {0x7F, 0}, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value at 0");
        assertThatThrownBy(() -> ValueOrder.end(new byte[] {4, 0, 1}, 0, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
