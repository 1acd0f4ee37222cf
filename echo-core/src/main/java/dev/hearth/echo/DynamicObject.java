package dev.hearth.echo;

import dev.hearth.base.ObjectId;

/**
 * An object without a Java type: a live view of its stored fields. Scalar values are {@link String}, {@link Boolean},
 * {@link Long} (an {@link Integer} is widened), {@link Double}, {@link java.time.Instant},
 * {@link dev.hearth.base.Bytes}, {@link ObjectId}, {@link Ref}; an enum constant is stored as its name. Thread-safe.
 */
public interface DynamicObject extends ObjectView {
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
}
