package dev.hearth.echo;

import dev.hearth.base.Subscription;
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

    /** Calls {@code listener} on {@code executor} after each commit that changes this text, in order. */
    Subscription onChange(Executor executor, Consumer<TextChange> listener);
}
