package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Filter;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.StoredIndex;
import dev.hearth.echo.internal.query.Bound;
import dev.hearth.echo.internal.query.Condition;
import dev.hearth.echo.internal.query.Constraints;
import dev.hearth.echo.internal.query.Interval;
import dev.hearth.echo.internal.query.Junction;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
    private final List<Filter<?>> conjuncts;
    private final Constraints constraints;
    private final boolean counting;

    private Planner(Terms<?> terms, List<Filter<?>> conjuncts, boolean counting) {
        this.terms = terms;
        this.conjuncts = conjuncts;
        this.constraints = Constraints.of(conjuncts, terms.extent().row());
        this.counting = counting;
    }

    /** Returns how to find the results of a query. Under the lock. */
    static Plan plan(Terms<?> terms) {
        return plan(terms, false);
    }

    /** Returns how to count the results of a query, in any order. Under the lock. */
    static Plan counting(Terms<?> terms) {
        return plan(terms, true);
    }

    private static Plan plan(Terms<?> terms, boolean counting) {
        if (terms.extent().among().isPresent()) {
            return Plan.STEPS;
        }
        List<Filter<?>> conjuncts = terms.filters().stream()
                .flatMap(each -> Junction.conjuncts(each).stream())
                .toList();
        return new Planner(terms, conjuncts, counting).best();
    }

    private Plan best() {
        List<StoredIndex> ready = ready();
        List<Plan> plans = plans(ready);
        if (plans.isEmpty()) {
            return Plan.SCAN;
        }
        OptionalLong objects = ready.stream()
                .filter(index -> !index.shape().multiple())
                .mapToLong(index -> index.estimate(new byte[0], null))
                .max();
        objects.ifPresent(count -> plans.add(Plan.scan(count)));
        long least = plans.stream().mapToLong(Plan::estimated).min().orElse(0);
        return plans.stream()
                .min(Comparator.<Plan>comparingDouble(plan -> cost(plan, least)).thenComparing(Plan::isScan))
                .orElse(Plan.SCAN);
    }

    private List<StoredIndex> ready() {
        return terms.core().objects().indexes().of(terms.extent().type()).stream()
                .filter(StoredIndex::ready)
                .toList();
    }

    /** Returns the ways that lead through indexes. */
    private List<Plan> plans(List<StoredIndex> ready) {
        List<Plan> plans = new ArrayList<>();
        for (StoredIndex index : ready) {
            if (index.shape().columns().stream().allMatch(terms.extent()::fits)) {
                use(index).ifPresent(plans::add);
            }
        }
        for (Filter<?> each : conjuncts) {
            if (each instanceof Junction<?> junction && !junction.every()) {
                either(junction, ready).ifPresent(plans::add);
            }
        }
        return plans;
    }

    /**
     * Alternatives are found together when an index finds each of them, be it with the help of what else is asked; so
     * the one may come from another index than the other.
     */
    private Optional<Plan> either(Junction<?> junction, List<StoredIndex> ready) {
        List<Filter<?>> others = conjuncts.stream()
                .filter(each -> !(each instanceof Junction<?>))
                .toList();
        List<Plan.Read> reads = new ArrayList<>();
        boolean covers = others.size() + 1 == conjuncts.size();
        long estimated = 0;
        for (Filter<?> part : junction.parts()) {
            List<Filter<?>> all = new ArrayList<>(others);
            all.addAll(Junction.conjuncts(part));
            Optional<Plan> found = new Planner(terms, all, counting)
                    .plans(ready).stream()
                            .filter(plan -> !plan.bounds().isEmpty())
                            .min(Comparator.comparingLong(Plan::estimated));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            reads.addAll(found.get().reads());
            covers &= found.get().covers();
            estimated += found.get().estimated();
        }
        int ranges = reads.stream().mapToInt(read -> read.ranges().size()).sum();
        return junction.parts().isEmpty() || ranges > MOST_RANGES
                ? Optional.empty()
                : Optional.of(new Plan(reads, Plan.Served.NOT, List.of(junction), covers, estimated));
    }

    /** Returns about how many objects are read; reading a key costs a fraction of that. */
    private double cost(Plan plan, long least) {
        double all = plan.estimated();
        double reached = least == 0 ? all : Math.min(all, terms.limit() * all / least);
        if (plan.isScan()) {
            return terms.orders().isEmpty() ? reached : all;
        } else if (counting && plan.covers()) {
            return all * KEY_COST;
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
                            stand.said(),
                            /* exact= */ false))
                    .min(Comparator.comparingLong(Plan::estimated));
        }
        List<Bytes> prefixes = List.of(Bytes.EMPTY);
        List<Filter<?>> bounds = new ArrayList<>();
        boolean exact = true;
        int points = 0;
        while (points < columns.size()) {
            Optional<Constraints.Stand> fixed = fixed(columns.get(points));
            if (fixed.isEmpty() || prefixes.size() * fixed.get().intervals().size() > MOST_RANGES) {
                break;
            }
            prefixes = extend(prefixes, columns.get(points), fixed.get().intervals());
            bounds.addAll(fixed.get().said());
            exact &= fixed.get().exact();
            points++;
        }
        Optional<Constraints.Stand> last =
                points < columns.size() ? stands(columns.get(points)).stream().findFirst() : Optional.empty();
        last.ifPresent(stand -> bounds.addAll(stand.said()));
        exact &= last.map(Constraints.Stand::exact).orElse(true);
        List<Plan.Range> ranges = last.isPresent()
                ? ranges(prefixes, columns.get(points), last.get().intervals())
                : whole(prefixes);
        Plan.Served served = ranges.size() > 1 ? Plan.Served.NOT : served(columns, points);
        boolean helps = !bounds.isEmpty()
                || (served.columns() > 0 && terms.limit() < Integer.MAX_VALUE)
                || (counting && conjuncts.isEmpty());
        return helps && ranges.size() <= MOST_RANGES
                ? Optional.of(plan(index, ranges, served, bounds, exact))
                : Optional.empty();
    }

    /** The objects that have one member or word stand in the order of their ids. */
    private boolean isInOrder(Constraints.Stand stand) {
        return terms.orders().isEmpty()
                && stand.intervals().size() == 1
                && stand.intervals().get(0).isExactPoint();
    }

    private Plan plan(
            StoredIndex index, List<Plan.Range> ranges, Plan.Served served, List<Filter<?>> bounds, boolean exact) {
        long estimated = ranges.stream()
                .mapToLong(range -> index.estimate(range.from(), range.to()))
                .sum();
        boolean covers = exact
                && bounds.size() == conjuncts.size()
                && terms.after() == null
                && terms.extent().isNeedless();
        return new Plan(List.of(new Plan.Read(index, ranges)), served, bounds, covers, estimated);
    }

    private static List<Plan.Range> whole(List<Bytes> prefixes) {
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
        byte[] place = Objects.requireNonNull(bound.place(), "no value begins with the greatest byte");
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
