package dev.hearth.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Finds traces and test vectors beside the repository, and skips a test by name where they are absent. */
public final class Shared {
    private Shared() {}

    /** Returns the root of the repository. */
    public static Path root() {
        String given = System.getProperty("hearth.root");
        Path at = Path.of(given == null ? "" : given).toAbsolutePath();
        while (!Files.exists(at.resolve("mesh-transport"))) {
            Path up = at.getParent();
            if (up == null) {
                throw new IllegalStateException("Not inside the repository; set -Dhearth.root");
            }
            at = up;
        }
        return at;
    }

    /** Returns {@code ../shared/<name>}; aborts the test, naming the file, when it is absent. */
    public static Path file(String name) {
        Path path = root().resolveSibling("shared").resolve(name);
        if (!Files.exists(path)) {
            throw new TestAbortedException("skipped: ../shared/" + name + " is absent");
        }
        return path;
    }
}
