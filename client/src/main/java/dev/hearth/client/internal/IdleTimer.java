package dev.hearth.client.internal;

import dev.hearth.base.Scheduler;
import dev.hearth.base.Subscription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that something was not used for a while. Use sets a flag, which costs a busy caller nothing; the timer looks
 * at the flag four times in the time that it watches over, so it is late by a quarter at most. Thread-safe.
 */
final class IdleTimer implements AutoCloseable {
    private static final int PARTS = 4;

    private final Runnable onIdle;
    private volatile boolean used;
    private int quiet; // guarded by this
    private @Nullable Subscription ticks; // guarded by this

    /** Runs {@code onIdle} on the scheduler, once, when {@code limit} has passed without use. */
    IdleTimer(Scheduler scheduler, Duration limit, Runnable onIdle) {
        this.onIdle = onIdle;
        ticks = scheduler.every(limit.dividedBy(PARTS), this::tick);
    }

    void touch() {
        if (!used) {
            used = true;
        }
    }

    private void tick() {
        synchronized (this) {
            quiet = used ? 0 : quiet + 1;
            used = false;
            if (quiet < PARTS || ticks == null) {
                return;
            }
        }
        close();
        onIdle.run();
    }

    @Override
    public synchronized void close() {
        if (ticks != null) {
            ticks.close();
            ticks = null;
        }
    }
}
