package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import dev.hearth.echo.internal.query.ValueOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stored value reads as: what a record's component would hold, told without the record's class, so that an index
 * is kept right by programs that don't know the class.
 *
 * @param kind the type that is read
 * @param optional whether a value that is missing reads as nothing, rather than as the type's own
 * @param constants the names of an enum's constants in their order
 */
public record Conversion(Kind kind, boolean optional, List<String> constants) {
    /** What a value is read as. Numbers are part of the format. */
    public enum Kind {
        /** As it is stored. */
        ANY(0),
        /** A string. */
        STRING(1),
        /** True or false. */
        BOOLEAN(2),
        /** A whole number of 32 bits. */
        INT(3),
        /** A whole number of 64 bits. */
        LONG(4),
        /** A number in binary64. */
        DOUBLE(5),
        /** An instant. */
        INSTANT(6),
        /** Bytes. */
        BYTES(7),
        /** The id of an object of this space. */
        OBJECT(8),
        /** A reference. */
        REF(9),
        /** A constant of an enum. */
        CONSTANT(10);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Kind of(int number) throws MalformedException {
            for (Kind each : values()) {
                if (each.number == number) {
                    return each;
                }
            }
            throw new MalformedException("An unknown kind of column");
        }
    }

    /** What a value reads as that does not fit: then no index holds the object. */
    static final Object MISFIT = new Object();

    private static final Limit MOST_CONSTANTS = new Limit("constants of an enum", 1 << 16);
    private static final Limit MOST_NAME = new Limit("bytes of a name", 1 << 16);

    /** Copies its input. */
    public Conversion {
        constants = List.copyOf(constants);
    }

    /** Returns the conversion of a type without constants. */
    public static Conversion of(Kind kind, boolean optional) {
        return new Conversion(kind, optional, List.of());
    }

    /** Returns what a field reads as; null for nothing. */
    @Nullable Object read(Optional<Scalar> stored, SpaceId space) {
        return stored.filter(scalar -> kind == Kind.ANY || !(scalar instanceof Scalar.Null))
                .map(scalar -> read(scalar, space))
                .orElseGet(this::absent);
    }

    private @Nullable Object absent() {
        if (optional) {
            return null;
        }
        return switch (kind) {
            case ANY -> null;
            case STRING -> "";
            case BOOLEAN -> false;
            case INT, LONG -> 0L;
            case DOUBLE -> 0.0;
            case INSTANT -> Instant.EPOCH;
            case BYTES -> Bytes.EMPTY;
            case OBJECT, REF -> MISFIT;
            case CONSTANT -> new ValueOrder.Constant(0);
        };
    }

    /** Returns what one value reads as. */
    Object read(Scalar scalar, SpaceId space) {
        Object plain = Values.plain(scalar, space);
        return switch (kind) {
            case ANY -> plain;
            case STRING -> plain instanceof String ? plain : MISFIT;
            case BOOLEAN -> plain instanceof Boolean ? plain : MISFIT;
            case INT -> plain instanceof Long number && number == number.intValue() ? plain : MISFIT;
            case LONG -> plain instanceof Long ? plain : MISFIT;
            case DOUBLE -> plain instanceof Long number ? (Object) (double) number : only(plain, Double.class);
            case INSTANT -> only(plain, Instant.class);
            case BYTES -> only(plain, Bytes.class);
            case OBJECT -> plain instanceof Ref<?> ref && ref.space().equals(space) ? ref.id() : MISFIT;
            case REF -> only(plain, Ref.class);
            case CONSTANT -> plain instanceof String name ? constant(name) : MISFIT;
        };
    }

    private static Object only(Object plain, Class<?> type) {
        return type.isInstance(plain) ? plain : MISFIT;
    }

    private Object constant(String name) {
        int ordinal = constants.indexOf(name);
        return ordinal < 0 ? MISFIT : new ValueOrder.Constant(ordinal);
    }

    void write(ByteWriter out) {
        out.u8(kind.number).u8(optional ? 1 : 0).varint(constants.size());
        constants.forEach(out::text);
    }

    static Conversion read(ByteReader in) throws MalformedException {
        Kind kind = Kind.of(in.u8());
        boolean optional = in.u8() == 1;
        List<String> constants = new ArrayList<>();
        for (int i = in.varint(MOST_CONSTANTS); i > 0; i--) {
            constants.add(in.text(MOST_NAME));
        }
        return new Conversion(kind, optional, constants);
    }
}
