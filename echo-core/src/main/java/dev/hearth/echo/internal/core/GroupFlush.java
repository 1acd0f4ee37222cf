package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.echo.store.Store;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes commits durable a while after the first of them that is not, so that many share one write to the disk.
 * Thread-safe.
 */
final class GroupFlush {
    private final Store store;
    private final Seams seams;
    private final Duration delay;
    private final Consumer<HearthException> failed;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    GroupFlush(Store store, Seams seams, Duration delay, Consumer<HearthException> failed) {
        this.store = store;
        this.seams = seams;
        this.delay = delay;
        this.failed = failed;
    }

    /** Notes a commit. */
    void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            seams.scheduler().after(delay, () -> seams.blocking().execute(this::run));
        }
    }

    private void run() {
        scheduled.set(false);
        try {
            store.flush();
        } catch (HearthException e) {
            if (e.code() != ErrorCode.CLOSED) {
                failed.accept(e);
            }
        }
    }
}
