package dev.hearth.kube.internal.transfer;

import dev.hearth.client.Space;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A form in which objects leave a space and come into one. Neither needs memory for all of them. */
interface Format {
    /** Writes what is shown into a file, and returns how many objects that is. */
    long export(Objects objects, Path file) throws IOException;

    /** Reads a file into a space. Throws INPUT_MALFORMED with the line. */
    Importing.Outcome load(Space space, Optional<String> only, Path file) throws IOException;
}
