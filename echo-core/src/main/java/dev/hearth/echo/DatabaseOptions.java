package dev.hearth.echo;

import java.time.Duration;

/**
 * Settings of a database.
 *
 * @param cacheBytes estimated bytes of object states kept in memory, beside which pages of indexes take a quarter as
 *     much; at least 1 MiB; default 64 MiB
 * @param flushDelay after which idle time at most what was committed becomes durable; default 50 ms
 * @param waitingBytes bytes of received blocks that may wait for what they depend on; at least 1 MiB; default 32 MiB
 */
public record DatabaseOptions(long cacheBytes, Duration flushDelay, long waitingBytes) {
    private static final long MEBIBYTE = 1 << 20;

    /** Refuses values out of range with {@link IllegalArgumentException}. */
    public DatabaseOptions {
        if (cacheBytes < MEBIBYTE) {
            throw new IllegalArgumentException("cacheBytes is " + cacheBytes + ", at least " + MEBIBYTE);
        }
        if (waitingBytes < MEBIBYTE) {
            throw new IllegalArgumentException("waitingBytes is " + waitingBytes + ", at least " + MEBIBYTE);
        }
        if (flushDelay.isNegative() || flushDelay.isZero()) {
            throw new IllegalArgumentException("flushDelay is " + flushDelay + ", more than zero");
        }
    }

    /** Returns the defaults. */
    public static DatabaseOptions defaults() {
        return new DatabaseOptions(64 * MEBIBYTE, Duration.ofMillis(50), 32 * MEBIBYTE);
    }
}
