package dev.hearth.echo;

import dev.hearth.base.Subscription;
import dev.hearth.echo.internal.query.Condition;
import dev.hearth.echo.internal.query.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A question to a database. Immutable: each method returns a refined query. Without an order, results come in the order
 * of their ids; objects of equal rank too. Objects that don't fit the record are left out. Within a transaction a query
 * sees what the transaction has done so far.
 *
 * <p>Values are ordered by kind: nothing, booleans, numbers, strings by their UTF-16 units, bytes, instants,
 * references, constants of enums by their ordinals; lists, sets and maps come last, all alike. Descending order is the
 * reverse of that. An {@link Optional} counts as what it holds.
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

    /** Keeps objects whose field equals {@code value}. */
    default Query<T> where(String field, Object value) {
        return where(field, Comparison.EQUAL, value);
    }

    /** Keeps objects whose field compares with {@code value} so. */
    default Query<T> where(String field, Comparison comparison, Object value) {
        return where(Condition.compare(Path.of(Property.named(field)), comparison, value));
    }

    /** Keeps objects that fulfil {@code filter}. */
    Query<T> where(Filter<? super T> filter);

    /**
     * Keeps objects that fulfil what is written, in the order that is written, such as {@code done = false and
     * (priority >= 3 or title starts with "Buy") order by due desc, title limit 20}; {@code docs/queries.md} has the
     * grammar. Fields are compared as {@link #where(String, Comparison, Object)} does.
     *
     * @throws dev.hearth.base.HearthException INPUT_MALFORMED with the rule that is broken and the position where
     */
    Query<T> written(String text);

    /** Orders by a property, ascending; later calls decide among equals. */
    <V extends Comparable<? super V>> Query<T> orderBy(Property<T, V> property);

    /** Orders by a property, descending; later calls decide among equals. */
    <V extends Comparable<? super V>> Query<T> orderByDescending(Property<T, V> property);

    /** Orders by a field, ascending; later calls decide among equals. */
    default Query<T> orderBy(String field) {
        return orderBy(Property.<T, String>named(field));
    }

    /** Orders by a field, descending; later calls decide among equals. */
    default Query<T> orderByDescending(String field) {
        return orderByDescending(Property.<T, String>named(field));
    }

    /** Keeps the first {@code count} results. */
    Query<T> limit(int count);

    /**
     * Keeps results that come after the end of a page in the order of this query.
     *
     * @throws IllegalArgumentException when the cursor is not of a query with this order
     */
    Query<T> after(PageCursor cursor);

    /** Returns the results. */
    List<Result<T>> list();

    /** Returns the first {@code size} results, and where the next page begins; the page after it is asked for anew. */
    Page<T> page(int size);

    /** Returns the first result. */
    default Optional<Result<T>> first() {
        return limit(1).list().stream().findFirst();
    }

    /** Returns the number of results, which an index tells without reading them if it answers all conditions. */
    long count();

    /** Returns whether there is a result. */
    default boolean exists() {
        return limit(1).count() > 0;
    }

    /** Returns what the values of a property come to. */
    <V> Aggregate<V> aggregate(Property<T, V> property);

    /**
     * Returns the sum of a property's numbers; see {@link Aggregate#wholeSum} for whole numbers beyond 2 to the 53rd.
     */
    default double sum(Property<T, ? extends Number> property) {
        return aggregate(property).sum();
    }

    /** Returns the mean of a property's numbers, if there are any. */
    default OptionalDouble average(Property<T, ? extends Number> property) {
        return aggregate(property).average();
    }

    /** Returns the least value of a property, which an index tells without reading the others. */
    <V extends Comparable<? super V>> Optional<V> min(Property<T, V> property);

    /** Returns the greatest value of a property, which an index tells without reading the others. */
    <V extends Comparable<? super V>> Optional<V> max(Property<T, V> property);

    /** Returns the results that agree in a property, as groups in ascending order of it, with what it comes to. */
    default <K> List<Group<K, K>> groupBy(Property<T, K> key) {
        return groupBy(key, key);
    }

    /** Returns the results that agree in a property, as groups in ascending order of it, with what another comes to. */
    <K, V> List<Group<K, V>> groupBy(Property<T, K> key, Property<T, V> value);

    /**
     * Returns a query for the objects of a record's type that a property of the results refers to: by a {@link Ref}, an
     * {@link dev.hearth.base.ObjectId}, or an optional, a set, a list or a map of them. Where it leads is asked for
     * anew each time; references to other spaces lead nowhere. A live query after a step asks again when a commit
     * touched an object in such a way that the step may lead elsewhere.
     */
    <R> Query<R> follow(Property<T, ?> reference, Class<R> type);

    /** As {@link #follow(Property, Class)}, for the objects of the type of that name. */
    Query<DynamicObject> follow(Property<T, ?> reference, String type);

    /**
     * Returns a query for the objects of this type that are one to {@code depth} references away from the results, each
     * once; with {@link Integer#MAX_VALUE} all that can be reached.
     */
    Query<T> reach(Property<T, ?> reference, int depth);

    /**
     * Returns a query for the objects of a record's type whose property refers to one of the results. With an index of
     * the property, as a {@link Relation} has of its ends, others are not read. So
     * {@code people.referencedBy(Knows.class, Knows::source).follow(Knows::target, Person.class)} goes along a
     * relation, whose edges are shown while their ends are.
     */
    <R> Query<R> referencedBy(Class<R> type, Property<R, ?> reference);

    /** Returns a query for the objects of a record's type that stand directly under the results in the tree. */
    <R> Query<R> children(Class<R> type);

    /** Returns a query for the objects of a record's type that stand under the results in the tree, at any depth. */
    <R> Query<R> descendants(Class<R> type);

    /** Returns a query for the objects of a record's type under which the results stand in the tree, at any depth. */
    <R> Query<R> ancestors(Class<R> type);

    /** Answers the query and returns how. */
    QueryPlan explain();

    /**
     * Calls {@code listener} on {@code executor} with the results as one diff, and then with a diff after each commit
     * that changes them, in order. A diff costs as much as what changed; where a limit lets others come in, they are
     * asked for.
     *
     * @throws IllegalStateException within a transaction
     */
    Subscription live(Executor executor, Consumer<Diff<T>> listener);

    /**
     * Returns the same as {@link #live} as a publisher. Each subscriber gets the results as one diff when it first
     * requests something. While it requests nothing, changes are gathered; its next diff has all of them.
     *
     * @param executor where the subscribers are called; one that runs one task at a time keeps the order
     */
    Flow.Publisher<Diff<T>> publisher(Executor executor);

    /**
     * Returns the results as a list that changes as they do.
     *
     * @param executor where the list changes and its listeners are called, such as that of a user interface
     * @throws IllegalStateException within a transaction
     */
    LiveList<T> liveList(Executor executor);
}
