package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Filter;
import dev.hearth.echo.PageCursor;
import dev.hearth.echo.Result;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.query.Path;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a query asks for. Immutable; objects are read under the database's lock.
 *
 * @param core the database
 * @param extent what it chooses from
 * @param filters what its results fulfil, all of them
 * @param orders what they are ordered by, that which decides first first
 * @param limit how many there are at most
 * @param after the rank that they come after; null for none
 */
record Terms<T>(
        Core core,
        Extent<T> extent,
        List<Filter<? super T>> filters,
        List<Order> orders,
        int limit,
        @Nullable Bytes after) {
    /** So many bytes of a cursor tell the order that it is of. */
    private static final int MARK = 8;

    /** One property that results are ordered by. */
    record Order(Path path, boolean descending) {}

    static <T> Terms<T> of(Core core, Extent<T> extent) {
        return new Terms<>(core, extent, List.of(), List.of(), Integer.MAX_VALUE, null);
    }

    private static <E> List<E> plus(List<? extends E> some, E another) {
        List<E> all = new ArrayList<>(some);
        all.add(another);
        return List.copyOf(all);
    }

    /** Returns the same of the objects that steps lead to. */
    Terms<T> among(Supplier<Way<?>> some) {
        return new Terms<>(core, extent.among(some), filters, orders, limit, after);
    }

    Terms<T> where(Filter<? super T> filter) {
        return new Terms<>(core, extent, plus(filters, filter), orders, limit, after);
    }

    Terms<T> orderBy(Order order) {
        requireNoCursor();
        return new Terms<>(core, extent, filters, plus(orders, order), limit, after);
    }

    private void requireNoCursor() {
        if (after != null) {
            throw new IllegalStateException("The order comes before the cursor");
        }
    }

    Terms<T> limit(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", at least 0");
        }
        return new Terms<>(core, extent, filters, orders, Math.min(limit, count), after);
    }

    /** Returns the same with another limit. */
    Terms<T> window(int count) {
        return new Terms<>(core, extent, filters, orders, count, after);
    }

    /** Returns the same without an order, for what does not depend on it. */
    Terms<T> unordered() {
        return after == null ? new Terms<>(core, extent, filters, List.of(), limit, null) : this;
    }

    Terms<T> after(byte[] rank) {
        return new Terms<>(core, extent, filters, orders, limit, Bytes.of(rank));
    }

    Terms<T> after(PageCursor cursor) {
        Bytes value = cursor.value();
        if (value.size() < MARK + ObjectId.SIZE || !value.slice(0, MARK).equals(mark())) {
            throw new IllegalArgumentException("cursor: not of a query with this order");
        }
        return new Terms<>(core, extent, filters, orders, limit, value.slice(MARK, value.size()));
    }

    PageCursor cursor(Ranked<T> last) {
        return new PageCursor(Bytes.concat(mark(), Bytes.of(last.rank())));
    }

    /** Tells this order from others, so that a cursor is not taken for another's. */
    private Bytes mark() {
        ByteWriter out = new ByteWriter().text(extent.type());
        orders.forEach(order -> out.text(order.path().toString()).u8(order.descending() ? 1 : 0));
        return BlockFormat.sha256(out.toArray()).value().slice(0, MARK);
    }

    /** Returns an object as a result, if it would belong to it while all that it needs is there. */
    Optional<Result<T>> candidate(ObjectId id) {
        LiveObject object = core.objects().get(id);
        if (!object.shown() || !object.type().equals(extent.type())) {
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
        for (Filter<? super T> filter : filters) {
            if (!filter.test(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Result<>(extent.refs().apply(id), value));
    }

    /** Returns what has to be there for a candidate to be shown. */
    List<ObjectId> needs(Result<T> candidate) {
        return extent.needs().apply(candidate.value());
    }

    /** Returns a candidate with its rank, if all that it needs is there and it comes after the cursor. */
    Optional<Ranked<T>> ranked(Result<T> candidate) {
        for (ObjectId need : needs(candidate)) {
            if (!core.objects().get(need).shown()) {
                return Optional.empty();
            }
        }
        byte[] rank = rank(candidate);
        return after == null || Arrays.compareUnsigned(rank, after.toArray()) > 0
                ? Optional.of(new Ranked<>(rank, candidate))
                : Optional.empty();
    }

    private byte[] rank(Result<T> candidate) {
        return rank(orders, candidate);
    }

    /** Returns the rank of a result in an order: bytes that compare as the results do. */
    static byte[] rank(List<Order> orders, Result<?> candidate) {
        ObjectId id = candidate.ref().id();
        if (orders.isEmpty()) {
            return id.value().toArray();
        }
        ByteWriter rank = new ByteWriter(64);
        for (Order order : orders) {
            byte[] value = ValueOrder.exact(order.path().read(candidate.value()));
            rank.raw(order.descending() ? ValueOrder.inverted(value) : value);
        }
        return rank.raw(id.value()).toArray();
    }
}
