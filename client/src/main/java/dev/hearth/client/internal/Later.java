package dev.hearth.client.internal;

import dev.hearth.base.Seams;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does something soon after it has become due, once for all the times that it became due meanwhile, and never twice at
 * once. Thread-safe.
 */
final class Later {
    private static final Duration SOON = Duration.ofMillis(50);

    private final Seams seams;
    private final Duration delay;
    private final Runnable work;
    private final AtomicInteger due = new AtomicInteger(); // how often it became due and is not done
    private volatile boolean closed;

    Later(Seams seams, Runnable work) {
        this(seams, SOON, work);
    }

    /** As the other, so long after it has become due. */
    Later(Seams seams, Duration delay, Runnable work) {
        this.seams = seams;
        this.delay = delay;
        this.work = work;
    }

    void due() {
        if (!closed && due.getAndIncrement() == 0) {
            begin();
        }
    }

    private void begin() {
        seams.scheduler().after(delay, () -> seams.blocking().execute(this::run));
    }

    private void run() {
        int met = due.get();
        try {
            if (!closed) {
                work.run();
            }
        } finally {
            if (due.addAndGet(-met) > 0) {
                begin();
            }
        }
    }

    /** Nothing begins any more. */
    void close() {
        closed = true;
    }
}
