package dev.hearth.kube.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The passphrase of a backup, where it has one. */
final class BackupPassphrase {
    @Option(
            names = "--backup-passphrase-file",
            paramLabel = "FILE",
            description = "Its first line opens the backup, on any device; without it the keychain does.")
    private @Nullable Path file;

    Optional<char[]> read() {
        return Optional.ofNullable(file).map(each -> FirstLine.of(each).toCharArray());
    }
}
