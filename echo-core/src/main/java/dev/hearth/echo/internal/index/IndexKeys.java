package dev.hearth.echo.internal.index;

import org.jspecify.annotations.Nullable;

/** Keys of an index in ascending order, each a row of values and the id of an object. */
@FunctionalInterface
public interface IndexKeys {
    /** Returns the next key, which is not to be changed; null at the end. */
    byte @Nullable [] next();
}
