package dev.hearth.kube.cli;

import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.TextField;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth text SPACE ID FIELD}. */
@CommandLine.Command(
        name = "text",
        description = "Shows a collaborative text, after inserting or deleting.",
        mixinStandardHelpOptions = true)
final class TextCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The object.")
    private String id = "";

    @Parameters(index = "2", paramLabel = "FIELD", description = "The text's field.")
    private String field = "";

    @Option(names = "--insert", arity = "2", paramLabel = "AT TEXT", description = "Insert text at a position.")
    private List<String> insert = new ArrayList<>();

    @Option(names = "--delete", arity = "2", paramLabel = "AT COUNT", description = "Delete that many from a position.")
    private List<Integer> delete = new ArrayList<>();

    TextCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        try (Client client = options().open()) {
            Space space = space(client, name);
            TextField text = PutCommand.find(space, id).text(field);
            if (!delete.isEmpty()) {
                text.delete(delete.get(0), delete.get(1));
            }
            if (!insert.isEmpty()) {
                text.insert(Integer.parseInt(insert.get(0)), insert.get(1));
            }
            space.flush();
            console().say(object().put("text", text.value()).put("length", text.length()), text.value());
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new dev.hearth.base.HearthException(
                    dev.hearth.base.ErrorCode.INPUT_MALFORMED,
                    java.util.Map.of("rule", String.valueOf(e.getMessage())),
                    e);
        }
        return ExitCode.OK;
    }
}
