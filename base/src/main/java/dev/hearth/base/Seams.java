package dev.hearth.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Every source of nondeterminism, in one value that is handed down: time, randomness, timers and threads. Production
 * passes {@link #system()}; tests and the simulator pass virtual ones. Thread-safe.
 */
public interface Seams extends AutoCloseable {
    /** Returns seams on the machine's clock, randomness and daemon threads of their own. */
    static Seams system() {
        return new SystemSeams();
    }

    /** Wall-clock time, for people to read; it decides nothing. */
    InstantSource clock();

    /** Time that only moves forward, in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** Randomness fit for keys. */
    SecureRandom random();

    /** Timers. */
    Scheduler scheduler();

    /** Returns a new serial executor; {@code name} is for thread dumps and logs. */
    SerialExecutor serial(String name);

    /** Runs tasks that may block, in no order. */
    Executor blocking();

    /** Ends the threads; safe to call twice. */
    @Override
    void close();
}
