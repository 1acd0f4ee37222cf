package dev.hearth.echo;

import java.util.List;
import java.util.Optional;

/**
 * A question to a {@link SpaceView}. Immutable: each method returns a refined query. It means what the {@link Query} of
 * the same methods means, and is answered without indexes: all objects of the type are read, with their histories where
 * something has happened to them since.
 *
 * @param <T> what the objects are read as
 */
public interface ViewQuery<T> {
    /** Keeps objects whose property equals {@code value}. */
    default <V> ViewQuery<T> where(Property<T, V> property, V value) {
        return where(Filter.equal(property, value));
    }

    /** Keeps objects whose property compares with {@code value} so. */
    default <V extends Comparable<? super V>> ViewQuery<T> where(
            Property<T, V> property, Comparison comparison, V value) {
        return where(Filter.of(property, comparison, value));
    }

    /** Keeps objects that fulfil {@code filter}. */
    ViewQuery<T> where(Filter<? super T> filter);

    /** Orders by a property, ascending; later calls decide among equals. */
    <V extends Comparable<? super V>> ViewQuery<T> orderBy(Property<T, V> property);

    /** Orders by a property, descending; later calls decide among equals. */
    <V extends Comparable<? super V>> ViewQuery<T> orderByDescending(Property<T, V> property);

    /** Keeps the first {@code count} results. */
    ViewQuery<T> limit(int count);

    /** Returns the results. */
    List<Result<T>> list();

    /** Returns the first result. */
    default Optional<Result<T>> first() {
        return limit(1).list().stream().findFirst();
    }

    /** Returns the number of results. */
    long count();
}
