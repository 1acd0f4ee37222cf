package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.kube.internal.transfer.Transfers;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth export SPACE FILE}. */
@CommandLine.Command(
        name = "export",
        description = "Writes what a space shows as JSON lines, CSV or an SQLite database.",
        mixinStandardHelpOptions = true)
final class ExportCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it; replaced as a whole.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "jsonl|csv|sqlite",
            defaultValue = "jsonl",
            description = "JSON lines with everything, a table of one type, or tables (default: ${DEFAULT-VALUE}).")
    private Transfers.Kind format = Transfers.Kind.JSONL;

    @Option(names = "--type", paramLabel = "TYPE", description = "The objects of this type alone; CSV needs one.")
    private @Nullable String type;

    ExportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            long count = Transfers.export(space, file, format, Optional.ofNullable(type));
            console()
                    .say(
                            object().put("objects", count).put("file", file.toString()),
                            count + " objects are in " + file);
        }
        return ExitCode.OK;
    }
}
