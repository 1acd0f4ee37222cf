package dev.hearth.kube.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the user answers on standard input, one question after the other. One for a process: it reads ahead. */
final class Keyboard {
    private static final Set<String> YES = Set.of("yes", "y");
    private static final Set<String> NO = Set.of("no", "n");
    private static final int ASKED = 3;

    private final BufferedReader in;
    private final Console console;

    Keyboard(InputStream in, Console console) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.console = console;
    }

    /** Asks for a line; the end of the input is an empty one. */
    String ask(String question) {
        return line(question).orElse("");
    }

    private synchronized Optional<String> line(String question) {
        console.progress(question);
        try {
            return Optional.ofNullable(in.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for yes or no, again for what is neither; the end of the input, and no answer in three, is a no. */
    boolean confirms(String question) {
        String asked = question + " (yes or no)";
        for (int time = 0; time < ASKED; time++) {
            Optional<String> answer = line(asked).map(each -> each.toLowerCase(Locale.ROOT));
            if (answer.isEmpty() || NO.contains(answer.get())) {
                return false;
            } else if (YES.contains(answer.get())) {
                return true;
            }
            asked = "please answer yes or no: " + question;
        }
        console.progress("taken for a no");
        return false;
    }
}
