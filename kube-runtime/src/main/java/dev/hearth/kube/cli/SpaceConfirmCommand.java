package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Space;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth space confirm SPACE}. */
@CommandLine.Command(
        name = "confirm",
        description = "Says that no other device has a copy of a restored space, so that it may be written to.",
        mixinStandardHelpOptions = true)
final class SpaceConfirmCommand extends Command {
    @Parameters(paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    SpaceConfirmCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            space.confirmOnlyCopy();
            console().say(object().put("space", space.id().toString()), space.name() + " can be written to");
        }
        return ExitCode.OK;
    }
}
