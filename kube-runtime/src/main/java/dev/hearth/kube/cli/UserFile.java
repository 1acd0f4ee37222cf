package dev.hearth.kube.cli;

import dev.hearth.base.HearthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file or folder that the user named. */
final class UserFile {
    private UserFile() {}

    /** Throws FILE_UNKNOWN or FILE_FAILED unless it can be read; called before the user is asked for more. */
    static void require(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            int unused = in.read(); // a folder opens, and fails here
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    /** Creates a folder with those above it, unless it is there; throws FILE_FAILED. */
    static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw HearthException.ofFile(folder, e);
        }
    }
}
