package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Diff;
import dev.hearth.echo.DynamicObject;
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
    /**
     * What a query chooses from.
     *
     * @param type the name of the objects' type
     * @param reader what an object is read as
     * @param refs the pointers to them
     * @param needs the objects that must be there for a result to be shown
     */
    private record Extent<T>(
            String type,
            Function<LiveObject, T> reader,
            Function<ObjectId, Ref<T>> refs,
            Function<? super T, List<ObjectId>> needs) {}

    private final Core core;
    private final Extent<T> extent;
    private final Filter<? super T> filter;
    private final Comparator<Result<T>> order;
    private final int limit;

    private ObjectQuery(Core core, Extent<T> extent, Filter<? super T> filter, Comparator<Result<T>> order, int limit) {
        this.core = core;
        this.extent = extent;
        this.filter = filter;
        this.order = order;
        this.limit = limit;
    }

    private static <T> ObjectQuery<T> of(Core core, Extent<T> extent) {
        return new ObjectQuery<>(core, extent, all -> true, Comparator.comparingInt(result -> 0), Integer.MAX_VALUE);
    }

    /** Returns a query for the objects of a record's type, each shown while all that it {@code needs} is there. */
    static <T extends Record> ObjectQuery<T> of(Core core, Class<T> type, Function<? super T, List<ObjectId>> needs) {
        RecordSchema<T> schema = RecordSchema.of(type);
        SpaceId space = core.id();
        return of(
                core,
                new Extent<>(
                        schema.name(),
                        object -> schema.read(object.state(), space),
                        id -> Ref.of(space, id, type),
                        needs));
    }

    /** Returns a query for the objects of the type of that name. */
    static ObjectQuery<DynamicObject> of(Core core, String type) {
        return of(
                core,
                new Extent<DynamicObject>(
                        type,
                        object -> new DynamicView(core, object.id()),
                        id -> Ref.of(core.id(), id, DynamicObject.class),
                        needless -> List.of()));
    }

    @Override
    public Query<T> where(Filter<? super T> more) {
        Filter<? super T> before = filter;
        Filter<T> both = value -> before.test(value) && more.test(value);
        return new ObjectQuery<>(core, extent, both, order, limit);
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
        return new ObjectQuery<>(core, extent, filter, next, limit);
    }

    @Override
    public Query<T> limit(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", at least 0");
        }
        return new ObjectQuery<>(core, extent, filter, order, Math.min(limit, count));
    }

    int limit() {
        return limit;
    }

    String type() {
        return extent.type();
    }

    /** Objects of equal rank come in the order of their ids. */
    Comparator<Result<T>> totalOrder() {
        return order.thenComparing(result -> result.ref().id());
    }

    /** Returns an object as a result, if it would belong to it while all that it needs is there. Under the lock. */
    Optional<Result<T>> candidate(ObjectId id) {
        LiveObject object = core.objects().get(id);
        if (!Core.present(object) || !object.type().equals(type())) {
            return Optional.empty();
        }
        T value;
        try {
            value = extent.reader().apply(object);
        } catch (HearthException e) {
            if (e.code() == ErrorCode.SCHEMA_MISMATCH) {
                return Optional.empty();
            }
            throw e;
        }
        return filter.test(value) ? Optional.of(new Result<>(extent.refs().apply(id), value)) : Optional.empty();
    }

    /** Returns all candidates, in order, without the limit. Under the lock. */
    List<Result<T>> candidates() {
        List<Result<T>> results = new ArrayList<>();
        for (ObjectId id : core.objects().ofType(type())) {
            candidate(id).ifPresent(results::add);
        }
        results.sort(totalOrder());
        return results;
    }

    /** Returns what has to be there for a candidate to be shown. */
    List<ObjectId> needs(Result<T> candidate) {
        return extent.needs().apply(candidate.value());
    }

    /** Returns whether all that a candidate needs is there. Under the lock. */
    boolean shown(Result<T> candidate) {
        return needs(candidate).stream()
                .allMatch(id -> Core.present(core.objects().get(id)));
    }

    @Override
    public List<Result<T>> list() {
        return core.locked(
                () -> candidates().stream().filter(this::shown).limit(limit).toList());
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
