package dev.hearth.echo.internal.index;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.crdt.FieldKind;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.query.ValueOrder;
import dev.hearth.echo.internal.query.Words;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column of an index.
 *
 * @param field the field that it is about
 * @param source what of the field stands in the index
 * @param conversion what the values are read as
 * @param descending whether greater values come first
 */
public record Column(String field, Source source, Conversion conversion, boolean descending) {
    /** What of a field stands in an index. Numbers are part of the format. */
    public enum Source {
        /** Its value. */
        VALUE(0),
        /** Each member of a set, and each item of a list. */
        MEMBERS(1),
        /** Each key of a map. */
        KEYS(2),
        /** The sum of a counter. */
        COUNTER(3),
        /** The beginning of a text. */
        TEXT(4),
        /** Each word of a text, or of a string. */
        WORDS(5);

        private final int number;

        Source(int number) {
            this.number = number;
        }

        private static Source of(int number) throws MalformedException {
            for (Source each : values()) {
                if (each.number == number) {
                    return each;
                }
            }
            throw new MalformedException("An unknown source of a column");
        }
    }

    private static final Limit MOST_NAME = new Limit("bytes of a name", 1 << 16);

    /** Enough of a text for its brief form, which ends before it. */
    private static final int TEXT_UNITS = 128;

    /** Returns whether an object may stand in the index several times, or not at all, because of this column. */
    public boolean multiple() {
        return source == Source.MEMBERS || source == Source.KEYS || source == Source.WORDS;
    }

    /** Returns what an object contributes; nothing when the field does not fit the column. */
    Set<Object> values(ObjectState state, SpaceId space) {
        return switch (source) {
            case VALUE -> value(state, space);
            case MEMBERS -> members(state, space);
            case KEYS -> new LinkedHashSet<>(state.map(field).keySet());
            case COUNTER -> Set.of(Counter.of(state.counter(field)));
            case TEXT -> Set.of(text(state));
            case WORDS -> words(state);
        };
    }

    private Set<Object> value(ObjectState state, SpaceId space) {
        Object value = conversion.kind() == Conversion.Kind.ANY
                ? anything(state, space)
                : conversion.read(state.scalar(field), space);
        if (value == Conversion.MISFIT) {
            return Set.of();
        }
        return Set.of(value == null ? Optional.empty() : value);
    }

    /** Returns the value of a field that holds one; nothing when it is missing or does not fit. */
    Optional<Object> plain(ObjectState state, SpaceId space) {
        boolean scalar = state.kind(field).map(kind -> kind == FieldKind.SCALAR).orElse(true);
        Object value = scalar ? conversion.read(state.scalar(field), space) : null;
        return value == null || !ValueOrder.isPresent(value) ? Optional.empty() : Optional.of(value);
    }

    /** A field without a type is what it was written as last. */
    private @Nullable Object anything(ObjectState state, SpaceId space) {
        FieldKind kind = state.kind(field).orElse(FieldKind.SCALAR);
        return switch (kind) {
            case SCALAR -> conversion.read(state.scalar(field), space);
            case COUNTER -> Counter.of(state.counter(field));
            case TEXT -> text(state);
            case LIST, MAP, SET, MODEL -> List.of();
        };
    }

    private String text(ObjectState state) {
        return state.textRange(field, 0, Math.min(state.textLength(field), TEXT_UNITS));
    }

    private Set<Object> members(ObjectState state, SpaceId space) {
        Set<Object> values = new LinkedHashSet<>();
        for (Collection<Scalar> members : List.of(state.set(field), state.list(field))) {
            for (Scalar member : members) {
                Object value = conversion.read(member, space);
                if (value != Conversion.MISFIT) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private Set<Object> words(ObjectState state) {
        Set<Object> words = new LinkedHashSet<>(Words.of(state.text(field)));
        state.scalar(field)
                .filter(Scalar.Str.class::isInstance)
                .ifPresent(string -> words.addAll(Words.of(((Scalar.Str) string).value())));
        return words;
    }

    /** Returns this column in ascending order. */
    public Column ascending() {
        return new Column(field, source, conversion, false);
    }

    /** Returns the bytes that stand for a value in this column. */
    byte[] encode(Object value) {
        byte[] ascending = ValueOrder.brief(value);
        return descending ? ValueOrder.inverted(ascending) : ascending;
    }

    void write(ByteWriter out) {
        out.text(field).u8(source.number).u8(descending ? 1 : 0);
        conversion.write(out);
    }

    static Column read(ByteReader in) throws MalformedException {
        String field = in.text(MOST_NAME);
        Source source = Source.of(in.u8());
        boolean descending = in.u8() == 1;
        return new Column(field, source, Conversion.read(in), descending);
    }

    @Override
    public String toString() {
        String name = switch (source) {
            case VALUE, COUNTER, TEXT -> field;
            case MEMBERS -> "members of " + field;
            case KEYS -> "keys of " + field;
            case WORDS -> "words of " + field;
        };
        return descending ? name + " desc" : name;
    }
}
