package dev.hearth.echo.internal.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of a column between two places, in ascending order of values.
 *
 * @param low where it begins
 * @param high where it ends
 */
public record Interval(Bound low, Bound high) {
    /** Returns the one value whose brief form is given, with all that is cut to the same. */
    static Interval point(byte[] brief) {
        return new Interval(Bound.before(brief), Bound.behind(brief));
    }

    /** Returns whether it is the stretch of a single prefix. */
    private boolean isPoint() {
        return !low.after() && high.after() && Arrays.equals(low.prefix(), high.prefix());
    }

    /** Returns what is in one of {@code all}, in order and without overlap. */
    public static List<Interval> union(List<Interval> all) {
        List<Interval> sorted = new ArrayList<>(all);
        sorted.sort((one, other) -> one.low.compareTo(other.low));
        List<Interval> union = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = union.isEmpty() ? next : union.get(union.size() - 1);
            if (union.isEmpty() || last.high.compareTo(next.low) < 0) {
                union.add(next);
            } else if (last.high.compareTo(next.high) < 0) {
                union.set(union.size() - 1, new Interval(last.low, next.high));
            }
        }
        return union;
    }

    /** Returns whether it is a single value: all that are in it are equal. */
    public boolean isExactPoint() {
        return isPoint() && ValueOrder.isExact(low.prefix());
    }

    /** Returns what is in one of {@code these} and in one of {@code those}, in order. */
    public static List<Interval> common(List<Interval> these, List<Interval> those) {
        List<Interval> common = new ArrayList<>();
        for (Interval one : these) {
            for (Interval other : those) {
                Bound low = one.low.compareTo(other.low) >= 0 ? one.low : other.low;
                Bound high = one.high.compareTo(other.high) <= 0 ? one.high : other.high;
                if (low.compareTo(high) < 0) {
                    common.add(new Interval(low, high));
                }
            }
        }
        common.sort((one, other) -> one.low.compareTo(other.low));
        return common;
    }
}
