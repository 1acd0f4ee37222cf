package dev.hearth.echo.internal.core;

import dev.hearth.echo.Filter;
import dev.hearth.echo.internal.index.StoredIndex;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a query are found.
 *
 * @param index the index that tells them; empty when all objects of the type are read
 * @param ranges where in the index they stand, in its order
 * @param served how the index's order serves the query's
 * @param bounds the conditions that the ranges stand for
 * @param estimated about how many keys the ranges hold
 */
record Plan(Optional<StoredIndex> index, List<Range> ranges, Served served, List<Filter<?>> bounds, long estimated) {
    /** Reads all objects of the type. */
    static final Plan SCAN = scan(0);

    /** Reads the objects that steps from others lead to. */
    static final Plan STEPS = new Plan(Optional.empty(), List.of(), Served.NOT, List.of(), 0);

    /** Reads all objects of the type, which are about so many. */
    static Plan scan(long objects) {
        return new Plan(Optional.empty(), List.of(), Served.NOT, List.of(), objects);
    }

    /**
     * A stretch of keys.
     *
     * @param from where it begins
     * @param to the first key behind it; null for the end
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Range(byte[] from, byte @Nullable [] to) {}

    /**
     * How the order of an index serves that of a query.
     *
     * @param points how many of the columns hold one value each
     * @param columns how many columns after them are in the query's order
     * @param whole whether these are all columns and all of the query's order, so that equal keys are in the order of
     *     the ids, as results are
     * @param backwards whether the columns are in the opposite order
     */
    record Served(int points, int columns, boolean whole, boolean backwards) {
        static final Served NOT = new Served(0, 0, false, false);

        /** Returns whether objects are found in the query's order, or in groups that are. */
        boolean inOrder() {
            return columns > 0 || whole;
        }
    }
}
