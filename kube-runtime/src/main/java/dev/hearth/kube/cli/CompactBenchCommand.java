package dev.hearth.kube.cli;

import dev.hearth.kube.bench.CompactBench;
import dev.hearth.kube.bench.CompactResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth bench compact}. */
@CommandLine.Command(
        description =
                "Writes objects, deletes nine tenths, compacts, and measures the folder beside one that only ever held the rest.",
        mixinStandardHelpOptions = true)
final class CompactBenchCommand extends Command {
    @Option(names = "--objects", defaultValue = "100000", description = "How many objects (default: ${DEFAULT-VALUE}).")
    private int objects;

    CompactBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        CompactResult result = CompactBench.run(objects);
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "objects   " + result.objects() + ", kept " + result.kept(),
                        "equal     " + result.equal(),
                        "full      " + result.fullBytes() + " bytes",
                        "compacted " + result.compactedBytes() + " bytes",
                        "never had " + result.neverHadBytes() + " bytes",
                        String.format(Locale.ROOT, "ratio     %.3f", result.ratio()),
                        String.format(Locale.ROOT, "compact   %.1f s", result.compactSeconds()));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
