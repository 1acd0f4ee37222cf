package dev.hearth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of the repository as text, for tests that hold documents and code against each other. */
public final class Sources {
    private static final Pattern COMMENTS =
            Pattern.compile("/\\*.*?\\*/|(?:^|\\s)//[^\\n]*", Pattern.DOTALL | Pattern.MULTILINE);

    private Sources() {}

    /** Returns the sources of the product: of {@code src/main} in all modules that are not for testing. */
    public static List<Path> main() {
        return files(path -> path.contains("/src/main/") && !path.startsWith("testing/"));
    }

    /** Returns the sources of the tests, with what they share. */
    public static List<Path> tests() {
        return files(path -> path.contains("/src/test/") || path.startsWith("testing/"));
    }

    private interface Choice {
        boolean takes(String path);
    }

    private static List<Path> files(Choice choice) {
        Path root = Shared.root();
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path ->
                            choice.takes(root.relativize(path).toString().replace('\\', '/')))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the text of a file without its comments, which say what the code does not. */
    public static String code(Path file) {
        try {
            return COMMENTS.matcher(Files.readString(file)).replaceAll(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
