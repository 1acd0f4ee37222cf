package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Space;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** When the changes that count came to the callback of a live query. */
final class Pings implements AutoCloseable {
    private static final int MINUTES = 5;

    private final double[] millis;
    private final CountDownLatch missing;
    private final Seams seams;

    private final Subscription live;

    /** Listens to a space from now on, on the thread that brings a change. */
    Pings(Space space, int changes, Seams seams) {
        this.millis = new double[changes];
        this.missing = new CountDownLatch(changes);
        this.seams = seams;
        this.live =
                space.query(Ping.class).live(Runnable::run, diff -> diff.added().forEach(row -> arrived(row.value())));
    }

    private void arrived(Ping ping) {
        if (ping.number() >= 0) {
            millis[ping.number()] =
                    Duration.between(ping.written(), seams.clock().instant()).toNanos() / 1e6;
            missing.countDown();
        }
    }

    /** Waits for all of them. */
    Delays delays() {
        try {
            if (!missing.await(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(missing.getCount() + " changes did not come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return Delays.of(millis);
    }

    @Override
    public void close() {
        live.close();
    }
}
