package dev.hearth.kube.cli;

import dev.hearth.base.HearthException;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.RecoveryShare;
import dev.hearth.halo.RecoveryShares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where recovery words come from: a file, shares of guardians, or the keyboard. */
final class WordsInput {
    @Option(
            names = "--words-file",
            paramLabel = "FILE",
            description = "A file with the 24 words (default: they are asked for).")
    private @Nullable Path file;

    @Option(names = "--shares", description = "Ask for the words of guardians' shares instead, one share a line.")
    private boolean shares;

    @Option(
            names = "--share-file",
            paramLabel = "FILE",
            description = "A file with the words of one guardian's share (repeatable).")
    private List<Path> shareFiles = new ArrayList<>();

    /** Returns the words; throws as {@link RecoveryPhrase#parse} and {@link RecoveryShares#combine} do. */
    RecoveryPhrase read(Keyboard keyboard) {
        if (!shares && shareFiles.isEmpty()) {
            return RecoveryPhrase.parse(
                    (file == null ? keyboard.ask("the 24 words, in one line:") : text(file)).toCharArray());
        }
        List<RecoveryShare> given = new ArrayList<>();
        shareFiles.forEach(each -> given.add(RecoveryShare.parse(text(each).toCharArray())));
        while (shares && (given.isEmpty() || given.size() < given.get(0).threshold())) {
            String line = keyboard.ask("the words of share " + (given.size() + 1) + ", in one line:");
            if (line.isEmpty()) {
                break;
            }
            given.add(RecoveryShare.parse(line.toCharArray()));
        }
        return RecoveryShares.combine(given);
    }

    /** Returns whether there is a file with the words. */
    boolean isFile() {
        return file != null;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }
}
