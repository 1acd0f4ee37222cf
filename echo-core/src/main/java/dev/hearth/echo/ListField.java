package dev.hearth.echo;

import java.util.List;

/**
 * A list of an object; concurrent inserts and removals merge. Elements are values as in {@link DynamicObject}.
 * Thread-safe.
 */
public interface ListField {
    /** Returns the elements. */
    List<Object> values();

    /** Inserts {@code values} before the element {@code at}. */
    void insert(int at, Object... values);

    /** Appends {@code value}. */
    void add(Object value);

    /** Removes {@code count} elements from {@code at} on. */
    void remove(int at, int count);

    /**
     * Moves the element {@code from} so that it then stands at {@code to}. It stays the same element: concurrent
     * changes of its value meet it, of concurrent moves one counts, and a move wins over a concurrent removal.
     */
    void move(int from, int to);

    /** Replaces the element {@code at}. */
    void set(int at, Object value);
}
