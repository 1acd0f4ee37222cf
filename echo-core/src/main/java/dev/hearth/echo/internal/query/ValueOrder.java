package dev.hearth.echo.internal.query;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.CounterField;
import dev.hearth.echo.ListField;
import dev.hearth.echo.MapField;
import dev.hearth.echo.Ref;
import dev.hearth.echo.SetField;
import dev.hearth.echo.Text;
import dev.hearth.echo.TextField;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one order of all values that queries know, as bytes: two values compare as the bytes that stand for them do,
 * without a sign. No such string of bytes is the beginning of another, so several in a row compare as a row of values.
 * {@code docs/formats.md} specifies them.
 *
 * <p>The first byte is the kind. Nothing comes first, then false, true, numbers by their value whatever their type, NaN
 * last, strings by their UTF-16 units as {@link String#compareTo} does, bytes, instants, references by the object's id,
 * enum constants by their ordinal. Lists, sets, maps and everything else come last and are all alike.
 */
public final class ValueOrder {
    /** The kind of nothing. */
    static final int ABSENT = 1;

    private static final int BOOLEAN = 2;
    private static final int NUMBER = 3;
    static final int STRING = 4;
    private static final int BYTES = 5;
    private static final int INSTANT = 6;
    private static final int REFERENCE = 7;
    private static final int CONSTANT = 8;
    private static final int OTHER = 9;

    private static final int NUMBER_SIZE = 11;
    private static final int INSTANT_SIZE = 13;
    private static final int NEAR_SIZE = 18;
    private static final int FAR_SIZE = 50;
    private static final int CONSTANT_SIZE = 5;

    /** So many UTF-16 units, or bytes, of a value stand in an index; what is longer is cut, and marked as such. */
    static final int MOST_UNITS = 96;

    private static final int END = 1;
    private static final int CUT = 2;
    private static final int ESCAPED = 0xFF;

    private ValueOrder() {}

    /** Returns what an optional or a field that is edited in place holds, and any other value as it is. */
    public static @Nullable Object unwrap(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Number) {
            return value;
        }
        return value instanceof Optional<?> optional ? optional.orElse(null) : held(value);
    }

    private static Object held(Object value) {
        if (value instanceof TextField text) {
            return Text.of(text.value());
        } else if (value instanceof CounterField counter) {
            return Counter.of(counter.value());
        } else if (value instanceof ListField list) {
            return list.values();
        } else if (value instanceof SetField set) {
            return set.values();
        }
        return value instanceof MapField map ? map.values() : value;
    }

    /** Returns the bytes that stand for a value. */
    public static byte[] exact(@Nullable Object value) {
        ByteWriter out = new ByteWriter(24);
        write(out, value, Integer.MAX_VALUE);
        return out.toArray();
    }

    /** Returns the bytes that stand for a value in an index: those of a long one are cut. */
    public static byte[] brief(@Nullable Object value) {
        ByteWriter out = new ByteWriter(24);
        write(out, value, MOST_UNITS);
        return out.toArray();
    }

    /** Returns the bytes of the beginning of strings that start with {@code prefix}. */
    static byte[] beginning(String prefix) {
        ByteWriter out = new ByteWriter(24).u8(STRING);
        writeUnits(out, prefix, Math.min(prefix.length(), MOST_UNITS));
        return out.toArray();
    }

    /** Returns the bytes of the beginning of all references to an object. */
    static byte[] reference(ObjectId object) {
        return new ByteWriter(17).u8(REFERENCE).raw(object.value()).toArray();
    }

    @SuppressWarnings("EnumOrdinal") // that constants compare by their ordinals is what Java says of them
    private static void write(ByteWriter out, @Nullable Object wrapped, int most) {
        Object value = unwrap(wrapped);
        if (value == null) {
            out.u8(ABSENT);
        } else if (value instanceof Boolean it) {
            out.u8(BOOLEAN).u8(it ? 1 : 0);
        } else if (value instanceof Integer it) {
            writeWhole(out, it);
        } else if (value instanceof Long it) {
            writeWhole(out, it);
        } else if (value instanceof Counter it) {
            writeWhole(out, it.value());
        } else if (value instanceof Double it) {
            writeNumber(out, it, 0);
        } else if (value instanceof String it) {
            writeString(out, it, most);
        } else if (value instanceof Text it) {
            writeString(out, it.value(), most);
        } else if (value instanceof Bytes it) {
            writeBytes(out, it, most);
        } else if (value instanceof Instant it) {
            out.u8(INSTANT).u64(it.getEpochSecond() ^ Long.MIN_VALUE).u32(it.getNano());
        } else if (value instanceof ObjectId it) {
            out.u8(REFERENCE).raw(it.value()).u8(0);
        } else if (value instanceof Ref<?> it) {
            out.u8(REFERENCE).raw(it.id().value()).u8(1).raw(it.space().value());
        } else if (value instanceof Enum<?> it) {
            out.u8(CONSTANT).u32(it.ordinal());
        } else if (value instanceof Constant it) {
            out.u8(CONSTANT).u32(it.ordinal());
        } else if (kind(value) == OTHER) {
            out.u8(OTHER);
        } else {
            throw new IllegalArgumentException(
                    "value: a " + value.getClass().getName() + " is not less or greater than others");
        }
    }

    /**
     * An enum constant whose class is not at hand.
     *
     * @param ordinal its place among the constants
     */
    public record Constant(int ordinal) {}

    /** A whole number is the greatest double below it, or equal, and what is missing, which is below 1,024. */
    private static void writeWhole(ByteWriter out, long value) {
        double below = (double) value;
        if (below == 0x1p63 || (long) below > value) {
            below = Math.nextDown(below);
        }
        writeNumber(out, below, (int) (value - (long) below));
    }

    private static void writeNumber(ByteWriter out, double value, int more) {
        long bits = Double.doubleToLongBits(value);
        out.u8(NUMBER).u64(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE).u16(more);
    }

    private static void writeString(ByteWriter out, String value, int most) {
        out.u8(STRING);
        writeUnits(out, value, Math.min(value.length(), most));
        out.u8(0).u8(value.length() > most ? CUT : END);
    }

    /** Each unit as UTF-8 encodes it, half of a pair too, which keeps the order of units. */
    private static void writeUnits(ByteWriter out, String value, int count) {
        for (int i = 0; i < count; i++) {
            char unit = value.charAt(i);
            if (unit == 0) {
                out.u8(0).u8(ESCAPED);
            } else if (unit < 0x80) {
                out.u8(unit);
            } else if (unit < 0x800) {
                out.u8(0xC0 | (unit >> 6)).u8(0x80 | (unit & 0x3F));
            } else {
                out.u8(0xE0 | (unit >> 12)).u8(0x80 | ((unit >> 6) & 0x3F)).u8(0x80 | (unit & 0x3F));
            }
        }
    }

    private static void writeBytes(ByteWriter out, Bytes value, int most) {
        out.u8(BYTES);
        for (int i = 0; i < Math.min(value.size(), most); i++) {
            out.u8(value.at(i));
            if (value.at(i) == 0) {
                out.u8(ESCAPED);
            }
        }
        out.u8(0).u8(value.size() > most ? CUT : END);
    }

    /** Returns the kind of a value; 0 for what no field holds. */
    static int kind(@Nullable Object value) {
        if (value == null) {
            return ABSENT;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value instanceof Number || value instanceof Counter) {
            return value instanceof Long
                            || value instanceof Integer
                            || value instanceof Double
                            || value instanceof Counter
                    ? NUMBER
                    : 0;
        } else if (value instanceof String || value instanceof Text) {
            return STRING;
        } else if (value instanceof Bytes) {
            return BYTES;
        } else if (value instanceof Instant) {
            return INSTANT;
        } else if (value instanceof ObjectId || value instanceof Ref<?>) {
            return REFERENCE;
        } else if (value instanceof Enum<?> || value instanceof Constant) {
            return CONSTANT;
        }
        return value instanceof Collection<?> || value instanceof Map<?, ?> ? OTHER : 0;
    }

    /** Returns whether a value has a place of its own in the order. */
    static boolean isOrdered(@Nullable Object value) {
        int kind = kind(value);
        return kind != 0 && kind != OTHER;
    }

    /** Returns whether a value is there and has a place of its own in the order. */
    public static boolean isPresent(@Nullable Object value) {
        return unwrap(value) != null && isOrdered(unwrap(value));
    }

    /** Returns whether the value that begins at {@code from} is nothing. */
    public static boolean isAbsent(byte[] bytes, int from, boolean inverted) {
        return (bytes[from] ^ (inverted ? 0xFF : 0)) == ABSENT;
    }

    /** Refuses nothing, and what no field holds, of which no order is known. */
    static void requireOrdered(@Nullable Object value) {
        if (value == null || !isOrdered(value)) {
            throw new IllegalArgumentException("value: a "
                    + (value == null ? "null" : value.getClass().getName()) + " is not less or greater than others");
        }
    }

    /** Returns bytes that compare the other way round. */
    public static byte[] inverted(byte[] bytes) {
        byte[] inverted = bytes.clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        return inverted;
    }

    /** Returns the first string of bytes after all that start with {@code prefix}; null when there is none. */
    public static byte @Nullable [] after(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(prefix, length);
        next[length - 1]++;
        return next;
    }

    /** Returns where the value ends that begins at {@code from}; an inverted one stands in descending order. */
    public static int end(byte[] bytes, int from, boolean inverted) {
        int mask = inverted ? 0xFF : 0;
        return switch ((bytes[from] ^ mask) & 0xFF) {
            case ABSENT, OTHER -> from + 1;
            case BOOLEAN -> from + 2;
            case NUMBER -> from + NUMBER_SIZE;
            case INSTANT -> from + INSTANT_SIZE;
            case REFERENCE -> from + (((bytes[from + NEAR_SIZE - 1] ^ mask) & 0xFF) == 0 ? NEAR_SIZE : FAR_SIZE);
            case CONSTANT -> from + CONSTANT_SIZE;
            case STRING, BYTES -> endOfString(bytes, from + 1, mask);
            default -> throw new IllegalArgumentException("bytes: no value at " + from);
        };
    }

    private static int endOfString(byte[] bytes, int from, int mask) {
        int at = from;
        while (true) {
            if (((bytes[at] ^ mask) & 0xFF) != 0) {
                at++;
            } else if (((bytes[at + 1] ^ mask) & 0xFF) == ESCAPED) {
                at += 2;
            } else {
                return at + 2;
            }
        }
    }

    /** Returns whether the value that ends at {@code end} was cut. */
    public static boolean cut(byte[] bytes, int from, int end, boolean inverted) {
        int mask = inverted ? 0xFF : 0;
        int kind = (bytes[from] ^ mask) & 0xFF;
        return (kind == STRING || kind == BYTES) && ((bytes[end - 1] ^ mask) & 0xFF) == CUT;
    }

    /** Returns the brief form of the value whose exact form is given. */
    static byte[] brief(byte[] exact) {
        int kind = exact[0];
        if (kind != STRING && kind != BYTES) {
            return exact;
        }
        int at = 1;
        for (int units = 0; units < MOST_UNITS; units++) {
            if (exact[at] == 0 && (exact[at + 1] & 0xFF) != ESCAPED) {
                return exact;
            }
            at += unitSize(exact, at, kind);
        }
        if (exact[at] == 0 && (exact[at + 1] & 0xFF) != ESCAPED) {
            return exact;
        }
        byte[] brief = Arrays.copyOf(exact, at + 2);
        brief[at] = 0;
        brief[at + 1] = CUT;
        return brief;
    }

    /** Returns the brief form of a value whose exact form, or the inverse of it, is given. */
    public static byte[] shortened(byte[] exact, boolean inverted) {
        return inverted ? inverted(brief(inverted(exact))) : brief(exact);
    }

    /** Returns whether bytes stand for one value, rather than for the beginning of many or for a value that is cut. */
    static boolean isExact(byte[] ascending) {
        byte[] padded = Arrays.copyOf(ascending, Math.max(ascending.length, FAR_SIZE) + 2);
        int end = end(padded, 0, false);
        return end == ascending.length && !cut(ascending, 0, end, false);
    }

    private static int unitSize(byte[] bytes, int at, int kind) {
        int first = bytes[at] & 0xFF;
        if (first == 0) {
            return 2;
        }
        return kind == BYTES || first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
    }
}
