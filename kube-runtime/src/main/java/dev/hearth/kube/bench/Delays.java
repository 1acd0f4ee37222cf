package dev.hearth.kube.bench;

import java.util.Arrays;

/**
 * How long changes took to arrive, in milliseconds.
 *
 * @param p50 the median
 * @param p99 of a hundred, one took longer
 * @param max the longest
 */
public record Delays(double p50, double p99, double max) {
    /** Returns the figures of at least one delay. */
    static Delays of(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Delays(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(double[] sorted, double part) {
        return Stopwatch.rounded(sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * part))]);
    }
}
