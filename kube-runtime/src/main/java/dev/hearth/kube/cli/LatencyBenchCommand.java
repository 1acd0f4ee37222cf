package dev.hearth.kube.cli;

import dev.hearth.kube.bench.Delays;
import dev.hearth.kube.bench.LatencyBench;
import dev.hearth.kube.bench.LatencyResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth bench latency}. */
@CommandLine.Command(
        description = "Times changes from the write to the callback of a live query, here and in another process over "
                + "TCP on this machine.",
        mixinStandardHelpOptions = true)
final class LatencyBenchCommand extends Command {
    @Option(names = "--changes", defaultValue = "2000", description = "How many changes (default: ${DEFAULT-VALUE}).")
    private int changes;

    LatencyBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        LatencyResult result = LatencyBench.run(changes);
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "changes  " + result.changes(),
                        line("local", result.local()),
                        line("remote", result.remote()));
        return ExitCode.OK;
    }

    private static String line(String name, Delays delays) {
        return String.format(
                Locale.ROOT, "%-8s p50 %.3f, p99 %.3f, max %.3f ms", name, delays.p50(), delays.p99(), delays.max());
    }
}
