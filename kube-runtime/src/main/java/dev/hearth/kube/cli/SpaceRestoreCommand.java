package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Space;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth space restore FILE}. */
@CommandLine.Command(
        name = "restore",
        description = "Puts a space back from a backup, with the same id.",
        mixinStandardHelpOptions = true)
final class SpaceRestoreCommand extends Command {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(names = "--only-copy", description = "No other device has anything of the space: it may be written to.")
    private boolean onlyCopy;

    @Mixin
    private final BackupPassphrase passphrase = new BackupPassphrase();

    SpaceRestoreCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Optional<char[]> words = passphrase.read();
        try (Client client = options().open()) {
            Space space = words.isPresent()
                    ? client.spaces().restore(file, words.get())
                    : client.spaces().restore(file);
            if (onlyCopy) {
                space.confirmOnlyCopy();
            }
            boolean waits = space.status().unconfirmed();
            console()
                    .say(
                            object().put("space", space.id().toString())
                                    .put("name", space.name())
                                    .put("unconfirmed", waits),
                            "restored " + space.name(),
                            waits
                                    ? "It is written to once a member was met, or after: hearth space confirm "
                                            + space.id().brief()
                                    : "It can be written to.");
        }
        return ExitCode.OK;
    }
}
