package dev.hearth.kube.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the user answers on standard input, one question after the other. One for a process: it reads ahead. */
final class Keyboard {
    private final BufferedReader in;
    private final Console console;

    Keyboard(InputStream in, Console console) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.console = console;
    }

    /** Asks for a line; the end of the input is an empty one. */
    synchronized String ask(String question) {
        console.progress(question);
        try {
            String line = in.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for a yes; everything else, the end of the input too, is a no. */
    boolean confirms(String question) {
        String answer = ask(question + " (yes or no)").toLowerCase(Locale.ROOT);
        return answer.equals("yes") || answer.equals("y");
    }
}
