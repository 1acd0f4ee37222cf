package dev.hearth.echo.internal.query;

import dev.hearth.echo.Filter;

/**
 * The opposite of a filter.
 *
 * @param part the filter
 * @param <T> what it is about
 */
public record Negation<T>(Filter<T> part) implements Filter<T> {
    @Override
    public boolean test(T value) {
        return !part.test(value);
    }

    /** Returns a filter in words; of a function nothing is known. */
    public static String words(Filter<?> filter) {
        return filter instanceof Condition<?> || filter instanceof Junction<?> || filter instanceof Negation<?>
                ? filter.toString()
                : "(function)";
    }

    @Override
    public String toString() {
        return "not (" + words(part) + ")";
    }
}
