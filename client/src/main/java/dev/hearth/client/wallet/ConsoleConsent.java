package dev.hearth.client.wallet;

import dev.hearth.base.SpaceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Asks on a console: prints what is wanted, and reads {@code y}, the numbers of the spaces to give, or anything else.
 */
public final class ConsoleConsent implements ConsentPrompt {
    private final BufferedReader in;
    private final PrintWriter out;

    /** Asks on {@code out} and reads answers from {@code in}, which stay the caller's to close. */
    public ConsoleConsent(BufferedReader in, PrintWriter out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Optional<AppScope> ask(AccessRequest request) {
        ConsentText.of(request).forEach(out::println);
        for (int i = 0; i < request.spaces().size(); i++) {
            out.println(ConsentText.line(i + 1, request.spaces().get(i)));
        }
        boolean picks = request.scope().isForTheUserToPick();
        out.print(picks ? "Numbers of the spaces to give, or n: " : "Allow? [y/n] ");
        out.flush();
        String answer = line();
        if (!picks) {
            return answer.equals("y") || answer.equals("yes") ? Optional.of(request.scope()) : Optional.empty();
        }
        return picked(answer, request).map(request.scope()::inSpaces);
    }

    private static Optional<Set<SpaceId>> picked(String answer, AccessRequest request) {
        Set<SpaceId> picked = new HashSet<>();
        for (String each : answer.split("[ ,]+", -1)) {
            if (!each.matches("[0-9]{1,6}")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(each);
            if (number < 1 || number > request.spaces().size()) {
                return Optional.empty();
            }
            picked.add(request.spaces().get(number - 1).id());
        }
        return Optional.of(picked);
    }

    /** The end of the input refuses. */
    private String line() {
        try {
            String line = in.readLine();
            return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }
}
