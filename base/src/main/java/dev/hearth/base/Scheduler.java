package dev.hearth.base;

import java.time.Duration;

/** Runs tasks later. Tasks are short, and hand longer work to an executor. Thread-safe. */
public interface Scheduler {
    /** Runs {@code task} once after {@code delay}, unless the handle is closed before. */
    Subscription after(Duration delay, Runnable task);

    /** Runs {@code task} every {@code period}, first after one period, until the handle is closed. */
    Subscription every(Duration period, Runnable task);
}
