package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.echo.DynamicObject;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hearth get SPACE ID}. */
@CommandLine.Command(name = "get", description = "Shows an object.", mixinStandardHelpOptions = true)
final class GetCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The object.")
    private String id = "";

    GetCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            DynamicObject object = PutCommand.find(space(client, name), id);
            console().say(Values.json(object), Values.line(object));
        }
        return ExitCode.OK;
    }
}
