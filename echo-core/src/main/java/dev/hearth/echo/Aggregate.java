package dev.hearth.echo;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the values of a property come to, over the results that have one.
 *
 * @param count how many values there are
 * @param least the least
 * @param greatest the greatest
 * @param wholeSum the sum of the whole numbers among them, modulo 2 to the 64th
 * @param sum the sum of all numbers among them
 * @param <V> the property's type
 */
public record Aggregate<V>(long count, Optional<V> least, Optional<V> greatest, long wholeSum, double sum) {
    /** Returns the mean of the numbers, if there are values. */
    public OptionalDouble average() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }
}
