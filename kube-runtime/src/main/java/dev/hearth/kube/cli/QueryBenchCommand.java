package dev.hearth.kube.cli;

import dev.hearth.kube.bench.QueryBench;
import dev.hearth.kube.bench.QueryResult;
import dev.hearth.kube.replay.Folders;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth bench query}. */
@CommandLine.Command(
        description = "Times queries in a space of many objects, and the same without an index and without a space.",
        mixinStandardHelpOptions = true)
final class QueryBenchCommand extends Command {
    @Option(names = "--objects", defaultValue = "100000", description = "How many objects (default: ${DEFAULT-VALUE}).")
    private int objects;

    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    QueryBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Path folder = Folders.temporary("hearth-bench");
        QueryResult result;
        try {
            result = QueryBench.run(folder, objects, rounds.rounds());
        } finally {
            Folders.delete(folder);
        }
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "objects   " + result.objects(),
                        "equal     " + result.equal(),
                        line("create", result.createMicros()),
                        line("find", result.findMicros()),
                        line("tree map", result.treeMapMicros()),
                        line("scan", result.scanMicros()),
                        line("range", result.rangeMicros()),
                        line("page", result.pageMicros()),
                        line("count", result.countMicros()),
                        line("either", result.eitherMicros()),
                        line("hops", result.hopsMicros()) + ", " + result.edges() + " edges",
                        line("update", result.updateMicros()),
                        line("live", result.liveMicros()) + ", " + result.liveRows() + " rows");
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String line(String name, double micros) {
        return String.format(Locale.ROOT, "%-9s %.2f us", name, micros);
    }
}
