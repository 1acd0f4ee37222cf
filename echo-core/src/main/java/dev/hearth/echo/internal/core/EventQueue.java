package dev.hearth.echo.internal.core;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What listeners are to hear, in the order in which it happened, under no lock: events are added while the database is
 * locked, and delivered by whichever thread comes first after it is unlocked. Thread-safe.
 */
final class EventQueue {
    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by itself
    private boolean delivering; // guarded by waiting

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
