package dev.hearth.echo.internal.core;

import dev.hearth.echo.Filter;
import dev.hearth.echo.internal.index.StoredIndex;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a query are found.
 *
 * @param reads what is read of indexes: of one, or of several whose objects are taken together; nothing when all
 *     objects of the type are read
 * @param served how the index's order serves the query's
 * @param bounds the conditions that the reads stand for
 * @param covers whether what the indexes name are the results, but for objects that can't be read as the query reads
 *     them, so that counting needs no others
 * @param estimated about how many keys are read
 */
record Plan(List<Read> reads, Served served, List<Filter<?>> bounds, boolean covers, long estimated) {
    /** Reads all objects of the type. */
    static final Plan SCAN = scan(0);

    /** Reads the objects that steps from others lead to. */
    static final Plan STEPS = scan(0);

    /** Reads all objects of the type, which are about so many. */
    static Plan scan(long objects) {
        return new Plan(List.of(), Served.NOT, List.of(), /* covers= */ false, objects);
    }

    /** Returns whether no index is read. */
    boolean isScan() {
        return reads.isEmpty();
    }

    /** Returns what the indexes are called that are read. */
    Optional<String> indexes() {
        return reads.stream()
                .map(read -> read.index().shape().toString())
                .distinct()
                .reduce((one, other) -> one + " or " + other);
    }

    /**
     * What is read of one index.
     *
     * @param index the index
     * @param ranges where in it, in its order
     */
    record Read(StoredIndex index, List<Range> ranges) {}

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
