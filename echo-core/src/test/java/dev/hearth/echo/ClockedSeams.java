package dev.hearth.echo;

import dev.hearth.base.Scheduler;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Manual seams whose time the test moves; what is to happen again and again happens once each time it does. */
final class ClockedSeams implements Seams {
    private final ManualSeams manual;
    private final List<Runnable> repeated = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);

    ClockedSeams(long seed) {
        manual = new ManualSeams(seed);
    }

    boolean step() {
        return manual.step();
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Lets time pass, and what is repeated happen. */
    void passWithTimers(Duration time) {
        pass(time);
        List.copyOf(repeated).forEach(Runnable::run);
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public SecureRandom random() {
        return manual.random();
    }

    @Override
    public Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public Subscription after(Duration delay, Runnable task) {
                return manual.scheduler().after(delay, task);
            }

            @Override
            public Subscription every(Duration period, Runnable task) {
                repeated.add(task);
                return () -> repeated.remove(task);
            }
        };
    }

    @Override
    public SerialExecutor serial(String name) {
        return manual.serial(name);
    }

    @Override
    public Executor blocking() {
        return manual.blocking();
    }

    @Override
    public void close() {}
}
