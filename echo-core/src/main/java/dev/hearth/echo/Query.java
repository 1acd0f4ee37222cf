package dev.hearth.echo;

import dev.hearth.base.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A question to a database. Immutable: each method returns a refined query. Without an order, results come in the order
 * of their ids; objects of equal rank too. Objects that don't fit the record are left out.
 *
 * @param <T> what the objects are read as
 */
public interface Query<T> {
    /** Keeps objects whose property equals {@code value}. */
    default <V> Query<T> where(Property<T, V> property, V value) {
        return where(Filter.equal(property, value));
    }

    /** Keeps objects whose property compares with {@code value} so. */
    default <V extends Comparable<? super V>> Query<T> where(Property<T, V> property, Comparison comparison, V value) {
        return where(Filter.of(property, comparison, value));
    }

    /** Keeps objects that fulfil {@code filter}. */
    Query<T> where(Filter<? super T> filter);

    /** Orders by a property, ascending; later calls decide among equals. */
    <V extends Comparable<? super V>> Query<T> orderBy(Property<T, V> property);

    /** Orders by a property, descending; later calls decide among equals. */
    <V extends Comparable<? super V>> Query<T> orderByDescending(Property<T, V> property);

    /** Keeps the first {@code count} results. */
    Query<T> limit(int count);

    /** Returns the results. */
    List<Result<T>> list();

    /** Returns the first result. */
    default Optional<Result<T>> first() {
        return limit(1).list().stream().findFirst();
    }

    /** Returns the number of results. */
    long count();

    /**
     * Calls {@code listener} on {@code executor} with the results as one diff, and then with a diff after each commit
     * that changes them, in order.
     */
    Subscription live(Executor executor, Consumer<Diff<T>> listener);
}
