package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Puts a folder that was filled aside in the place of another one, or of none: whatever the moment at which the process
 * ends, the place holds the former folder or the new one as a whole.
 */
final class SpaceFolders {
    private static final String NEXT = ".restoring";
    private static final String FORMER = ".replaced";

    private SpaceFolders() {}

    /** Returns an empty place beside {@code folder} for what is to take its place. */
    static Path aside(Path folder) {
        Path next = sibling(folder, NEXT);
        delete(next);
        return next;
    }

    /** Takes away a folder, and what is beside it for it. */
    static void wipe(Path folder) {
        drop(folder);
        delete(sibling(folder, FORMER));
        delete(folder);
    }

    /** Takes away what was filled aside and is not wanted. */
    static void drop(Path folder) {
        delete(sibling(folder, NEXT));
    }

    /** Puts what was filled aside into its place. */
    static void replace(Path folder) {
        try {
            settle(folder);
            Path former = sibling(folder, FORMER);
            if (Files.exists(folder)) {
                Files.move(folder, former);
            }
            Files.move(sibling(folder, NEXT), folder);
            force(Objects.requireNonNull(folder.getParent()));
            delete(former);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Ends a replacement during which the process ended. */
    static void settle(Path folder) {
        try {
            Path former = sibling(folder, FORMER);
            if (Files.exists(former)) {
                if (Files.exists(folder)) {
                    delete(former);
                } else {
                    Files.move(former, folder);
                }
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static Path sibling(Path folder, String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    private static void force(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) { // where a folder can't be opened
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.delete(each);
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed(folder, e);
        }
    }

    /** Returns what went wrong with a file. */
    static HearthException failed(Path path, Exception cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        ErrorCode code = message.contains("no space") ? ErrorCode.DISK_FULL : ErrorCode.STORAGE_FAILED;
        return new HearthException(code, Map.of("path", path.toString()), cause);
    }
}
