package dev.hearth.echo;

import java.util.List;
import java.util.Optional;

/**
 * How a query was answered.
 *
 * @param kind where its objects came from
 * @param index the index, such as {@code Task(done, due desc)}, or several joined by " or ", of which each finds some
 * @param bounds the conditions that the index answered, in words; they show the values that the query compares with
 * @param filter the conditions that were tested on each object, in words; all are, so that bounds may be too wide
 * @param sorted whether the results had to be sorted, rather than being found in their order
 * @param estimated about how many objects were expected to be read; for a scan, how many there are
 * @param visited how many objects were read
 * @param results how many results there are
 * @param countable whether {@link Query#count} and {@link Query#exists} take it from indexes alone; of a record or an
 *     interface, each object is read once to see that it fits, and again when it has changed
 */
public record QueryPlan(
        Kind kind,
        Optional<String> index,
        List<String> bounds,
        List<String> filter,
        boolean sorted,
        long estimated,
        long visited,
        long results,
        boolean countable) {
    /** Where the objects of a query come from. */
    public enum Kind {
        /** All objects of the type are read. */
        SCAN,
        /** Steps from the results of another query tell which objects are read. */
        STEPS,
        /** An index tells which objects are read, and in which order. */
        INDEX
    }

    /** Copies its input. */
    public QueryPlan {
        bounds = List.copyOf(bounds);
        filter = List.copyOf(filter);
    }

    @Override
    public String toString() {
        return kind
                + index.map(name -> " " + name).orElse("")
                + (bounds.isEmpty() ? "" : " where " + String.join(" and ", bounds))
                + (filter.isEmpty() ? "" : ", filter " + String.join(" and ", filter))
                + (sorted ? ", sorted" : "")
                + ", read " + visited + " (about " + estimated + ") for " + results
                + (countable ? ", countable" : "");
    }
}
