package dev.hearth.kube.internal.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows. Thread-safe. */
public final class Counter {
    private final LongAdder value = new LongAdder();

    Counter() {}

    /** Adds one. */
    public void increment() {
        value.increment();
    }

    /** Adds {@code amount}, not negative. */
    public void add(long amount) {
        value.add(amount);
    }

    /** Returns the sum. */
    public long value() {
        return value.sum();
    }
}
