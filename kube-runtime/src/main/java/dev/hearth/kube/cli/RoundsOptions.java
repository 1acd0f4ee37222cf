package dev.hearth.kube.cli;

import dev.hearth.kube.bench.Rounds;
import picocli.CommandLine.Option;

/** How often a benchmark measures. */
final class RoundsOptions {
    @Option(
            names = "--warmup",
            defaultValue = "5",
            description = "Rounds before those that count (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds of which the median counts (default: ${DEFAULT-VALUE}).")
    private int measured;

    Rounds rounds() {
        return new Rounds(warmup, measured);
    }
}
