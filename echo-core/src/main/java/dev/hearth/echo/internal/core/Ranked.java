package dev.hearth.echo.internal.core;

import dev.hearth.echo.Result;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A result and its place in a query's order, as bytes that compare as the results do: the values that the query orders
 * by, then the object's id.
 *
 * @param rank the bytes
 * @param result the result
 */
@SuppressWarnings("ArrayRecordComponent")
record Ranked<T>(byte[] rank, Result<T> result) implements Comparable<Ranked<T>> {
    @Override
    public int compareTo(Ranked<T> that) {
        return Arrays.compareUnsigned(rank, that.rank);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ranked<?> that && Arrays.equals(rank, that.rank) && result.equals(that.result);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rank);
    }
}
