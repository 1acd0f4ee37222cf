package dev.hearth.base;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The machine's own clock, randomness and threads. */
@AtTheEdge("the one place that turns seams into the machine")
final class SystemSeams implements Seams {
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService pool = Executors.newCachedThreadPool(daemons("hearth"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemons("hearth-timer"));

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public Subscription after(Duration delay, Runnable task) {
                return handle(timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
            }

            @Override
            public Subscription every(Duration period, Runnable task) {
                return handle(
                        timer.scheduleAtFixedRate(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
            }
        };
    }

    private static Subscription handle(Future<?> future) {
        return () -> future.cancel(false);
    }

    @Override
    public SerialExecutor serial(String name) {
        return new SerialQueue(blocking());
    }

    @Override
    public Executor blocking() {
        return task -> {
            try {
                pool.execute(task);
            } catch (RejectedExecutionException e) {
                // Closed: what was still to be done has nobody left to see it.
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdown();
    }
}
