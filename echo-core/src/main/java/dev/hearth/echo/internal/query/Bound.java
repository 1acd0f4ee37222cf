package dev.hearth.echo.internal.query;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place among the values of a column: before all that start with {@code prefix}, or after them.
 *
 * @param prefix the bytes of a value, or their beginning
 * @param after whether the place is after them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Bound(byte[] prefix, boolean after) implements Comparable<Bound> {
    static Bound before(byte[] prefix) {
        return new Bound(prefix, false);
    }

    static Bound behind(byte[] prefix) {
        return new Bound(prefix, true);
    }

    /** Returns the first bytes that may stand behind this place; null when nothing does. */
    public byte @Nullable [] place() {
        return after ? ValueOrder.after(prefix) : prefix;
    }

    /** Returns the same place among the same values in descending order. */
    public Bound inverted() {
        return new Bound(ValueOrder.inverted(prefix), !after);
    }

    @Override
    public int compareTo(Bound that) {
        byte[] here = place();
        byte[] there = that.place();
        if (here == null || there == null) {
            return Boolean.compare(here == null, there == null);
        }
        return Arrays.compareUnsigned(here, there);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bound that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(place());
    }
}
