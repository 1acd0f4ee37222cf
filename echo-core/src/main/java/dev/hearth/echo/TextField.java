package dev.hearth.echo;

import dev.hearth.base.Subscription;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A collaborative text of an object. Positions are UTF-16 units, never inside a surrogate pair
 * ({@link IllegalArgumentException}). Each edit is a transaction of its own unless one is open on this thread.
 * Thread-safe.
 */
public interface TextField {
    /** Returns the content. */
    String value();

    /** Returns the length in UTF-16 units. */
    int length();

    /**
     * Gives the text its first content, if nothing was ever written to it here. Peers who give the same content, even
     * concurrently, give it once; contents that differ both stay. It is all that one transaction may do to a text
     * ({@link IllegalStateException}).
     */
    void begin(String content);

    /** Inserts {@code text} at {@code at}. */
    default void insert(int at, String text) {
        splice(at, 0, text);
    }

    /** Deletes {@code count} units from {@code at} on. */
    default void delete(int at, int count) {
        splice(at, count, "");
    }

    /** Replaces {@code count} units from {@code at} on by {@code text}. */
    void splice(int at, int count, String text);

    /**
     * Marks what lies between two positions, which is not empty, such as {@code mark(0, 5, "bold", true,
     * Expansion.AFTER)}.
     */
    void mark(int from, int to, String name, Object value, Expansion expansion);

    /** Takes marks of that name away between two positions. */
    void unmark(int from, int to, String name);

    /** Returns all marks, by name and place. */
    List<TextMark> marks();

    /** Returns a cursor between the characters before and after a position; text inserted there comes before it. */
    Cursor cursor(int at);

    /** Returns the position of a cursor; empty when the text that it is bound to has not arrived. */
    OptionalInt position(Cursor cursor);

    /** Calls {@code listener} on {@code executor} after each commit that changes this text, in order. */
    Subscription onChange(Executor executor, Consumer<TextChange> listener);
}
