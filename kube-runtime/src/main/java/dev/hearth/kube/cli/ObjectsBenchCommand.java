package dev.hearth.kube.cli;

import dev.hearth.kube.bench.ObjectsBench;
import dev.hearth.kube.bench.ObjectsResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth bench objects}. */
@CommandLine.Command(
        description = "Times many small objects, each with a state of its own: created, saved, loaded, changed.",
        mixinStandardHelpOptions = true)
final class ObjectsBenchCommand extends Command {
    @Option(names = "--objects", defaultValue = "100000", description = "How many objects (default: ${DEFAULT-VALUE}).")
    private int objects;

    @Mixin
    private final RoundsOptions rounds = new RoundsOptions();

    ObjectsBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        ObjectsResult result = ObjectsBench.run(objects, rounds.rounds());
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "objects   " + result.objects(),
                        "equal     " + result.equal(),
                        line("create", result.createMicros(), result.updateBytesAvg()),
                        line("save", result.saveMicros(), result.fileBytesAvg()),
                        String.format(Locale.ROOT, "load      %.2f us", result.loadMicros()),
                        String.format(Locale.ROOT, "read      %.2f us", result.readMicros()),
                        line("change", result.changeMicros(), result.changeBytesAvg()),
                        String.format(
                                Locale.ROOT,
                                "archive   %.1f bytes; write %.0f ms, read %.0f ms",
                                result.archiveBytesEach(),
                                result.archiveWriteMillis(),
                                result.archiveReadMillis()),
                        "heap      " + result.heapBytesEach() + " bytes");
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String line(String name, double micros, double bytes) {
        return String.format(Locale.ROOT, "%-9s %.2f us, %.1f bytes", name, micros, bytes);
    }
}
