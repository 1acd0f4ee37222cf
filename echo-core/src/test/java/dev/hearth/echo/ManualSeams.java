package dev.hearth.echo;

import dev.hearth.base.Scheduler;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.base.Subscription;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * Seams without threads: tasks run when the test says so, in the order in which they came; randomness follows a seed.
 */
final class ManualSeams implements Seams {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final SeededRandom random;
    private long now;
    private boolean blocksAtOnce;

    ManualSeams(long seed) {
        random = new SeededRandom(seed);
    }

    /** Lets what may block happen as soon as it is asked for. */
    void blockAtOnce() {
        blocksAtOnce = true;
    }

    /** Runs one task; returns whether there was one. */
    boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(Instant.EPOCH);
    }

    /** Lets time go on. */
    void advance(Duration time) {
        now += time.toNanos();
    }

    @Override
    public long nanoTime() {
        return now;
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
                tasks.add(task);
                return () -> tasks.remove(task);
            }

            @Override
            public Subscription every(Duration period, Runnable task) {
                return () -> {};
            }
        };
    }

    @Override
    public SerialExecutor serial(String name) {
        return new SerialExecutor() {
            @Override
            public boolean isCurrent() {
                return false;
            }

            @Override
            public void execute(Runnable task) {
                tasks.add(task);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Executor blocking() {
        return task -> {
            if (blocksAtOnce) {
                task.run();
            } else {
                tasks.add(task);
            }
        };
    }

    @Override
    public void close() {}

    /** Bytes that can be drawn again. */
    private static final class SeededRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final Random random;

        SeededRandom(long seed) {
            random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
