package dev.hearth.base;

import java.util.concurrent.Executor;

/**
 * Runs tasks one after another, in the order given, each seeing the effects of those before it. A task that throws is
 * logged by its owner's handler and does not stop the next. Thread-safe.
 */
public interface SerialExecutor extends Executor, AutoCloseable {
    /** Returns whether the caller is running inside this executor. */
    boolean isCurrent();

    /** Refuses new tasks silently; those accepted still run. */
    @Override
    void close();
}
