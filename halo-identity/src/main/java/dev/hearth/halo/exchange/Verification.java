package dev.hearth.halo.exchange;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Map;

/**
 * What became of a verification: the verified thing, or the first reason why not.
 *
 * @param <T> what was verified
 */
public sealed interface Verification<T> {
    /**
     * It is what it claims to be.
     *
     * @param <T> what was verified
     * @param value what it says
     */
    record Valid<T>(T value) implements Verification<T> {}

    /**
     * It does not count, and nothing of what it says is handed out.
     *
     * @param <T> what was to be verified
     * @param reason why
     */
    record Invalid<T>(Reason reason) implements Verification<T> {}

    /** Returns what was verified; throws CREDENTIAL_REFUSED with the reason and what it means. */
    default T orThrow() {
        if (this instanceof Invalid<T> it) {
            throw new HearthException(
                    ErrorCode.CREDENTIAL_REFUSED,
                    Map.of("reason", it.reason().name(), "meaning", it.reason().sentence()));
        }
        return ((Valid<T>) this).value();
    }
}
