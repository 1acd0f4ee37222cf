package dev.hearth.kube.internal.web;

import dev.hearth.base.Subscription;

/** What the pages of an app may see of the space that it was published into. Thread-safe. */
public interface SpaceData {
    /** Returns the objects of a type as a JSON object with a list {@code objects}; may block. */
    String objects(String type);

    /** Calls {@code listener} after each change with a line of JSON that says how far the space is. */
    Subscription onChange(java.util.function.Consumer<String> listener);
}
