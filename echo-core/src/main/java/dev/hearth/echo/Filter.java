package dev.hearth.echo;

import dev.hearth.echo.internal.query.Condition;
import dev.hearth.echo.internal.query.Junction;
import dev.hearth.echo.internal.query.Negation;
import dev.hearth.echo.internal.query.Path;
import java.util.Collection;
import java.util.Map;

/**
 * A condition on what a query reads. A lambda expression will do; one that is made here from properties can be answered
 * by an index too. It is evaluated often and in any order: it has no side effects.
 *
 * <p>Values are of one kind when both are booleans, numbers (whole or not, compared by their value), strings, bytes,
 * instants, references or constants of an enum, which compare by their ordinals. A value of another kind, or none at
 * all, is neither equal, nor less, nor greater; so it fulfils NOT_EQUAL and nothing else. An {@link java.util.Optional}
 * counts as what it holds.
 *
 * @param <T> what the objects are read as
 */
@FunctionalInterface
public interface Filter<T> {
    /** Returns whether {@code value} fulfils it. */
    boolean test(T value);

    /** Returns a filter for a property that equals {@code value}. */
    static <T, V> Filter<T> equal(Property<T, V> property, V value) {
        return Condition.compare(Path.of(property), Comparison.EQUAL, value);
    }

    /** Returns a filter that compares a property with {@code value}. */
    static <T, V extends Comparable<? super V>> Filter<T> of(Property<T, V> property, Comparison comparison, V value) {
        return Condition.compare(Path.of(property), comparison, value);
    }

    /** Returns a filter for a property from {@code least} to {@code most}, both included. */
    static <T, V extends Comparable<? super V>> Filter<T> between(Property<T, V> property, V least, V most) {
        return of(property, Comparison.AT_LEAST, least).and(of(property, Comparison.AT_MOST, most));
    }

    /** Returns a filter for a property that equals one of {@code values}. */
    static <T, V> Filter<T> in(Property<T, V> property, Collection<? extends V> values) {
        return Condition.in(Path.of(property), values);
    }

    /** Returns a filter for a string, or a text, that starts with {@code prefix}, unit by unit. */
    static <T> Filter<T> startsWith(Property<T, ?> property, String prefix) {
        return Condition.startsWith(Path.of(property), prefix);
    }

    /** Returns a filter for an optional property, or a field, that has a value. */
    static <T> Filter<T> exists(Property<T, ?> property) {
        return Condition.exists(Path.of(property));
    }

    /** Returns a filter for an optional property, or a field, that has no value. */
    static <T> Filter<T> missing(Property<T, ?> property) {
        return Condition.compare(Path.of(property), Comparison.EQUAL, null);
    }

    /** Returns a filter for a set or a list that has {@code member}. */
    static <T, V> Filter<T> contains(Property<T, ? extends Collection<V>> property, V member) {
        return Condition.contains(Path.of(property), member);
    }

    /**
     * Returns a filter for a string or a text that has all words of {@code text}, in any order; a star behind a word
     * asks for words that begin so. Words are runs of letters and digits, whose case and forms of compatibility don't
     * count (NFKC); of scripts without spaces each character is a word. A word counts up to its 64th unit, a text up to
     * its 10,000th different word. No words are found everywhere.
     */
    static <T> Filter<T> words(Property<T, ?> property, String text) {
        return Condition.words(Path.of(property), text);
    }

    /** Returns a filter for a map that has {@code key}. */
    static <T> Filter<T> containsKey(Property<T, ? extends Map<String, ?>> property, String key) {
        return Condition.containsKey(Path.of(property), key);
    }

    /** Returns a filter for what fulfils both. */
    default Filter<T> and(Filter<? super T> that) {
        return Junction.and(this, that);
    }

    /** Returns a filter for what fulfils one of both. */
    default Filter<T> or(Filter<? super T> that) {
        return Junction.or(this, that);
    }

    /** Returns the opposite. */
    default Filter<T> not() {
        return new Negation<>(this);
    }
}
