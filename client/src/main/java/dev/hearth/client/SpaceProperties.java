package dev.hearth.client;

import java.util.Map;
import java.util.Optional;

/**
 * Free properties of a space, such as a colour or a purpose: text by key, replicated like all that is in it and merged
 * key by key. Whoever may write in the space may change them. Thread-safe.
 *
 * <p>A key has from 1 to 64 characters, a value at most 4,096; others are an IllegalArgumentException. Changing throws
 * NOT_PERMITTED where this device may not write, and OBJECT_UNKNOWN before the space's first objects have arrived. All
 * methods throw CLOSED after the space was closed.
 */
public interface SpaceProperties {
    /** Returns all properties by key. */
    Map<String, String> all();

    /** Returns a property, if it is set. */
    Optional<String> get(String key);

    /** Sets a property. */
    void set(String key, String value);

    /** Takes a property away. */
    void remove(String key);
}
