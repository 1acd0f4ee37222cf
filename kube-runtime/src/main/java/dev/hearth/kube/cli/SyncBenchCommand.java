package dev.hearth.kube.cli;

import dev.hearth.kube.bench.SyncBench;
import dev.hearth.kube.bench.SyncResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth bench sync}. */
@CommandLine.Command(
        description = "Times how a space comes to another process for the first time, over TCP; beside a session that "
                + "carries as many bytes and the bare store that takes them.",
        mixinStandardHelpOptions = true)
final class SyncBenchCommand extends Command {
    @Option(names = "--objects", defaultValue = "10000", description = "How many objects (default: ${DEFAULT-VALUE}).")
    private int objects;

    SyncBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        SyncResult result = SyncBench.run(objects);
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "objects       " + result.objects(),
                        "equal         " + result.equal(),
                        line("sync", result.syncMs()),
                        line("until joined", result.joinMs()),
                        "bytes         " + result.bytes(),
                        line("bare session", result.sessionMs()),
                        line("bare store", result.storeMs()));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String line(String name, double millis) {
        return String.format(Locale.ROOT, "%-13s %.1f ms", name, millis);
    }
}
