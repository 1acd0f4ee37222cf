package dev.hearth.kube.cli;

import dev.hearth.kube.bench.MapsBench;
import dev.hearth.kube.bench.MapsResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth bench maps}. */
@CommandLine.Command(
        description = "Times a map of many keys: set, written over, removed, a transaction each.",
        mixinStandardHelpOptions = true)
final class MapsBenchCommand extends Command {
    @Option(names = "--keys", defaultValue = "100000", description = "How many keys (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    MapsBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        MapsResult result = MapsBench.run(keys, rounds.rounds());
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "keys       " + result.keys(),
                        "equal      " + result.equal(),
                        line("set", result.set()),
                        line("overwrite", result.overwrite()),
                        line("remove", result.remove()));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String line(String name, MapsResult.Phase phase) {
        return String.format(
                Locale.ROOT,
                "%-10s %.2f us, %.1f bytes/update, %d entries, file %d bytes, load %.2f ms",
                name,
                phase.micros(),
                phase.updateBytesAvg(),
                phase.entries(),
                phase.fileBytes(),
                phase.loadMs());
    }
}
