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
    private volatile boolean hidden;

    /** Notes a write that failed; one to a store that is closed is none. */
    synchronized void failed(HearthException failure) {
        if (cause == null && failure.code() != ErrorCode.CLOSED) {
            cause = failure.code().name();
        }
    }

    /** Notes that memory and store hold a state that nobody is to see. */
    void hide() {
        hidden = true;
    }

    /** Throws INTERNAL with the first cause when what is here is not to be seen. */
    void requireShowable() {
        if (hidden) {
            throw new HearthException(ErrorCode.INTERNAL, Map.of("first cause", cause().orElse("unknown")));
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
