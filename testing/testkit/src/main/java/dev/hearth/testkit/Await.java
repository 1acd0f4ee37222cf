package dev.hearth.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.opentest4j.AssertionFailedError;

/** Waits for a condition that other threads or processes bring about, within a bound that only a failure reaches. */
public final class Await {
    private static final Duration STEP = Duration.ofMillis(2);

    private Await() {}

    /** Returns once {@code condition} holds; fails the test when it does not within {@code bound}. */
    public static void until(String what, Duration bound, BooleanSupplier condition) {
        long steps = bound.dividedBy(STEP);
        for (long step = 0; step < steps; step++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        throw new AssertionFailedError("Not within " + bound.toSeconds() + " s: " + what);
    }
}
