package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Result;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.IndexKeys;
import dev.hearth.echo.internal.index.StoredIndex;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the results of a query as a plan says. Every object that an index names is read and held against all conditions
 * again, so that an index may name too many. Objects that the open transaction has edited are not as the indexes have
 * them: those are left out, looked at by themselves, and put in where they belong. Under the database's lock.
 */
final class Retrieval<T> {
    private static final int TRIM_EVERY = 256;
    private static final int FIRST_CHUNK = 256;

    private final Terms<T> terms;
    private final Core core;
    private final Plan plan;
    private final Consumer<Result<T>> seen;
    private final Optional<Set<ObjectId>> among;
    private final Set<ObjectId> edited;
    private long visited;

    Retrieval(Terms<T> terms, Plan plan, Consumer<Result<T>> seen) {
        this.terms = terms;
        this.seen = seen;
        this.core = terms.core();
        this.plan = plan;
        this.among = terms.extent().among().map(way -> new TreeSet<>(way.get().ends()));
        this.edited = among.map(ids -> {
                    Set<ObjectId> some = new TreeSet<>(core.edited());
                    some.retainAll(ids);
                    return some;
                })
                .orElseGet(core::edited);
    }

    /** Returns the results of a query. */
    static <T> List<Ranked<T>> all(Terms<T> terms) {
        return all(terms, candidate -> {});
    }

    /** Returns the results of a query, and shows {@code seen} all that would be if what they need were there. */
    static <T> List<Ranked<T>> all(Terms<T> terms, Consumer<Result<T>> seen) {
        List<Ranked<T>> results = new ArrayList<>();
        new Retrieval<>(terms, Planner.plan(terms), seen).each(results::add);
        return results;
    }

    /** Returns how many objects were read. */
    long visited() {
        return visited;
    }

    /** Hands the results to {@code visitor}, in order, until it returns false. */
    void each(Predicate<Ranked<T>> visitor) {
        if (terms.limit() == 0) {
            return;
        }
        if (isFoundInOrder()) {
            Merge merge = new Merge(visitor);
            if (find(merge::take)) {
                merge.end();
            }
        } else {
            sorted(visitor);
        }
        core.trim();
    }

    /** Returns whether the objects need no sorting. */
    boolean isFoundInOrder() {
        return terms.orders().isEmpty() || plan.served().inOrder();
    }

    /** Returns how many results there are, from the indexes alone where they tell. */
    long count() {
        long[] count = new long[1];
        if (!plan.covers() || terms.limit() == 0) {
            each(found -> {
                count[0]++;
                return true;
            });
            return count[0];
        }
        if (edited.isEmpty() && areAllFaithful()) {
            long keys = plan.reads().get(0).ranges().stream()
                    .mapToLong(range -> plan.reads().get(0).index().count(range.from(), range.to()))
                    .sum();
            return Math.min(keys, terms.limit());
        }
        Predicate<ObjectId> test = id -> {
            count[0] += isResult(id) ? 1 : 0;
            return count[0] < terms.limit();
        };
        Predicate<ObjectId> unedited = id -> edited.contains(id) || test.test(id);
        if (all(edited, test)) {
            if (plan.reads().size() == 1) { // an index that covers holds each object once
                eachId(plan.reads().get(0), unedited);
            } else {
                unordered(unedited);
            }
        }
        core.trim();
        return count[0];
    }

    /** Returns whether no object that the one index names needs to be looked at. */
    private boolean areAllFaithful() {
        return plan.reads().size() == 1
                && (terms.extent().row() == DynamicObject.class
                        || core.faithful().count(terms.extent())
                                == plan.reads().get(0).index().count(new byte[0], null));
    }

    /** Returns whether an object is a result that was edited, or that the indexes name. */
    private boolean isResult(ObjectId id) {
        boolean named = !edited.contains(id)
                && (terms.extent().row() == DynamicObject.class
                        || core.faithful().test(terms.extent(), id));
        return named || visit(id).isPresent();
    }

    private Optional<Ranked<T>> visit(ObjectId id) {
        if (++visited % TRIM_EVERY == 0) {
            core.trim();
        }
        Optional<Result<T>> candidate = terms.candidate(id);
        candidate.ifPresent(seen);
        return candidate.flatMap(terms::ranked);
    }

    /** Results in order, among which those of the open transaction are put, up to the limit. */
    private final class Merge {
        private final Predicate<Ranked<T>> visitor;
        private final List<Ranked<T>> others = new ArrayList<>();
        private int next;
        private int left = terms.limit();

        Merge(Predicate<Ranked<T>> visitor) {
            this.visitor = visitor;
            edited.forEach(id -> visit(id).ifPresent(others::add));
            Collections.sort(others);
        }

        boolean take(Ranked<T> found) {
            while (next < others.size() && others.get(next).compareTo(found) < 0) {
                if (!give(others.get(next++))) {
                    return false;
                }
            }
            return give(found);
        }

        private boolean give(Ranked<T> result) {
            left--;
            return visitor.test(result) && left > 0;
        }

        void end() {
            while (next < others.size() && give(others.get(next))) {
                next++;
            }
        }
    }

    /** Keeps no more than the limit asks for. */
    private void sorted(Predicate<Ranked<T>> visitor) {
        PriorityQueue<Ranked<T>> least = new PriorityQueue<>(Collections.reverseOrder());
        Consumer<Ranked<T>> keep = found -> {
            least.add(found);
            if (least.size() > terms.limit()) {
                least.remove();
            }
        };
        edited.forEach(id -> visit(id).ifPresent(keep));
        find(found -> {
            keep.accept(found);
            return true;
        });
        List<Ranked<T>> results = new ArrayList<>(least);
        Collections.sort(results);
        for (Ranked<T> result : results) {
            if (!visitor.test(result)) {
                return;
            }
        }
    }

    /** Hands on what the plan finds, without what was edited; returns whether the visitor took all. */
    private boolean find(Predicate<Ranked<T>> visitor) {
        Predicate<ObjectId> test =
                id -> edited.contains(id) || visit(id).map(visitor::test).orElse(true);
        if (among.isPresent()) {
            return all(among.get(), test);
        }
        if (plan.isScan()) {
            return scan(test);
        }
        return plan.served().inOrder() ? ordered(plan.reads().get(0), visitor) : unordered(test);
    }

    private boolean ordered(Plan.Read read, Predicate<Ranked<T>> visitor) {
        for (Plan.Range range : read.ranges()) {
            if (!new Ordered(read.index(), visitor).find(range)) {
                return false;
            }
        }
        return true;
    }

    /** Reads the ids in chunks that double, because most queries with a limit end soon. */
    private boolean scan(Predicate<ObjectId> test) {
        Optional<ObjectId> last = Optional.empty();
        Bytes after = terms.after();
        if (terms.orders().isEmpty() && after != null) {
            last = Optional.of(new ObjectId(after));
        }
        for (int chunk = FIRST_CHUNK; true; chunk = Math.min(chunk * 2, 1 << 24)) {
            List<ObjectId> ids = core.objects().ofType(terms.extent().type(), last, chunk);
            for (ObjectId id : ids) {
                if (!test.test(id)) {
                    return false;
                }
            }
            if (ids.size() < chunk) {
                return true;
            }
            last = Optional.of(ids.get(ids.size() - 1));
        }
    }

    /** In the order of the ids, of which one may stand in the indexes several times; or as they come, to be sorted. */
    private boolean unordered(Predicate<ObjectId> test) {
        boolean once =
                plan.reads().size() == 1 && !plan.reads().get(0).index().shape().multiple();
        if (once && !terms.orders().isEmpty()) {
            return eachId(plan.reads().get(0), test);
        }
        Set<ObjectId> ids = new TreeSet<>();
        for (Plan.Read read : plan.reads()) {
            eachId(read, id -> {
                ids.add(id);
                return true;
            });
        }
        return all(ids, test);
    }

    private static boolean eachId(Plan.Read read, Predicate<ObjectId> test) {
        for (Plan.Range range : read.ranges()) {
            IndexKeys keys = read.index().from(range.from());
            for (byte[] key = keys.next(); key != null && isBelow(key, range.to()); key = keys.next()) {
                if (!test.test(id(key))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean all(Set<ObjectId> ids, Predicate<ObjectId> test) {
        for (ObjectId id : ids) {
            if (!test.test(id)) {
                return false;
            }
        }
        return true;
    }

    private static ObjectId id(byte[] key) {
        return new ObjectId(Bytes.of(key, key.length - ObjectId.SIZE, key.length));
    }

    private static boolean isBelow(byte[] key, byte @Nullable [] bound) {
        return bound == null || Arrays.compareUnsigned(key, bound) < 0;
    }

    /**
     * Walks an index in the query's order, by groups of keys that are equal in the columns that the query orders by.
     */
    private final class Ordered {
        private final StoredIndex index;
        private final Predicate<Ranked<T>> visitor;
        private final List<Column> columns;
        private final Plan.Served served = plan.served();

        Ordered(StoredIndex index, Predicate<Ranked<T>> visitor) {
            this.index = index;
            this.visitor = visitor;
            this.columns = index.shape().columns().subList(0, served.points() + served.columns());
        }

        boolean find(Plan.Range whole) {
            Plan.Range range = behindCursor(whole);
            return served.backwards() ? backwards(range) : forwards(range);
        }

        private boolean forwards(Plan.Range range) {
            IndexKeys keys = index.from(range.from());
            byte[] key = keys.next();
            while (key != null && isBelow(key, range.to())) {
                byte[] group = Arrays.copyOf(key, end(key));
                if (isInOrder(group)) {
                    if (!test(key)) {
                        return false;
                    }
                    key = keys.next();
                } else {
                    List<Ranked<T>> rows = new ArrayList<>();
                    while (key != null && startsWith(key, group)) {
                        collect(key, rows);
                        key = keys.next();
                    }
                    if (!give(rows)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Each group is found by its last key, and read forwards, because objects of equal rank come by their ids. */
        private boolean backwards(Plan.Range range) {
            Optional<byte[]> last = index.below(range.to());
            while (last.isPresent() && !isBelow(last.get(), range.from())) {
                byte[] group = Arrays.copyOf(last.get(), end(last.get()));
                if (!forwards(new Plan.Range(group, ValueOrder.after(group)))) {
                    return false;
                }
                last = index.below(group);
            }
            return true;
        }

        private boolean test(byte[] key) {
            ObjectId id = id(key);
            return edited.contains(id) || visit(id).map(visitor::test).orElse(true);
        }

        private void collect(byte[] key, List<Ranked<T>> rows) {
            ObjectId id = id(key);
            if (!edited.contains(id)) {
                visit(id).ifPresent(rows::add);
            }
        }

        private boolean give(List<Ranked<T>> rows) {
            Collections.sort(rows);
            for (Ranked<T> row : rows) {
                if (!visitor.test(row)) {
                    return false;
                }
            }
            return true;
        }

        private int end(byte[] key) {
            int at = 0;
            for (Column column : columns) {
                at = ValueOrder.end(key, at, column.descending());
            }
            return at;
        }

        /** Returns whether the keys of a group are in the query's order: nothing else decides, and nothing is cut. */
        private boolean isInOrder(byte[] group) {
            int at = 0;
            boolean cut = false;
            for (Column column : columns) {
                int end = ValueOrder.end(group, at, column.descending());
                cut |= ValueOrder.cut(group, at, end, column.descending());
                at = end;
            }
            return served.whole() && !cut;
        }

        /** Leaves out what comes before the cursor; its group is read, because a part of it may come after. */
        private Plan.Range behindCursor(Plan.Range range) {
            Bytes after = terms.after();
            if (after == null || (served.points() > 0 && terms.orders().size() != served.columns())) {
                return range;
            }
            byte[] rank = after.toArray();
            byte[] place = Arrays.copyOf(range.from(), points(range.from()));
            int at = 0;
            for (Column column : columns.subList(served.points(), columns.size())) {
                boolean inverted = column.descending() != served.backwards();
                int end = ValueOrder.end(rank, at, inverted);
                byte[] value = ValueOrder.shortened(Arrays.copyOfRange(rank, at, end), inverted);
                byte[] turned = served.backwards() ? ValueOrder.inverted(value) : value;
                byte[] longer = Arrays.copyOf(place, place.length + turned.length);
                System.arraycopy(turned, 0, longer, place.length, turned.length);
                place = longer;
                at = end;
            }
            if (served.backwards()) {
                byte[] to = ValueOrder.after(place);
                return to == null || !isBelow(to, range.to()) ? range : new Plan.Range(range.from(), to);
            }
            byte[] from = isInOrder(place) ? withId(place, rank) : place;
            return isBelow(from, range.from()) ? range : new Plan.Range(from, range.to());
        }

        private int points(byte[] from) {
            int at = 0;
            for (Column column : columns.subList(0, served.points())) {
                at = ValueOrder.end(from, at, column.descending());
            }
            return at;
        }

        private static byte[] withId(byte[] place, byte[] rank) {
            byte[] from = Arrays.copyOf(place, place.length + ObjectId.SIZE);
            System.arraycopy(rank, rank.length - ObjectId.SIZE, from, place.length, ObjectId.SIZE);
            return from;
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
