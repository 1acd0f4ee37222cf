package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Filter;
import dev.hearth.echo.Property;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import dev.hearth.echo.ViewQuery;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.query.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A question to the objects of one type at a version. Immutable. All objects of the type are read, some at a time, and
 * no more results are kept than the limit asks for.
 */
final class PastQuery<T> implements ViewQuery<T> {
    private static final int AT_ONCE = 256;

    private final PastObjects objects;
    private final Rows<T> rows;
    private final List<Filter<? super T>> filters;
    private final List<Terms.Order> orders;
    private final int limit;

    /** How the objects of a type are read: what they are, their references, and what must be there for one to show. */
    record Rows<T>(
            String type,
            BiFunction<ObjectId, ObjectState, T> reader,
            Function<ObjectId, Ref<T>> refs,
            Function<T, List<ObjectId>> needs) {}

    private PastQuery(
            PastObjects objects, Rows<T> rows, List<Filter<? super T>> filters, List<Terms.Order> orders, int limit) {
        this.objects = objects;
        this.rows = rows;
        this.filters = filters;
        this.orders = orders;
        this.limit = limit;
    }

    /** Returns a query for all objects of a type. */
    static <T> PastQuery<T> of(PastObjects objects, Rows<T> rows) {
        return new PastQuery<>(objects, rows, List.of(), List.of(), Integer.MAX_VALUE);
    }

    @Override
    public ViewQuery<T> where(Filter<? super T> filter) {
        List<Filter<? super T>> all = new ArrayList<>(filters);
        all.add(filter);
        return new PastQuery<>(objects, rows, List.copyOf(all), orders, limit);
    }

    @Override
    public <V extends Comparable<? super V>> ViewQuery<T> orderBy(Property<T, V> property) {
        return orderBy(new Terms.Order(Path.of(property), false));
    }

    @Override
    public <V extends Comparable<? super V>> ViewQuery<T> orderByDescending(Property<T, V> property) {
        return orderBy(new Terms.Order(Path.of(property), true));
    }

    private ViewQuery<T> orderBy(Terms.Order order) {
        List<Terms.Order> all = new ArrayList<>(orders);
        all.add(order);
        return new PastQuery<>(objects, rows, filters, List.copyOf(all), limit);
    }

    @Override
    public ViewQuery<T> limit(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", at least 0");
        }
        return new PastQuery<>(objects, rows, filters, orders, Math.min(limit, count));
    }

    @Override
    public List<Result<T>> list() {
        PriorityQueue<Ranked<T>> least = new PriorityQueue<>(Collections.reverseOrder());
        each(found -> {
            least.add(new Ranked<>(Terms.rank(orders, found), found));
            if (least.size() > limit) {
                least.remove();
            }
        });
        return least.stream().sorted().map(Ranked::result).toList();
    }

    @Override
    public long count() {
        long[] count = new long[1];
        each(found -> count[0]++);
        return Math.min(limit, count[0]);
    }

    private void each(Consumer<Result<T>> visitor) {
        Optional<ObjectId> last = Optional.empty();
        while (true) {
            Optional<ObjectId> after = last;
            List<ObjectId> some = objects.ofType(rows.type(), after, AT_ONCE);
            some.forEach(id -> row(id).ifPresent(
                            value -> visitor.accept(new Result<>(rows.refs().apply(id), value))));
            if (some.size() < AT_ONCE) {
                return;
            }
            last = Optional.of(some.get(some.size() - 1));
        }
    }

    private Optional<T> row(ObjectId id) {
        return objects.read(id, state -> {
                    if (!PastObjects.shown(state) || !LiveObject.type(state).equals(rows.type())) {
                        return Optional.<T>empty();
                    }
                    try {
                        return Optional.of(rows.reader().apply(id, state));
                    } catch (HearthException e) {
                        if (e.code() == ErrorCode.SCHEMA_MISMATCH) {
                            return Optional.<T>empty();
                        }
                        throw e;
                    }
                })
                .filter(value -> filters.stream().allMatch(filter -> filter.test(value)))
                .filter(value ->
                        rows.needs().apply(value).stream().allMatch(need -> objects.read(need, PastObjects::shown)));
    }
}
