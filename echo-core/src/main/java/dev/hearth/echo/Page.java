package dev.hearth.echo;

import java.util.List;
import java.util.Optional;

/**
 * Some results of a query.
 *
 * @param results in the query's order
 * @param next what the next page comes after, for {@link Query#after}; empty at the end
 * @param <T> what the objects are read as
 */
public record Page<T>(List<Result<T>> results, Optional<PageCursor> next) {
    /** Copies its input. */
    public Page {
        results = List.copyOf(results);
    }
}
