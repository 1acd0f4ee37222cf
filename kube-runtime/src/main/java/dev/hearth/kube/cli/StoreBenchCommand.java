package dev.hearth.kube.cli;

import dev.hearth.kube.bench.Pace;
import dev.hearth.kube.bench.Rounds;
import dev.hearth.kube.bench.StoreBench;
import dev.hearth.kube.bench.StoreResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth bench store}. */
@CommandLine.Command(
        description = "Times objects written and updated through a client, a transaction each, and the bare store.",
        mixinStandardHelpOptions = true)
final class StoreBenchCommand extends Command {
    @Option(names = "--objects", defaultValue = "100000", description = "How many objects (default: ${DEFAULT-VALUE}).")
    private int objects;

    @Option(names = "--warmup", defaultValue = "1", description = "Rounds before (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds that count (default: ${DEFAULT-VALUE}).")
    private int measured;

    StoreBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        StoreResult result = StoreBench.run(objects, new Rounds(warmup, measured));
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "objects   " + result.objects(),
                        "equal     " + result.equal(),
                        line("write", result.write(), result.bytesEach()),
                        line("update", result.update(), result.updateBytesEach()),
                        line("bare", result.bare(), result.bareBytesEach()),
                        String.format(Locale.ROOT, "ratio     %.2f", result.ratio()));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String line(String name, Pace pace, double bytes) {
        return String.format(
                Locale.ROOT,
                "%-9s %.2f us each, %.2f us on processors, %.1f bytes on disk",
                name,
                pace.micros(),
                pace.cpuMicros(),
                bytes);
    }
}
