package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.JoinState;
import dev.hearth.client.Space;
import java.io.InputStream;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hearth join LINK [--code CODE]}. */
@CommandLine.Command(
        name = "join",
        description = "Joins the space of an invitation and fetches what it holds.",
        mixinStandardHelpOptions = true)
final class JoinCommand extends Command {
    @Parameters(paramLabel = "LINK", description = "The invitation's link.")
    private String link = "";

    @Mixin
    private final CodeInput code = new CodeInput();

    private final InputStream keyboard;

    JoinCommand(Console console, InputStream keyboard) {
        super(console);
        this.keyboard = keyboard;
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

    private void progress(Client client, JoinState state) {
        console()
                .progress(JoinProgress.line(state)
                        + (state == JoinState.WAITING_FOR_APPROVAL
                                ? ", digits " + client.spaces().digits(link)
                                        + "; the same command takes it up again later"
                                : ""));
    }

    private Space join(Client client) {
        return code.join(
                new Keyboard(keyboard, console()),
                console(),
                given -> client.spaces().join(link, given, Runnable::run, state -> progress(client, state)));
    }
}
