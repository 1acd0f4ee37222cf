package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        if (file == null) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || lines.get(0).isEmpty()) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED, Map.of("rule", "the first line of " + file + " is the passphrase"));
            }
            return Optional.of(lines.get(0).toCharArray());
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("file", file.toString()), e);
        }
    }
}
