package dev.hearth.echo;

import java.util.Optional;
import java.util.SortedMap;

/**
 * A map of an object, merged key by key; a removal loses to a concurrent put. Values are as in {@link DynamicObject}.
 * Thread-safe.
 */
public interface MapField {
    /** Returns the entries. */
    SortedMap<String, Object> values();

    /** Returns the value of {@code key}. */
    Optional<Object> get(String key);

    /** Sets the value of {@code key}. */
    void put(String key, Object value);

    /** Removes {@code key}. */
    void remove(String key);
}
