package dev.hearth.client.internal;

import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for others, never longer than a limit. */
final class Waiting {
    private static final Duration LOOK = Duration.ofMillis(10);

    private Waiting() {}

    /** Returns when {@code condition} holds or {@code limit} is over. */
    static void until(Seams seams, Duration limit, BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return;
        }
        CompletableFuture<Void> held = new CompletableFuture<>();
        Subscription looking = seams.scheduler().every(LOOK, () -> {
            if (condition.getAsBoolean()) {
                held.complete(null);
            }
        });
        try {
            forAtMost(limit, held);
        } finally {
            looking.close();
        }
    }

    /** Returns when {@code future} is done, however, or {@code limit} is over. */
    static void forAtMost(Duration limit, Future<?> future) {
        try {
            future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            return; // the caller goes on without
        }
    }
}
