package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Filter;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.StoredIndex;
import dev.hearth.echo.internal.query.Bound;
import dev.hearth.echo.internal.query.Condition;
import dev.hearth.echo.internal.query.Constraints;
import dev.hearth.echo.internal.query.Interval;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Chooses the index that finds a query's results with the fewest objects read. An index helps by its leading columns:
 * those that the query fixes to single values, then one that it bounds, or those that it orders by. How many keys lie
 * between bounds, its tree tells from its pages. An index that yields the query's order is left as soon as the limit is
 * reached; how soon that is, is guessed from the most selective index: of what it leaves, an equal part is expected
 * everywhere.
 */
final class Planner {
    /** The most stretches of an index that are read for a query. */
    private static final int MOST_RANGES = 1024;

    private static final double KEY_COST = 1.0 / 16;

    private final Terms<?> terms;
    private final Constraints constraints;

    private Planner(Terms<?> terms) {
        this.terms = terms;
        this.constraints = Constraints.of(terms.filters(), terms.extent().row());
    }

    /** Returns how to find the results of a query. Under the lock. */
    static Plan plan(Terms<?> terms) {
        return terms.extent().among().isPresent() ? Plan.STEPS : new Planner(terms).best();
    }

    private Plan best() {
        List<Plan> plans = new ArrayList<>();
        List<StoredIndex> all = terms
                .core()
                .objects()
                .indexes()
                .of(terms.extent().type())
                .stream()
                .filter(StoredIndex::ready)
                .toList();
        for (StoredIndex index : all) {
            if (index.shape().columns().stream().allMatch(terms.extent()::fits)) {
                use(index).ifPresent(plans::add);
            }
        }
        if (plans.isEmpty()) {
            return Plan.SCAN;
        }
        OptionalLong objects = all.stream()
                .filter(index -> !index.shape().multiple())
                .mapToLong(index -> index.estimate(new byte[0], null))
                .max();
        objects.ifPresent(count -> plans.add(Plan.scan(count)));
        long least = plans.stream().mapToLong(Plan::estimated).min().orElse(0);
        return plans.stream()
                .min(Comparator.<Plan>comparingDouble(plan -> cost(plan, least))
                        .thenComparing(plan -> plan.index().isEmpty()))
                .orElse(Plan.SCAN);
    }

    /** Returns about how many objects are read; reading a key costs a fraction of that. */
    private double cost(Plan plan, long least) {
        double all = plan.estimated();
        double reached = least == 0 ? all : Math.min(all, terms.limit() * all / least);
        if (plan.index().isEmpty()) {
            return terms.orders().isEmpty() ? reached : all;
        } else if (plan.served().inOrder()) {
            return reached * (1 + KEY_COST);
        }
        return all * KEY_COST + (terms.orders().isEmpty() ? reached : all);
    }

    private Optional<Plan> use(StoredIndex index) {
        List<Column> columns = index.shape().columns();
        if (index.shape().multiple()) {
            return stands(columns.get(0)).stream()
                    .filter(stand -> stand.intervals().size() <= MOST_RANGES)
                    .map(stand -> plan(
                            index,
                            ranges(List.of(Bytes.EMPTY), columns.get(0), stand.intervals()),
                            isInOrder(stand) ? new Plan.Served(1, 0, true, false) : Plan.Served.NOT,
                            stand.said()))
                    .min(Comparator.comparingLong(Plan::estimated));
        }
        List<Bytes> prefixes = List.of(Bytes.EMPTY);
        List<Filter<?>> bounds = new ArrayList<>();
        int points = 0;
        while (points < columns.size()) {
            Optional<Constraints.Stand> fixed = fixed(columns.get(points));
            if (fixed.isEmpty() || prefixes.size() * fixed.get().intervals().size() > MOST_RANGES) {
                break;
            }
            prefixes = extend(prefixes, columns.get(points), fixed.get().intervals());
            bounds.addAll(fixed.get().said());
            points++;
        }
        List<Plan.Range> ranges = bounded(columns, points, prefixes, bounds);
        Plan.Served served = ranges.size() > 1 ? Plan.Served.NOT : served(columns, points);
        boolean helps = !bounds.isEmpty() || (served.columns() > 0 && terms.limit() < Integer.MAX_VALUE);
        return helps && ranges.size() <= MOST_RANGES
                ? Optional.of(plan(index, ranges, served, bounds))
                : Optional.empty();
    }

    /** The objects that have one member or word stand in the order of their ids. */
    private boolean isInOrder(Constraints.Stand stand) {
        return terms.orders().isEmpty()
                && stand.intervals().size() == 1
                && stand.intervals().get(0).isExactPoint();
    }

    private static Plan plan(StoredIndex index, List<Plan.Range> ranges, Plan.Served served, List<Filter<?>> bounds) {
        long estimated = ranges.stream()
                .mapToLong(range -> index.estimate(range.from(), range.to()))
                .sum();
        return new Plan(Optional.of(index), ranges, served, bounds, estimated);
    }

    /** Returns the ranges of the column that follows those that are fixed, and adds what bounds it. */
    private List<Plan.Range> bounded(List<Column> columns, int points, List<Bytes> prefixes, List<Filter<?>> bounds) {
        List<Constraints.Stand> stands = points < columns.size() ? stands(columns.get(points)) : List.of();
        if (!stands.isEmpty()) {
            bounds.addAll(stands.get(0).said());
            return ranges(prefixes, columns.get(points), stands.get(0).intervals());
        }
        return prefixes.stream()
                .map(prefix -> new Plan.Range(prefix.toArray(), ValueOrder.after(prefix.toArray())))
                .toList();
    }

    private static List<Plan.Range> ranges(List<Bytes> prefixes, Column column, List<Interval> intervals) {
        List<Plan.Range> ranges = new ArrayList<>();
        for (Bytes prefix : prefixes) {
            intervals.forEach(interval -> ranges.add(range(prefix, column, interval)));
        }
        return ranges;
    }

    private List<Constraints.Stand> stands(Column column) {
        return constraints.of(column.field(), Extent.aspect(column));
    }

    private Optional<Constraints.Stand> fixed(Column column) {
        return stands(column).stream()
                .findFirst()
                .filter(stand -> stand.intervals().stream().allMatch(Interval::isExactPoint));
    }

    private static List<Bytes> extend(List<Bytes> prefixes, Column column, List<Interval> values) {
        List<Bytes> extended = new ArrayList<>();
        for (Bytes prefix : prefixes) {
            for (Interval value : values) {
                byte[] ascending = value.low().prefix();
                byte[] bytes = column.descending() ? ValueOrder.inverted(ascending) : ascending;
                extended.add(Bytes.concat(prefix, Bytes.of(bytes)));
            }
        }
        return extended;
    }

    private static Plan.Range range(Bytes prefix, Column column, Interval interval) {
        Bound low = column.descending() ? interval.high().inverted() : interval.low();
        Bound high = column.descending() ? interval.low().inverted() : interval.high();
        return new Plan.Range(place(prefix, low), place(prefix, high));
    }

    private static byte[] place(Bytes prefix, Bound bound) {
        byte[] place = bound.place();
        if (place == null) {
            throw new IllegalStateException("No value begins with the greatest byte");
        }
        return Bytes.concat(prefix, Bytes.of(place)).toArray();
    }

    /** Holds the query's order against the columns that follow those that are fixed. */
    private Plan.Served served(List<Column> columns, int points) {
        List<Terms.Order> orders = terms.orders().stream()
                .filter(order -> columns.subList(0, points).stream().noneMatch(column -> isOf(column, order)))
                .toList();
        int served = 0;
        boolean backwards = false;
        while (served < orders.size() && points + served < columns.size()) {
            Column column = columns.get(points + served);
            boolean opposite = column.descending() != orders.get(served).descending();
            if (!isOf(column, orders.get(served)) || (served > 0 && opposite != backwards)) {
                break;
            }
            backwards = opposite;
            served++;
        }
        boolean whole = served == orders.size() && points + served == columns.size();
        return new Plan.Served(points, served, whole, backwards);
    }

    private boolean isOf(Column column, Terms.Order order) {
        return Extent.aspect(column) == Condition.Aspect.VALUE
                && order.path().field(terms.extent().row()).equals(Optional.of(column.field()));
    }
}
