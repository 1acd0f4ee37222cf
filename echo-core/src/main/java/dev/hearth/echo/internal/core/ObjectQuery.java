package dev.hearth.echo.internal.core;

import dev.hearth.base.Subscription;
import dev.hearth.echo.Aggregate;
import dev.hearth.echo.Diff;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Filter;
import dev.hearth.echo.Group;
import dev.hearth.echo.LiveList;
import dev.hearth.echo.Page;
import dev.hearth.echo.PageCursor;
import dev.hearth.echo.Property;
import dev.hearth.echo.Query;
import dev.hearth.echo.QueryPlan;
import dev.hearth.echo.Result;
import dev.hearth.echo.internal.query.Junction;
import dev.hearth.echo.internal.query.Negation;
import dev.hearth.echo.internal.query.Path;
import dev.hearth.echo.internal.query.WrittenQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A question to the objects of one type. Immutable. */
final class ObjectQuery<T> implements Query<T> {
    private final Core core;
    private final Terms<T> terms;

    private ObjectQuery(Terms<T> terms) {
        this.core = terms.core();
        this.terms = terms;
    }

    /** Returns a query for all objects of an extent. */
    static <T> ObjectQuery<T> of(Core core, Extent<T> extent) {
        return new ObjectQuery<>(Terms.of(core, extent));
    }

    @Override
    public Query<T> where(Filter<? super T> more) {
        return new ObjectQuery<>(terms.where(more));
    }

    @Override
    public Query<T> written(String text) {
        return WrittenQuery.refine(this, core.id(), text);
    }

    @Override
    public <V extends Comparable<? super V>> Query<T> orderBy(Property<T, V> property) {
        return new ObjectQuery<>(terms.orderBy(new Terms.Order(Path.of(property), false)));
    }

    @Override
    public <V extends Comparable<? super V>> Query<T> orderByDescending(Property<T, V> property) {
        return new ObjectQuery<>(terms.orderBy(new Terms.Order(Path.of(property), true)));
    }

    @Override
    public Query<T> limit(int count) {
        return new ObjectQuery<>(terms.limit(count));
    }

    @Override
    public Query<T> after(PageCursor cursor) {
        return new ObjectQuery<>(terms.after(cursor));
    }

    @Override
    public List<Result<T>> list() {
        return core.locked(
                () -> Retrieval.all(terms).stream().map(Ranked::result).toList());
    }

    @Override
    public Page<T> page(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", at least 1");
        }
        return core.locked(() -> {
            int one = Math.min(size, Integer.MAX_VALUE - 1);
            List<Ranked<T>> found = Retrieval.all(terms.limit(one + 1));
            List<Ranked<T>> shown = found.subList(0, Math.min(found.size(), one));
            Optional<PageCursor> next =
                    found.size() > one ? Optional.of(terms.cursor(found.get(one - 1))) : Optional.empty();
            return new Page<>(shown.stream().map(Ranked::result).toList(), next);
        });
    }

    private void each(Terms<T> asked, Predicate<Ranked<T>> visitor) {
        core.locked(() -> {
            new Retrieval<>(asked, Planner.plan(asked), candidate -> {}).each(visitor);
            return true;
        });
    }

    /** What does not depend on the order needs none, unless a limit decides by it what counts. */
    private Terms<T> inAnyOrder() {
        return terms.limit() == Integer.MAX_VALUE ? terms.unordered() : terms;
    }

    @Override
    public long count() {
        return core.locked(() -> {
            Terms<T> any = terms.unordered();
            return new Retrieval<>(any, Planner.counting(any), candidate -> {}).count();
        });
    }

    @Override
    public <V> Aggregate<V> aggregate(Property<T, V> property) {
        Aggregation<V> aggregation = new Aggregation<>();
        each(
                inAnyOrder(),
                found -> aggregation.add(property.apply(found.result().value())));
        return aggregation.result();
    }

    @Override
    public <V extends Comparable<? super V>> Optional<V> min(Property<T, V> property) {
        return extreme(property, /* greatest= */ false);
    }

    @Override
    public <V extends Comparable<? super V>> Optional<V> max(Property<T, V> property) {
        return extreme(property, /* greatest= */ true);
    }

    private <V extends Comparable<? super V>> Optional<V> extreme(Property<T, V> property, boolean greatest) {
        if (terms.limit() < Integer.MAX_VALUE || terms.after() != null) {
            Aggregate<V> all = aggregate(property);
            return greatest ? all.greatest() : all.least();
        }
        Terms<T> first = terms.unordered()
                .where(Filter.exists(property))
                .orderBy(new Terms.Order(Path.of(property), greatest))
                .limit(1);
        return new ObjectQuery<>(first).aggregate(property).least();
    }

    @Override
    public <K, V> List<Group<K, V>> groupBy(Property<T, K> key, Property<T, V> value) {
        Map<Grouping.Key, Grouping<K, V>> groups = new TreeMap<>();
        each(inAnyOrder(), found -> {
            T row = found.result().value();
            Object shared = key.apply(row);
            return groups.computeIfAbsent(Grouping.key(shared), each -> new Grouping<>(shared))
                    .add(value.apply(row));
        });
        List<Group<K, V>> results = new ArrayList<>();
        groups.values().forEach(group -> results.add(group.result()));
        return results;
    }

    @Override
    public QueryPlan explain() {
        return core.locked(() -> {
            Plan plan = Planner.plan(terms);
            Retrieval<T> retrieval = new Retrieval<>(terms, plan, candidate -> {});
            long[] results = new long[1];
            retrieval.each(found -> {
                results[0]++;
                return true;
            });
            List<String> filter = terms.filters().stream()
                    .flatMap(each -> Junction.conjuncts(each).stream())
                    .map(Negation::words)
                    .toList();
            return new QueryPlan(
                    kind(plan),
                    plan.indexes(),
                    plan.bounds().stream().map(Negation::words).toList(),
                    filter,
                    !retrieval.isFoundInOrder(),
                    plan.isScan() ? retrieval.visited() : plan.estimated(),
                    retrieval.visited(),
                    results[0],
                    Planner.counting(terms.unordered()).covers());
        });
    }

    private QueryPlan.Kind kind(Plan plan) {
        if (terms.extent().among().isPresent()) {
            return QueryPlan.Kind.STEPS;
        }
        return plan.isScan() ? QueryPlan.Kind.SCAN : QueryPlan.Kind.INDEX;
    }

    private <R> Query<R> step(Extent<R> extent, Supplier<Way.Step<T>> step) {
        return new ObjectQuery<>(Terms.of(core, extent.among(() -> Way.from(terms, step.get()))));
    }

    @Override
    public <R> Query<R> follow(Property<T, ?> reference, Class<R> type) {
        return step(core.extent(type), () -> new Steps.Follow<>(Path.of(reference)));
    }

    @Override
    public Query<DynamicObject> follow(Property<T, ?> reference, String type) {
        return step(Extent.of(core, type), () -> new Steps.Follow<>(Path.of(reference)));
    }

    @Override
    public Query<T> reach(Property<T, ?> reference, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth is " + depth + ", at least 1");
        }
        return step(terms.extent(), () -> new Steps.Reach<>(Path.of(reference), depth));
    }

    @Override
    public <R> Query<R> referencedBy(Class<R> type, Property<R, ?> reference) {
        Terms<R> others = Terms.of(core, core.extent(type));
        return step(core.extent(type), () -> new Steps.ReferencedBy<>(others, Path.of(reference)));
    }

    @Override
    public <R> Query<R> children(Class<R> type) {
        return step(core.extent(type), Steps.Along::children);
    }

    @Override
    public <R> Query<R> descendants(Class<R> type) {
        return step(core.extent(type), Steps.Along::descendants);
    }

    @Override
    public <R> Query<R> ancestors(Class<R> type) {
        return step(core.extent(type), Steps.Along::ancestors);
    }

    @Override
    public Subscription live(Executor executor, Consumer<Diff<T>> listener) {
        return LiveQuery.start(terms, executor, listener);
    }

    @Override
    public Flow.Publisher<Diff<T>> publisher(Executor executor) {
        return subscriber -> new DiffSubscription<>(terms, executor, subscriber).start();
    }

    @Override
    public LiveList<T> liveList(Executor executor) {
        return LiveListView.of(terms, executor);
    }
}
