package dev.hearth.echo.internal.core;

import dev.hearth.base.Subscription;
import dev.hearth.echo.Commit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what listeners are to hear, in the order in which it happened, under no lock: events are added while the
 * database is locked, and delivered by whichever thread comes first after it is unlocked. Thread-safe.
 */
final class Events {
    private static final Logger log = LoggerFactory.getLogger(Events.class);

    private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by itself
    private boolean delivering; // guarded by waiting
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Who hears of commits, and where. */
    private record Listener(Executor executor, Consumer<Commit> consumer) {}

    /** Adds a listener of commits. */
    Subscription listen(Executor executor, Consumer<Commit> consumer) {
        Listener added = new Listener(executor, consumer);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /** Returns whether anybody listens. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Tells those who listen of a commit. */
    void tell(Commit commit) {
        for (Listener listener : listeners) {
            add(() -> listener.executor().execute(() -> listener.consumer().accept(commit)));
        }
    }

    /** Ends all listening. */
    void end() {
        listeners.clear();
    }

    void add(Runnable event) {
        synchronized (waiting) {
            waiting.add(event);
        }
    }

    /** Delivers what waits, unless another thread is at it. */
    void deliver() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                if (delivering || waiting.isEmpty()) {
                    return;
                }
                delivering = true;
                next = waiting.remove();
            }
            run(next);
        }
    }

    private void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            log.warn("A listener failed", e);
        } finally {
            synchronized (waiting) {
                delivering = false;
            }
        }
    }
}
