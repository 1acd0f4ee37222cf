package dev.hearth.echo.internal.core;

import dev.hearth.echo.Filter;
import dev.hearth.echo.Property;
import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Relations;

/** The edges of one type, each shown while its ends are. */
record TypedEdges<S, T, R extends Record & Relation<S, T>>(Query<R> all) implements Relations<S, T, R> {
    private static final Property<Relation<?, ?>, Ref<?>> SOURCE = Relation::source;
    private static final Property<Relation<?, ?>, Ref<?>> TARGET = Relation::target;

    @Override
    public Query<R> from(Ref<S> source) {
        return all.where(Filter.equal(SOURCE, source));
    }

    @Override
    public Query<R> to(Ref<T> target) {
        return all.where(Filter.equal(TARGET, target));
    }

    @Override
    public Query<R> between(Ref<S> source, Ref<T> target) {
        return from(source).where(Filter.equal(TARGET, target));
    }
}
