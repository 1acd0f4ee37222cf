package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.kube.bench.TraceBench;
import dev.hearth.kube.bench.TraceResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth bench}, and its {@code trace TRACE}. */
final class BenchCommand {
    private BenchCommand() {}

    static CommandLine commandLine(Console console) {
        return Groups.of("bench", "Benchmarks inside one process.")
                .addSubcommand("trace", new TraceCommand(console))
                .addSubcommand("maps", new MapsBenchCommand(console))
                .addSubcommand("objects", new ObjectsBenchCommand(console))
                .addSubcommand("query", new QueryBenchCommand(console))
                .addSubcommand("sync", new SyncBenchCommand(console))
                .addSubcommand("latency", new LatencyBenchCommand(console))
                .addSubcommand("blob", new BlobBenchCommand(console))
                .addSubcommand("micro", new MicroBenchCommand(console))
                .addSubcommand("store", new StoreBenchCommand(console))
                .addSubcommand("trust", new TrustBenchCommand(console))
                .addSubcommand("open", new OpenBenchCommand(console))
                .addSubcommand("unlock", new UnlockBenchCommand(console))
                .addSubcommand("wallet", new WalletBenchCommand(console))
                .addSubcommand("invite", new InviteBenchCommand(console))
                .addSubcommand("compact", new CompactBenchCommand(console));
    }

    /** Works through one editing history. */
    @CommandLine.Command(
            description = "Times local edits, encoding, loading and merging of an editing history, in on-CPU ms.",
            mixinStandardHelpOptions = true)
    static final class TraceCommand extends Command {
        @Parameters(paramLabel = "TRACE", description = "A history, sequential or concurrent, .json or .json.gz.")
        private Path trace = Path.of("");

        @Mixin
        private final RoundsOptions rounds = new RoundsOptions();

        @Option(
                names = "--repeat",
                defaultValue = "1",
                description = "How many times the history is done, end to end (default: ${DEFAULT-VALUE}).")
        private int repeat;

        TraceCommand(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            TraceResult result = run();
            console()
                    .say(
                            Console.JSON.valueToTree(result),
                            "trace         " + result.trace(),
                            "edits         " + result.edits(),
                            "text equal    " + result.equal(),
                            String.format(Locale.ROOT, "local         %.2f ms", result.localMs()),
                            String.format(Locale.ROOT, "bytes/update  %.2f", result.updateBytesAvg()),
                            "file          " + result.fileBytes() + " bytes",
                            String.format(Locale.ROOT, "load          %.2f ms", result.loadMs()),
                            "forgotten     " + result.forgottenBytes() + " bytes",
                            "history       " + result.historyBytes() + " bytes",
                            String.format(Locale.ROOT, "merge file    %.2f ms", result.mergeFileMs()),
                            String.format(Locale.ROOT, "merge         %.2f ms", result.mergeMs()),
                            String.format(Locale.ROOT, "stream        %.2f ms", result.streamMs()),
                            "heap          " + result.heapBytes() + " bytes");
            return result.equal() ? ExitCode.OK : ExitCode.CHECK_FAILED;
        }

        private TraceResult run() {
            try {
                return TraceBench.run(trace, rounds.rounds(), Math.max(1, repeat));
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", String.valueOf(e.getMessage())), e);
            } catch (IOException e) {
                throw HearthException.ofFile(trace, e);
            }
        }
    }
}
