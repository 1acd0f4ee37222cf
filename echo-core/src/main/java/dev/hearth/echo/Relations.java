package dev.hearth.echo;

/**
 * The edges of one type, asked for by their ends. Shown are those whose ends in this space are there: an edge outlasts
 * the deletion of an end, and is shown again when that end is restored. An end in another space is not looked at.
 * Indexes serve {@code from}, {@code to} and {@code between} where the ends are components named source and target;
 * otherwise a query reads all edges of the type.
 *
 * @param <S> what the sources are read as
 * @param <T> what the targets are read as
 * @param <R> the record of the edges
 */
public interface Relations<S, T, R extends Record & Relation<S, T>> {
    /** Returns a query for all edges. */
    Query<R> all();

    /** Returns a query for the edges that start at {@code source}. */
    Query<R> from(Ref<S> source);

    /** Returns a query for the edges that lead to {@code target}. */
    Query<R> to(Ref<T> target);

    /** Returns a query for the edges from {@code source} to {@code target}: one if all were made by relating them. */
    Query<R> between(Ref<S> source, Ref<T> target);
}
