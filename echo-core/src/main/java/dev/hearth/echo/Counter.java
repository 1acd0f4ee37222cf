package dev.hearth.echo;

/**
 * The value of a counter in a record. An update of the record adds the difference, so that concurrent increments all
 * count; see {@link CounterField} too.
 *
 * @param value the sum of all increments, modulo 2 to the 64th
 */
public record Counter(long value) implements Comparable<Counter> {
    /** Returns a counter that stands at {@code value}. */
    public static Counter of(long value) {
        return new Counter(value);
    }

    /** Returns a counter that stands {@code by} higher. */
    public Counter plus(long by) {
        return new Counter(value + by);
    }

    @Override
    public int compareTo(Counter that) {
        return Long.compare(value, that.value);
    }
}
