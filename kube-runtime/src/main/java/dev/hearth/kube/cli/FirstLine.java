package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The first line of a file, which is where a secret is given in. */
final class FirstLine {
    private FirstLine() {}

    /** Throws FILE_UNKNOWN or FILE_FAILED when the file can't be read, INPUT_MALFORMED when the line is empty. */
    static String of(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new HearthException(
                            ErrorCode.INPUT_MALFORMED, Map.of("rule", "the first line of " + file + " is empty")));
        } catch (UncheckedIOException e) {
            throw HearthException.ofFile(file, e.getCause());
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }
}
