package dev.hearth.echo;

import java.util.Set;

/**
 * A set of an object; what is added stays in although somebody removes it concurrently. Members are values as in
 * {@link DynamicObject}. Thread-safe.
 */
public interface SetField {
    /** Returns the members, in an order that all replicas share. */
    Set<Object> values();

    /** Puts {@code value} in. */
    void add(Object value);

    /** Takes {@code value} out, if it is in. */
    void remove(Object value);
}
