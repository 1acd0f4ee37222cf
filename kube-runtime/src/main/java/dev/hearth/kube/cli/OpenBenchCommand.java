package dev.hearth.kube.cli;

import dev.hearth.kube.bench.OpenBench;
import dev.hearth.kube.bench.OpenResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth bench open}. */
@CommandLine.Command(
        description = "Times opening spaces of 1,000 objects, ten times as many and so on, in a process each.",
        mixinStandardHelpOptions = true)
final class OpenBenchCommand extends Command {
    @Option(
            names = "--objects",
            defaultValue = "1000000",
            description = "How many objects the largest space holds (default: ${DEFAULT-VALUE}).")
    private int objects;

    @Option(names = "--rounds", defaultValue = "5", description = "Processes for each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--keep", description = "Keeps the folders here, and measures those that are here again.")
    private @Nullable Path keep;

    OpenBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        OpenResult result = OpenBench.run(objects, rounds, Optional.ofNullable(keep));
        List<String> lines = new ArrayList<>();
        lines.add("equal     " + result.equal());
        lines.add(String.format(Locale.ROOT, "bare      %.1f ms, the store of the largest alone", result.bareOpenMs()));
        lines.add(String.format(Locale.ROOT, "unlock    %.1f ms, where there is a passphrase", result.unlockMs()));
        for (OpenResult.Size size : result.sizes()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%9d open %.1f ms (%.0f ms on processors), read one %.2f ms, heap %.1f MB, disk %.1f MB",
                    size.objects(),
                    size.openMs(),
                    size.openCpuMs(),
                    size.readMs(),
                    size.heapBytes() / 1e6,
                    size.diskBytes() / 1e6));
        }
        console().say(Console.JSON.valueToTree(result), lines.toArray(String[]::new));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
