package dev.hearth.kube.bench;

import dev.hearth.base.MalformedException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Compares how long two ways of failing take, which whoever measures the answers must not tell apart: Welch's t of the
 * two, after the test of Reparaz, Balasch and Verbauwhede, "Dude, is my code constant time?" (2017). Beyond
 * {@value #THRESHOLD} they differ. The slowest twentieth of each, which other work delayed, is left out.
 */
final class TellingTime {
    /** From here on a difference is no chance. */
    static final double THRESHOLD = 4.5;

    private TellingTime() {}

    /** One failure, which times itself. */
    interface Failure {
        long nanos() throws MalformedException;
    }

    /** Returns t for two ways that take turns in a random order. */
    static double of(Rounds rounds, RandomGenerator random, Failure one, Failure other) throws MalformedException {
        double[] ones = new double[rounds.measured()];
        double[] others = new double[rounds.measured()];
        for (int i = -rounds.warmup(); i < rounds.measured(); i++) {
            int place = Math.max(0, i); // those before are written over
            if (random.nextBoolean()) {
                ones[place] = one.nanos();
                others[place] = other.nanos();
            } else {
                others[place] = other.nanos();
                ones[place] = one.nanos();
            }
        }
        return Stopwatch.rounded(welch(fast(ones), fast(others)));
    }

    private static double[] fast(double... nanos) {
        Arrays.sort(nanos);
        return Arrays.copyOf(nanos, Math.max(1, nanos.length * 19 / 20));
    }

    private static double welch(double[] one, double[] other) {
        double difference = mean(one) - mean(other);
        double error = Math.sqrt(variance(one) / one.length + variance(other) / other.length);
        return error == 0 ? 0 : difference / error;
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double variance(double... values) {
        double mean = mean(values);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / Math.max(1, values.length - 1);
    }
}
