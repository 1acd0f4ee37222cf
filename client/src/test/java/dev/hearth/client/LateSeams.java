package dev.hearth.client;

import dev.hearth.base.Scheduler;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** The machine's seams, with a clock on the wall that a test sets forward. */
final class LateSeams implements Seams {
    private final Seams system = Seams.system();
    private volatile Duration late = Duration.ZERO;

    void pass(Duration time) {
        late = late.plus(time);
    }

    @Override
    public InstantSource clock() {
        return () -> Instant.now().plus(late);
    }

    @Override
    public long nanoTime() {
        return system.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return system.random();
    }

    @Override
    public Scheduler scheduler() {
        return system.scheduler();
    }

    @Override
    public SerialExecutor serial(String name) {
        return system.serial(name);
    }

    @Override
    public Executor blocking() {
        return system.blocking();
    }

    @Override
    public void close() {
        system.close();
    }
}
