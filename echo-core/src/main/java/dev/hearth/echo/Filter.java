package dev.hearth.echo;

import java.util.Objects;

/**
 * A condition on a record's properties. It is evaluated often and in any order: it has no side effects.
 *
 * @param <T> the record
 */
@FunctionalInterface
public interface Filter<T> {
    /** Returns whether {@code value} fulfils it. */
    boolean test(T value);

    /** Returns a filter for a property that equals {@code value}. */
    static <T, V> Filter<T> equal(Property<T, V> property, V value) {
        return it -> Objects.equals(property.apply(it), value);
    }

    /**
     * Returns a filter that compares a property with {@code value}; a property without a value fulfils none but
     * NOT_EQUAL.
     */
    static <T, V extends Comparable<? super V>> Filter<T> of(Property<T, V> property, Comparison comparison, V value) {
        return it -> {
            V actual = property.apply(it);
            if (actual == null) {
                return comparison == Comparison.NOT_EQUAL;
            }
            int order = actual.compareTo(value);
            return switch (comparison) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        };
    }

    /** Returns a filter for what fulfils both. */
    default Filter<T> and(Filter<? super T> that) {
        return it -> test(it) && that.test(it);
    }

    /** Returns a filter for what fulfils one of both. */
    default Filter<T> or(Filter<? super T> that) {
        return it -> test(it) || that.test(it);
    }

    /** Returns the opposite. */
    default Filter<T> not() {
        return it -> !test(it);
    }
}
