package dev.hearth.echo;

import dev.hearth.base.ObjectId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An object without a Java type: a live view of its stored fields. Scalar values are {@link String}, {@link Boolean},
 * {@link Long} (an {@link Integer} is widened), {@link Double}, {@link java.time.Instant},
 * {@link dev.hearth.base.Bytes}, {@link ObjectId}, {@link Ref}; an enum constant is stored as its name. Thread-safe.
 */
public interface DynamicObject {
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

    /** Sets a scalar. */
    DynamicObject set(String field, Object value);

    /** Removes a scalar. */
    DynamicObject clear(String field);

    /** Returns the text of that name, which exists as soon as it is edited. */
    TextField text(String field);

    /** Returns the list of that name, which exists as soon as it is edited. */
    ListField list(String field);

    /** Returns the counter of that name, which exists as soon as it is added to. */
    CounterField counter(String field);

    /** Returns the set of that name, which exists as soon as it is edited. */
    SetField set(String field);

    /** Returns the map of that name, which exists as soon as it is edited. */
    MapField map(String field);

    /** Returns all values that were set concurrently, the one that counts first. */
    List<Object> conflicts(String field);

    /** Returns whether the object is deleted. */
    boolean deleted();
}
