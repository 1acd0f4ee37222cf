package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Space;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hearth space backup SPACE FILE}. */
@CommandLine.Command(
        name = "backup",
        description = "Writes a space, with its blobs, into one sealed file.",
        mixinStandardHelpOptions = true)
final class SpaceBackupCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it; replaced as a whole.")
    private Path file = Path.of("");

    @Mixin
    private final BackupPassphrase passphrase = new BackupPassphrase();

    SpaceBackupCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Optional<char[]> words = passphrase.read();
        try (Client client = options().open()) {
            Space space = space(client, name);
            if (words.isPresent()) {
                space.backup(file, words.get());
            } else {
                space.backup(file);
            }
            long bytes = file.toFile().length();
            console()
                    .say(
                            object().put("space", space.id().toString())
                                    .put("file", file.toString())
                                    .put("bytes", bytes),
                            space.name() + " is in " + file + ", " + bytes + " bytes");
        }
        return ExitCode.OK;
    }
}
