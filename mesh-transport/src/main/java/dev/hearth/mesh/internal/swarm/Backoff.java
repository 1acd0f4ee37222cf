package dev.hearth.mesh.internal.swarm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try next: decorrelated jitter (each pause is drawn between the base and three times the last), so that peers
 * that lost the same server do not return together. Not thread-safe.
 */
public final class Backoff {
    private static final long BASE = Duration.ofMillis(100).toNanos();
    private static final long CAP = Duration.ofSeconds(30).toNanos();

    private final RandomGenerator random;
    private long last = BASE;
    private long notBefore;

    /** Starts ready. */
    public Backoff(RandomGenerator random, long now) {
        this.random = random;
        this.notBefore = now;
    }

    /** Returns whether it is time. */
    public boolean due(long now) {
        return now - notBefore >= 0;
    }

    /** Pauses, longer after each failure; returns the pause in nanoseconds. */
    public long failed(long now) {
        last = Math.min(CAP, BASE + (long) (random.nextDouble() * (3 * last - BASE)));
        notBefore = now + last;
        return last;
    }

    /** Pauses for at least {@code atLeast}. */
    public void pause(long now, Duration atLeast) {
        notBefore = now + atLeast.toNanos() + (long) (random.nextDouble() * atLeast.toNanos());
    }

    /** Is ready at once, and patient again. */
    public void reset(long now) {
        last = BASE;
        notBefore = now;
    }

    /** Is ready at once, without forgetting the failures. */
    public void hurry(long now) {
        notBefore = now;
    }
}
