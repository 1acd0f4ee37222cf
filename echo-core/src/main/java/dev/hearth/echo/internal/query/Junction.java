package dev.hearth.echo.internal.query;

import dev.hearth.echo.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Filters joined by and, or by or. Immutable.
 *
 * @param every whether all are to be fulfilled, rather than one
 * @param parts the filters
 * @param <T> what they are about
 */
public record Junction<T>(boolean every, List<Filter<? super T>> parts) implements Filter<T> {
    /** Copies its input. */
    public Junction {
        parts = List.copyOf(parts);
    }

    /** Returns a filter that is fulfilled when both are. */
    public static <T> Filter<T> and(Filter<? super T> one, Filter<? super T> other) {
        return joined(true, one, other);
    }

    /** Returns a filter that is fulfilled when one is. */
    public static <T> Filter<T> or(Filter<? super T> one, Filter<? super T> other) {
        return joined(false, one, other);
    }

    /** What is joined alike already is joined by its parts, so that a long row is not deep. */
    private static <T> Filter<T> joined(boolean every, Filter<? super T> one, Filter<? super T> other) {
        List<Filter<? super T>> parts = new ArrayList<>(parts(every, one));
        parts.addAll(parts(every, other));
        return new Junction<>(every, parts);
    }

    @SuppressWarnings("unchecked") // the parts of a filter of T are filters of T
    private static <T> List<Filter<? super T>> parts(boolean every, Filter<? super T> filter) {
        return filter instanceof Junction<?> junction && junction.every == every
                ? ((Junction<T>) junction).parts()
                : List.of(filter);
    }

    @Override
    public boolean test(T value) {
        for (Filter<? super T> part : parts) {
            if (part.test(value) != every) {
                return !every;
            }
        }
        return every;
    }

    /** Returns the filters that have to be fulfilled all for {@code filter} to be. */
    public static List<Filter<?>> conjuncts(Filter<?> filter) {
        List<Filter<?>> conjuncts = new ArrayList<>();
        if (filter instanceof Junction<?> junction && junction.every) {
            junction.parts.forEach(part -> conjuncts.addAll(conjuncts(part)));
        } else {
            conjuncts.add(filter);
        }
        return conjuncts;
    }

    @Override
    public String toString() {
        if (parts.isEmpty()) {
            return every ? "everything" : "nothing";
        }
        return parts.stream()
                .map(part -> part instanceof Junction<?> junction && junction.every != every
                        ? "(" + part + ")"
                        : Negation.words(part))
                .collect(Collectors.joining(every ? " and " : " or "));
    }
}
