package dev.hearth.echo.internal.query;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Comparison;
import dev.hearth.echo.Filter;
import dev.hearth.echo.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A filter on one property of which is known what it asks, so that an index can answer. Immutable.
 *
 * @param <T> what it is about
 */
public final class Condition<T> implements Filter<T> {
    /** What of a property's value is asked about. */
    public enum Aspect {
        /** The value. */
        VALUE,
        /** The members of a set or a list. */
        MEMBER,
        /** The keys of a map. */
        KEY,
        /** The words of a text. */
        WORD
    }

    private final Path path;
    private final Aspect aspect;
    private final List<Interval> intervals;
    private final boolean exact;
    private final Predicate<@Nullable Object> test;
    private final Supplier<String> words;

    private Condition(
            Path path,
            Aspect aspect,
            List<Interval> intervals,
            boolean exact,
            Predicate<@Nullable Object> test,
            Supplier<String> words) {
        this.path = path;
        this.aspect = aspect;
        this.intervals = intervals;
        this.exact = exact;
        this.test = test;
        this.words = words;
    }

    /** Returns whether a value compares with another so. */
    public static <T> Condition<T> compare(Path path, Comparison comparison, @Nullable Object given) {
        Object value = ValueOrder.unwrap(given);
        Supplier<String> words = () -> sign(comparison) + " " + written(value);
        if (comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL) {
            ValueOrder.requireOrdered(value);
        }
        if (!ValueOrder.isOrdered(value)) {
            Predicate<@Nullable Object> same = actual -> Objects.equals(actual, value);
            return new Condition<>(
                    path,
                    Aspect.VALUE,
                    List.of(),
                    /* exact= */ false,
                    comparison == Comparison.EQUAL ? same : same.negate(),
                    words);
        }
        byte[] exact = ValueOrder.exact(value);
        return new Condition<>(
                path,
                Aspect.VALUE,
                intervals(comparison, exact),
                !isCut(exact),
                actual -> holds(comparison, actual, value, exact),
                words);
    }

    private static boolean holds(Comparison comparison, @Nullable Object actual, @Nullable Object value, byte[] exact) {
        if (comparison == Comparison.EQUAL && value != null && value.equals(actual)) {
            return true;
        }
        if (ValueOrder.kind(actual) != exact[0]) {
            return comparison == Comparison.NOT_EQUAL;
        }
        int order = Arrays.compareUnsigned(ValueOrder.exact(actual), exact);
        return switch (comparison) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
        };
    }

    private static boolean isCut(byte[] exact) {
        return ValueOrder.brief(exact).length != exact.length;
    }

    /** Where an index holds the values that compare so; a value that is cut there may be less or greater than given. */
    private static List<Interval> intervals(Comparison comparison, byte[] exact) {
        byte[] brief = ValueOrder.brief(exact);
        boolean cut = isCut(exact);
        byte[] kind = {exact[0]};
        Bound first = Bound.before(kind);
        Bound last = Bound.behind(kind);
        return switch (comparison) {
            case EQUAL -> List.of(Interval.point(brief));
            case NOT_EQUAL -> List.of();
            case LESS -> List.of(new Interval(first, cut ? Bound.behind(brief) : Bound.before(brief)));
            case AT_MOST -> List.of(new Interval(first, Bound.behind(brief)));
            case GREATER -> List.of(new Interval(cut ? Bound.before(brief) : Bound.behind(brief), last));
            case AT_LEAST -> List.of(new Interval(Bound.before(brief), last));
        };
    }

    private static String sign(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "!=";
            case LESS -> "<";
            case AT_MOST -> "<=";
            case GREATER -> ">";
            case AT_LEAST -> ">=";
        };
    }

    private static String written(@Nullable Object value) {
        return value instanceof String || value instanceof Text ? "\"" + value + "\"" : String.valueOf(value);
    }

    /** Returns whether a value is one of those given. */
    public static <T> Condition<T> in(Path path, Collection<?> given) {
        List<?> values = List.copyOf(given);
        Set<Bytes> ordered = new HashSet<>();
        Set<Object> others = new HashSet<>();
        List<Interval> intervals = new ArrayList<>();
        boolean cut = false;
        for (Object value : values) {
            if (ValueOrder.isOrdered(value)) {
                byte[] exact = ValueOrder.exact(value);
                ordered.add(Bytes.of(exact));
                cut |= isCut(exact);
                intervals.add(Interval.point(ValueOrder.brief(exact)));
            } else {
                others.add(value);
            }
        }
        return new Condition<>(
                path,
                Aspect.VALUE,
                others.isEmpty() ? inOrder(intervals) : List.of(),
                !cut,
                actual -> ValueOrder.isOrdered(actual)
                        ? ordered.contains(Bytes.of(ValueOrder.exact(actual)))
                        : others.contains(actual),
                () -> "in " + values.stream().map(Condition::written).toList());
    }

    private static List<Interval> inOrder(List<Interval> intervals) {
        return intervals.stream()
                .distinct()
                .sorted((one, other) -> one.low().compareTo(other.low()))
                .toList();
    }

    /** Returns whether a value, or a member of it, refers to one of these objects of a space. */
    public static <T> Condition<T> refersTo(Path path, Aspect aspect, Set<ObjectId> objects, SpaceId space) {
        List<Interval> intervals = new ArrayList<>();
        objects.forEach(object -> intervals.add(Interval.point(ValueOrder.reference(object))));
        return new Condition<>(
                path,
                aspect,
                inOrder(intervals),
                /* exact= */ false,
                actual -> References.of(actual, space).stream().anyMatch(objects::contains),
                () -> "refers to one of " + objects.size());
    }

    /** Returns whether a string starts with another. */
    public static <T> Condition<T> startsWith(Path path, String prefix) {
        byte[] beginning = ValueOrder.beginning(prefix);
        return new Condition<>(
                path,
                Aspect.VALUE,
                List.of(new Interval(Bound.before(beginning), Bound.behind(beginning))),
                prefix.length() <= ValueOrder.MOST_UNITS,
                actual -> (actual instanceof String || actual instanceof Text)
                        && actual.toString().startsWith(prefix),
                () -> "starts with " + written(prefix));
    }

    /** Returns whether there is a value. */
    public static <T> Condition<T> exists(Path path) {
        byte[] absent = {ValueOrder.ABSENT};
        return new Condition<>(
                path,
                Aspect.VALUE,
                List.of(new Interval(Bound.behind(absent), Bound.before(new byte[] {(byte) 0xFF}))),
                /* exact= */ true,
                actual -> actual != null,
                () -> "exists");
    }

    /** Returns whether a set or a list has a member. */
    public static <T> Condition<T> contains(Path path, Object member) {
        Condition<T> same = compare(path, Comparison.EQUAL, member);
        return new Condition<>(
                path,
                Aspect.MEMBER,
                same.intervals,
                /* exact= */ false,
                actual -> actual instanceof Collection<?> members
                        && members.stream().anyMatch(same.test),
                () -> "contains " + written(member));
    }

    /** Returns whether a map has a key. */
    public static <T> Condition<T> containsKey(Path path, String key) {
        return new Condition<>(
                path,
                Aspect.KEY,
                List.of(Interval.point(ValueOrder.brief((Object) key))),
                /* exact= */ false,
                actual -> actual instanceof Map<?, ?> map && map.containsKey(key),
                () -> "has key " + written(key));
    }

    /** Returns whether a text has all words of another. */
    public static <T> Filter<T> words(Path path, String text) {
        List<Filter<? super T>> all = new ArrayList<>();
        Words.sought(text).forEach(sought -> all.add(word(path, sought)));
        return new Junction<>(true, all);
    }

    private static <T> Condition<T> word(Path path, Words.Sought sought) {
        byte[] place = sought.beginning() ? ValueOrder.beginning(sought.word()) : ValueOrder.exact(sought.word());
        return new Condition<>(
                path,
                Aspect.WORD,
                List.of(Interval.point(place)),
                /* exact= */ false,
                actual -> (actual instanceof String || actual instanceof Text)
                        && sought.isIn(Words.of(actual.toString())),
                () -> "has word " + written(sought.word()) + (sought.beginning() ? "*" : ""));
    }

    @Override
    public boolean test(T value) {
        return test.test(path.read(value));
    }

    /** Returns the property that it is about. */
    public Path path() {
        return path;
    }

    /** Returns what of the property's value it asks about. */
    public Aspect aspect() {
        return aspect;
    }

    /** Returns where an index in ascending order holds what fulfils this; nothing when it can't tell. */
    public List<Interval> intervals() {
        return intervals;
    }

    /** Returns whether all that an index holds there fulfils this, so that nothing needs to be read. */
    public boolean isExact() {
        return exact;
    }

    @Override
    public String toString() {
        return path + " " + words.get();
    }
}
