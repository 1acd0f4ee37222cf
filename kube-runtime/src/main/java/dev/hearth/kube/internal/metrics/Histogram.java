package dev.hearth.kube.internal.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * How long things take: durations counted in buckets whose bounds grow by factors of four, from 16 microseconds to 17
 * seconds. Thread-safe.
 */
public final class Histogram {
    private static final int BUCKETS = 11;
    private static final int FIRST_MICROS = 16;
    private static final int NANOS_PER_MICRO = 1_000;

    private final LongAdder[] counts = new LongAdder[BUCKETS + 1];
    private final LongAdder sumNanos = new LongAdder();

    Histogram() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Counts one duration. */
    public void record(long nanos) {
        int bucket = 0;
        while (bucket < BUCKETS && nanos > boundMicros(bucket) * NANOS_PER_MICRO) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    private static long boundMicros(int bucket) {
        return (long) FIRST_MICROS << (2 * bucket);
    }

    void render(StringBuilder out, String name) {
        long count = 0;
        for (int i = 0; i < BUCKETS; i++) {
            count += counts[i].sum();
            out.append(name)
                    .append("_bucket{le=\"")
                    .append(boundMicros(i) / 1e6)
                    .append("\"} ");
            out.append(count).append('\n');
        }
        count += counts[BUCKETS].sum();
        out.append(name).append("_bucket{le=\"+Inf\"} ").append(count).append('\n');
        out.append(name).append("_sum ").append(sumNanos.sum() / 1e9).append('\n');
        out.append(name).append("_count ").append(count).append('\n');
    }
}
