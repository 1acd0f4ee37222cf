package dev.hearth.base;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A {@link SerialExecutor} that borrows a thread of {@code pool} while it has tasks, and holds none while idle. */
final class SerialQueue implements SerialExecutor {
    /** How many tasks run before the thread is given back, so that busy queues share a small pool. */
    private static final int TURN = 64;

    private final Executor pool;
    private final Deque<Runnable> tasks = new ArrayDeque<>(); // guarded by itself, with the two fields below
    private boolean active;
    private boolean closed;
    private volatile @Nullable Thread runner;

    SerialQueue(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            if (closed) {
                return;
            }
            tasks.add(task);
            if (active) {
                return;
            }
            active = true;
        }
        pool.execute(this::turn);
    }

    private void turn() {
        runner = Thread.currentThread();
        boolean more = true;
        try {
            for (int done = 0; more && done < TURN; done++) {
                more = runNext();
            }
        } finally {
            runner = null;
            if (more) {
                pool.execute(this::turn);
            }
        }
    }

    /** Runs one task; returns false, and gives the turn up, when there is none. */
    private boolean runNext() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.poll();
            if (task == null) {
                active = false;
                return false;
            }
        }
        run(task);
        return true;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }

    @Override
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    @Override
    public void close() {
        synchronized (tasks) {
            closed = true;
        }
    }
}
