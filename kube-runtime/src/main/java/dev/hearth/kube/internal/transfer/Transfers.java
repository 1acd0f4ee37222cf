package dev.hearth.kube.internal.transfer;

import dev.hearth.base.HearthException;
import dev.hearth.client.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Exports and imports of spaces, by the name of the format. */
public final class Transfers {
    private Transfers() {}

    /** The formats. */
    public enum Kind {
        /** JSON lines, with everything. */
        JSONL,
        /** One type as a table in CSV. */
        CSV,
        /** A database of SQLite. */
        SQLITE;

        private Format format() {
            return switch (this) {
                case JSONL -> new JsonLines();
                case CSV -> new CsvTables();
                case SQLITE -> new SqliteTables();
            };
        }
    }

    /**
     * Writes what a space shows into {@code file}, replaced as a whole, and returns how many objects that is. Objects
     * that are changed meanwhile are exported as they are when their turn comes. Throws FILE_UNKNOWN, FILE_FAILED or
     * DISK_FULL.
     */
    public static long export(Space space, Path file, Kind kind, Optional<String> type) {
        Path beside = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        try {
            long count = kind.format().export(new Objects(space, type), beside);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            return count;
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        } finally {
            drop(beside);
        }
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    /**
     * What an import did.
     *
     * @param created how many objects were made
     * @param passedOver how many were here already
     */
    public record Loaded(long created, long passedOver) {}

    /**
     * Reads {@code file} into a space, in transactions of at most 256 objects. What is here already is passed over.
     * Throws INPUT_MALFORMED with the line of the first fault, after which nothing more is read; FILE_UNKNOWN or
     * FILE_FAILED; SCHEMA_MISMATCH and NOT_PERMITTED as writing does.
     */
    public static Loaded load(Space space, Path file, Kind kind, Optional<String> type) {
        try {
            Importing.Outcome outcome = kind.format().load(space, type, file);
            return new Loaded(outcome.created(), outcome.passedOver());
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }
}
