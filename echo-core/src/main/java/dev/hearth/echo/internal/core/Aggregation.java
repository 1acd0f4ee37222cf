package dev.hearth.echo.internal.core;

import dev.hearth.echo.Aggregate;
import dev.hearth.echo.Counter;
import dev.hearth.echo.internal.query.ValueOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What values come to, one after another. */
final class Aggregation<V> {
    private long count;
    private long wholeSum;
    private double fractions;
    private double approximate;
    private boolean exact = true;
    private @Nullable Object least;
    private @Nullable Object greatest;
    private byte[] leastRank = {};
    private byte[] greatestRank = {};

    /** Takes in a value; nothing counts for nothing. Returns true. */
    boolean add(@Nullable Object given) {
        Object value = ValueOrder.unwrap(given);
        if (value == null) {
            return true;
        }
        count++;
        byte[] rank = ValueOrder.exact(value);
        if (count == 1 || Arrays.compareUnsigned(rank, leastRank) < 0) {
            least = given;
            leastRank = rank;
        }
        if (count == 1 || Arrays.compareUnsigned(rank, greatestRank) > 0) {
            greatest = given;
            greatestRank = rank;
        }
        if (value instanceof Counter counter) {
            addWhole(counter.value());
        } else if (value instanceof Double number) {
            fractions += number;
        } else if (value instanceof Number number) {
            addWhole(number.longValue());
        }
        return true;
    }

    /** The sum of whole numbers is exact while it fits, and a double from then on. */
    private void addWhole(long value) {
        long sum = wholeSum + value;
        exact &= ((wholeSum ^ sum) & (value ^ sum)) >= 0;
        wholeSum = sum;
        approximate += value;
    }

    @SuppressWarnings("unchecked") // the property's values are its type's, as its caller says
    Aggregate<V> result() {
        return new Aggregate<>(
                count,
                Optional.ofNullable((V) least),
                Optional.ofNullable((V) greatest),
                wholeSum,
                (exact ? wholeSum : approximate) + fractions);
    }
}
