package dev.hearth.kube.cli;

import dev.hearth.base.HearthException;
import dev.hearth.kube.bench.MicroBench;
import dev.hearth.kube.bench.MicroResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth bench micro}. */
@CommandLine.Command(
        description = "Times the small workloads B1 to B3 of crdt-benchmarks, and a large paste with its deletion.",
        mixinStandardHelpOptions = true)
final class MicroBenchCommand extends Command {
    @Option(names = "--size", defaultValue = "6000", description = "N of the workloads (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--paste", defaultValue = "10000000", description = "Units pasted (default: ${DEFAULT-VALUE}).")
    private int paste;

    @Option(names = "--export", description = "Writes the workloads to this file, for other engines; times nothing.")
    private @Nullable Path export;

    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    MicroBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Path file = export;
        if (file != null) {
            write(file);
            return ExitCode.OK;
        }
        MicroResult result = MicroBench.run(size, paste, rounds.rounds());
        List<String> lines = new ArrayList<>();
        for (MicroResult.Row row : result.rows()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-6s %9.2f ms  %9d bytes in %d updates, file %d bytes, save %.2f ms, load %.2f ms%s  %s",
                    row.id(),
                    row.timeMs(),
                    row.updateBytes(),
                    row.updates(),
                    row.fileBytes(),
                    row.saveMs(),
                    row.loadMs(),
                    row.equal() ? "" : "  NOT EQUAL",
                    row.what()));
        }
        console().say(Console.JSON.valueToTree(result), lines.toArray(String[]::new));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private void write(Path file) {
        try {
            Console.JSON.writeValue(file.toFile(), MicroBench.scripts(size));
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }
}
