package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.KnownSpace;
import dev.hearth.client.Space;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Mixin;

/** A command with the global options; what it throws becomes a message and an exit code in {@link Main}. */
abstract class Command implements Callable<Integer> {
    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    private final Console console;

    Command(Console console) {
        this.console = console;
    }

    final Console console() {
        console.json(options.json());
        return console;
    }

    final GlobalOptions options() {
        return options;
    }

    static ObjectNode object() {
        return Console.JSON.createObjectNode();
    }

    /** Returns an open space by its id, the start of it, or its name; throws CLOSED when it is closed. */
    static Space space(Client client, String name) {
        return client.spaces().get(known(client, name).id());
    }

    /**
     * Finds a space, open or not, by its id, the start of it, or its name; of several called so the one that is open.
     */
    static KnownSpace known(Client client, String name) {
        List<KnownSpace> found = client.spaces().all().stream()
                .filter(space ->
                        space.id().toString().startsWith(name) || space.name().equals(name))
                .toList();
        if (found.size() > 1) {
            found = found.stream()
                    .filter(space -> space.state() == KnownSpace.State.OPEN)
                    .toList();
        }
        return one(
                found,
                ErrorCode.SPACE_UNKNOWN,
                Map.of("space", name),
                "several spaces are called " + name + "; give the id");
    }

    /**
     * Returns the one thing that was found; throws {@code none} with the details where there is nothing, and
     * INPUT_MALFORMED with {@code several}, what to do about it, where there are more.
     */
    static <T> T one(List<T> found, ErrorCode none, Map<String, String> details, String several) {
        if (found.isEmpty()) {
            throw new HearthException(none, details);
        }
        if (found.size() > 1) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", several));
        }
        return found.get(0);
    }

    /** Waits for a result; throws the refusal that it failed with. */
    static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw refusal;
            }
            throw new HearthException(ErrorCode.INTERNAL, Map.of(), e);
        }
    }

    static String text(SpaceId id) {
        return id.toString();
    }
}
