package dev.hearth.kube.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again, for a bounded time, at what other threads and processes bring about. */
final class Pauses {
    private static final Duration STEP = Duration.ofMillis(20);

    private Pauses() {}

    /** Returns whether {@code condition} held within {@code bound}. */
    static boolean until(Duration bound, BooleanSupplier condition) {
        for (long step = bound.dividedBy(STEP); step > 0; step--) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return condition.getAsBoolean();
    }
}
