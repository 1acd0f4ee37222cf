package dev.hearth.echo;

import dev.hearth.echo.internal.query.NamedProperty;
import dev.hearth.echo.internal.query.OptionalProperty;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Function;

/**
 * A component of a record, given as a method reference such as {@code Task::done}, or a field given by its name. A
 * lambda expression will do for filters and orders, but no index can serve it. Serializable only so that the name of
 * the method can be told; nothing is ever serialized.
 *
 * @param <T> the record
 * @param <V> the component's type
 */
@FunctionalInterface
public interface Property<T, V> extends Function<T, V>, Serializable {
    /**
     * Returns the field of that name, of dynamic objects and of records alike. What it holds is not checked: a value of
     * another type than {@code V} compares as {@link Filter} says.
     */
    static <T, V> Property<T, V> named(String field) {
        return new NamedProperty<>(field);
    }

    /** Returns what an optional component holds, so that it can be compared and ordered by. */
    static <T, V> Property<T, V> optional(Property<T, Optional<V>> property) {
        return new OptionalProperty<>(property);
    }
}
