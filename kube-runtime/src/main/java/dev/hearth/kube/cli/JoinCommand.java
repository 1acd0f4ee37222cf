package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth join LINK --code CODE}. */
@CommandLine.Command(
        name = "join",
        description = "Joins the space of an invitation and fetches what it holds.",
        mixinStandardHelpOptions = true)
final class JoinCommand extends Command {
    @Parameters(paramLabel = "LINK", description = "The invitation's link.")
    private String link = "";

    @Option(names = "--code", required = true, description = "The invitation's code.")
    private String code = "";

    JoinCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = join(client);
            Pauses.until(
                    Duration.ofSeconds(20),
                    () -> space.spaceStatus().peers().stream()
                            .anyMatch(peer ->
                                    peer.replica().greeted() && peer.replica().missingHere() == 0));
            space.flush();
            console()
                    .say(
                            object().put("space", space.id().toString())
                                    .put("name", space.name())
                                    .put("blocks", space.version().blocks()),
                            "joined " + space.name(),
                            "space " + space.id());
        }
        return ExitCode.OK;
    }

    private Space join(Client client) {
        try {
            return client.spaces().join(link, code).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw refusal;
            }
            throw new HearthException(ErrorCode.INTERNAL, Map.of(), e);
        }
    }
}
