package dev.hearth.echo.internal.core;

import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Relations;

/** The edges of one type, each shown while its ends are. */
record TypedEdges<S, T, R extends Record & Relation<S, T>>(Query<R> all) implements Relations<S, T, R> {
    @Override
    public Query<R> from(Ref<S> source) {
        return all.where(edge -> edge.source().equals(source));
    }

    @Override
    public Query<R> to(Ref<T> target) {
        return all.where(edge -> edge.target().equals(target));
    }

    @Override
    public Query<R> between(Ref<S> source, Ref<T> target) {
        return from(source).where(edge -> edge.target().equals(target));
    }
}
