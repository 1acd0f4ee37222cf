package dev.hearth.kube.cli;

import dev.hearth.base.Seams;
import dev.hearth.kube.replay.Replay;
import dev.hearth.kube.replay.ReplayOptions;
import dev.hearth.kube.replay.ReplayResult;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth replay TRACE}. */
@CommandLine.Command(
        name = "replay",
        description = "Replays a sequential editing history through several processes that share a space.",
        mixinStandardHelpOptions = true)
final class ReplayCommand extends Command {
    @Parameters(paramLabel = "TRACE", description = "A history, .json or .json.gz.")
    private Path trace = Path.of("");

    @Option(names = "--peers", defaultValue = "2", description = "Processes (default: ${DEFAULT-VALUE}).")
    private int peers;

    @Option(
            names = "--transport",
            defaultValue = "webrtc",
            description = "webrtc, tcp, relay or memory (default: ${DEFAULT-VALUE}).")
    private String transport = "";

    @Option(names = "--turn", defaultValue = "300", description = "Edits in a turn (default: ${DEFAULT-VALUE}).")
    private int turn;

    @Option(
            names = "--limit",
            defaultValue = "2147483647",
            description = "Edits at most; the text is then compared among the peers.")
    private int limit;

    ReplayCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        ReplayOptions replay = new ReplayOptions(peers, transport, turn, limit);
        ReplayResult result;
        try (Seams seams = Seams.system()) {
            result = Replay.run(trace, replay, seams, console()::progress);
        }
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "trace            " + result.trace(),
                        "edits            " + result.edits(),
                        "peers            " + result.peers() + " over " + result.transport(),
                        "texts equal      " + result.equal(),
                        String.format(Locale.ROOT, "edits/s          %.0f", result.editsPerSecond()),
                        String.format(Locale.ROOT, "bytes per edit   %.1f", result.bytesPerEdit()),
                        String.format(
                                Locale.ROOT,
                                "latency          p50 %.2f ms, p99 %.2f ms",
                                result.latencyP50Ms(),
                                result.latencyP99Ms()),
                        String.format(Locale.ROOT, "time to converge %.1f ms", result.convergeMs()),
                        String.format(Locale.ROOT, "peak heap        %.1f MiB", result.peakHeapBytes() / 1048576.0));
        return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
