package dev.hearth.kube.cli;

import dev.hearth.kube.bench.BlobBench;
import dev.hearth.kube.bench.BlobResult;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hearth bench blob}. */
@CommandLine.Command(
        description = "Times a blob: put, read, put again with an insertion, and fetched by another process over TCP "
                + "that is ended at half and goes on as a new one; beside a plain file and a bare session.",
        mixinStandardHelpOptions = true)
final class BlobBenchCommand extends Command {
    @Option(
            names = "--megabytes",
            defaultValue = "100",
            description = "Millions of bytes of the blob (default: ${DEFAULT-VALUE}).")
    private int megabytes;

    BlobBenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        BlobResult result = BlobBench.run(megabytes);
        BlobResult.Transfer transfer = result.transfer();
        boolean equal = result.equal() && transfer.equal();
        console()
                .say(
                        Console.JSON.valueToTree(result),
                        "bytes            " + result.bytes(),
                        "equal            " + equal,
                        rate("put", result.putRate()),
                        rate("plain file", result.fileRate()),
                        rate("read", result.readRate()),
                        "insertion        " + result.insertedChunks() + " of " + transfer.chunks() + " chunks",
                        rate("fetch", transfer.fetchRate()),
                        rate("bare session", transfer.sessionRate()),
                        "sent twice       " + transfer.sentTwice() + " chunks");
        return equal ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String rate(String name, double rate) {
        return String.format(Locale.ROOT, "%-16s %.1f MB/s", name, rate);
    }
}
