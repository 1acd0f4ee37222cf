package dev.hearth.kube.bench;

/**
 * How often to measure.
 *
 * @param warmup rounds that do not count
 * @param measured rounds of which the median counts, at least one
 */
public record Rounds(int warmup, int measured) {
    /** Refuses numbers that are out of range. */
    public Rounds {
        if (warmup < 0 || measured < 1) {
            throw new IllegalArgumentException("warmup " + warmup + " and rounds " + measured + " are out of range");
        }
    }
}
