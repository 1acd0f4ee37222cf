package dev.hearth.echo.internal.core;

import dev.hearth.base.Subscription;
import dev.hearth.echo.Diff;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One subscriber of a live query, which gets as many diffs as it requests. Kept under the database's lock. */
final class DiffSubscription<T> implements Flow.Subscription, LiveQuery.Listener<T> {
    private final Core core;
    private final Executor executor;
    private final Flow.Subscriber<? super Diff<T>> subscriber;
    private final LiveQuery<T> query;
    private @Nullable Subscription running;
    private long demand;
    private boolean ended;

    DiffSubscription(Terms<T> terms, Executor executor, Flow.Subscriber<? super Diff<T>> subscriber) {
        this.core = terms.core();
        this.executor = executor;
        this.subscriber = subscriber;
        this.query = new LiveQuery<>(terms, this);
    }

    void start() {
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        core.lockedUnlessClosed(() -> {
            if (ended) {
                return;
            }
            if (count <= 0) {
                end();
                tell(() -> subscriber.onError(new IllegalArgumentException("count is " + count + ", at least 1")));
                return;
            }
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            if (running == null) {
                running = query.start();
            } else {
                query.resume();
            }
        });
    }

    @Override
    public boolean isReady() {
        return demand > 0 && !ended;
    }

    @Override
    public void take(Diff<T> diff) {
        if (demand < Long.MAX_VALUE) {
            demand--;
        }
        tell(() -> subscriber.onNext(diff));
    }

    private void tell(Runnable event) {
        core.later(() -> executor.execute(event));
    }

    @Override
    public void cancel() {
        core.lockedUnlessClosed(this::end);
    }

    private void end() {
        ended = true;
        Subscription known = running;
        if (known != null) {
            known.close();
        }
    }
}
