package dev.hearth.echo.internal.schema;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a field holds, told without a Java class.
 *
 * @param container what it is made of
 * @param kind the kind of its value, or of each member
 * @param constants the strings that are allowed; empty for all
 * @param rules what it keeps to beside its kind
 */
public record FieldRule(Container container, Kind kind, List<String> constants, Rules rules) {
    /** What a field is made of. */
    public enum Container {
        /** One value. */
        NONE,
        /** A list. */
        LIST,
        /** A set. */
        SET,
        /** A map. */
        MAP
    }

    /** The kind of a value. */
    public enum Kind {
        /** Anything. */
        ANY,
        /** A string or a text. */
        STRING,
        /** True or false. */
        BOOLEAN,
        /** A whole number of 32 bits. */
        INT,
        /** A whole number of 64 bits, or a counter. */
        LONG,
        /** A number. */
        DOUBLE,
        /** An instant. */
        INSTANT,
        /** Bytes. */
        BYTES,
        /** A reference to an object. */
        OBJECT
    }

    /** Copies its input. */
    public FieldRule {
        constants = List.copyOf(constants);
    }

    /** Returns the rule that a value breaks, as a dynamic object has it, in words. */
    public Optional<String> broken(Object value) {
        boolean whole = switch (container) {
            case NONE -> holds(value);
            case LIST -> value instanceof List<?> list && holdsAll(list);
            case SET -> value instanceof Set<?> set && holdsAll(set);
            case MAP -> value instanceof Map<?, ?> map && holdsAll(map.values());
        };
        return whole ? rules.broken(value) : Optional.of(describe());
    }

    private String describe() {
        String each = constants.isEmpty() ? kind.name() : "one of " + constants;
        return container == Container.NONE ? each : container.name() + " of " + each;
    }

    private boolean holdsAll(Collection<?> values) {
        return values.stream().allMatch(this::holds);
    }

    private boolean holds(Object value) {
        return switch (kind) {
            case ANY -> true;
            case STRING -> (value instanceof String || value instanceof Text) && isAllowed(value);
            case BOOLEAN -> value instanceof Boolean;
            case INT -> value instanceof Long number && number == number.intValue();
            case LONG -> value instanceof Long || value instanceof Counter;
            case DOUBLE -> value instanceof Double || value instanceof Long;
            case INSTANT -> value instanceof Instant;
            case BYTES -> value instanceof Bytes;
            case OBJECT -> value instanceof Ref<?>;
        };
    }

    private boolean isAllowed(Object text) {
        return constants.isEmpty() || constants.contains(text.toString());
    }
}
