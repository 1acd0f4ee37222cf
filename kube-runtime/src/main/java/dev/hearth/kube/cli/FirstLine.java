package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The first line of a file, which is where a secret is given in. */
final class FirstLine {
    private FirstLine() {}

    /** Throws FILE_UNKNOWN or FILE_FAILED when the file can't be read, INPUT_MALFORMED when the line is empty. */
    static String of(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String line = in.readLine();
            if (line == null || line.isEmpty()) {
                throw new HearthException(
                        ErrorCode.INPUT_MALFORMED, Map.of("rule", "the first line of " + file + " is empty"));
            }
            return line;
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }
}
