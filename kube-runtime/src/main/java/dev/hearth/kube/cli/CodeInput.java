package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The code of an invitation: an option, or asked for where a person reads what is printed. */
final class CodeInput {
    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "The code that the inviter tells (default: asked for where one is needed).")
    private String code = "";

    /** Joins by the code that was given; where one is needed, by the one that the user then types. */
    <T> T join(Keyboard keyboard, Console console, Function<String, CompletableFuture<T>> attempt) {
        try {
            return Command.result(attempt.apply(code));
        } catch (HearthException e) {
            if (e.code() != ErrorCode.CODE_NEEDED || console.json()) {
                throw e;
            }
            return Command.result(attempt.apply(keyboard.ask("the code that the inviter tells you, eight digits:")));
        }
    }
}
