package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Diff;
import dev.hearth.echo.Filter;
import dev.hearth.echo.Property;
import dev.hearth.echo.Query;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** A question to the objects of one type. Without an index: it reads all of them. Immutable. */
final class ObjectQuery<T> implements Query<T> {
    private final Core core;
    private final String type;
    private final Function<LiveObject, T> reader;
    private final Function<ObjectId, Ref<T>> refs;
    private final Filter<? super T> filter;
    private final Comparator<Result<T>> order;
    private final int limit;

    private ObjectQuery(
            Core core,
            String type,
            Function<LiveObject, T> reader,
            Function<ObjectId, Ref<T>> refs,
            Filter<? super T> filter,
            Comparator<Result<T>> order,
            int limit) {
        this.core = core;
        this.type = type;
        this.reader = reader;
        this.refs = refs;
        this.filter = filter;
        this.order = order;
        this.limit = limit;
    }

    static <T> ObjectQuery<T> of(
            Core core, String type, Function<LiveObject, T> reader, Function<ObjectId, Ref<T>> refs) {
        return new ObjectQuery<>(
                core, type, reader, refs, all -> true, Comparator.comparingInt(result -> 0), Integer.MAX_VALUE);
    }

    @Override
    public Query<T> where(Filter<? super T> more) {
        Filter<? super T> before = filter;
        Filter<T> both = value -> before.test(value) && more.test(value);
        return new ObjectQuery<>(core, type, reader, refs, both, order, limit);
    }

    @Override
    public <V extends Comparable<? super V>> Query<T> orderBy(Property<T, V> property) {
        return ordered(property, Comparator.naturalOrder());
    }

    @Override
    public <V extends Comparable<? super V>> Query<T> orderByDescending(Property<T, V> property) {
        return ordered(property, Comparator.reverseOrder());
    }

    private <V> Query<T> ordered(Property<T, V> property, Comparator<V> comparator) {
        Comparator<Result<T>> next = order.thenComparing(result -> property.apply(result.value()), comparator);
        return new ObjectQuery<>(core, type, reader, refs, filter, next, limit);
    }

    @Override
    public Query<T> limit(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", at least 0");
        }
        return new ObjectQuery<>(core, type, reader, refs, filter, order, Math.min(limit, count));
    }

    int limit() {
        return limit;
    }

    String type() {
        return type;
    }

    /** Objects of equal rank come in the order of their ids. */
    Comparator<Result<T>> totalOrder() {
        return order.thenComparing(result -> result.ref().id());
    }

    /** Returns an object as a result, if it belongs to it. Under the lock. */
    Optional<Result<T>> match(ObjectId id) {
        LiveObject object = core.objects().get(id);
        if (!Core.present(object) || !object.type().equals(type)) {
            return Optional.empty();
        }
        T value;
        try {
            value = reader.apply(object);
        } catch (HearthException e) {
            if (e.code() == ErrorCode.SCHEMA_MISMATCH) {
                return Optional.empty();
            }
            throw e;
        }
        return filter.test(value) ? Optional.of(new Result<>(refs.apply(id), value)) : Optional.empty();
    }

    /** Returns all that belongs to the result, in order, without the limit. Under the lock. */
    List<Result<T>> matches() {
        List<Result<T>> results = new ArrayList<>();
        for (ObjectId id : core.objects().ofType(type)) {
            match(id).ifPresent(results::add);
        }
        results.sort(totalOrder());
        return results;
    }

    @Override
    public List<Result<T>> list() {
        List<Result<T>> results = core.locked(this::matches);
        return List.copyOf(results.subList(0, Math.min(limit, results.size())));
    }

    @Override
    public long count() {
        return list().size();
    }

    @Override
    public Subscription live(Executor executor, Consumer<Diff<T>> listener) {
        return new LiveQuery<>(core, this, executor, listener).start();
    }
}
