package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An object as its fields are stored, for reading. A view of a past version never changes; a {@link DynamicObject}
 * shows the present. Thread-safe.
 */
public interface ObjectView {
    /** Returns the object's id. */
    ObjectId id();

    /** Returns the name of its type; empty when the object was never created properly. */
    String type();

    /** Returns the names of the fields that have a value. */
    Set<String> fields();

    /**
     * Returns a scalar, or a text as {@link Text}, a list as {@link List}, a map as {@link java.util.Map}, a counter as
     * {@link Counter}, a set as {@link Set}, a model's operations as a list of their bytes.
     */
    Optional<Object> get(String field);

    /** Returns all values that were set concurrently, the one that counts first. */
    List<Object> conflicts(String field);

    /** Returns whether the object is deleted. */
    boolean deleted();

    /** Returns the object as a record. Throws SCHEMA_MISMATCH when it does not fit. */
    <T extends Record> T as(Class<T> type);
}
