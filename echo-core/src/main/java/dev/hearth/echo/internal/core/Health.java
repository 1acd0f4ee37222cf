package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store still follows memory. After a write that failed, memory is ahead of the store: nothing more is
 * written, and the first cause is remembered. Thread-safe.
 */
final class Health {
    private volatile @Nullable String cause;

    /** Notes a write that failed; one to a store that is closed is none. */
    synchronized void failed(HearthException failure) {
        if (cause == null && failure.code() != ErrorCode.CLOSED) {
            cause = failure.code().name();
        }
    }

    boolean hasFailed() {
        return cause != null;
    }

    Optional<String> cause() {
        return Optional.ofNullable(cause);
    }

    /** Throws INTERNAL with the first cause when a write has failed. */
    void requireWhole() {
        String first = cause;
        if (first != null) {
            throw new HearthException(ErrorCode.INTERNAL, Map.of("first cause", first));
        }
    }
}
