package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.DynamicObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth put SPACE TYPE field=value...}. */
@CommandLine.Command(
        name = "put",
        description = "Creates an object, or changes one, in one transaction.",
        mixinStandardHelpOptions = true)
final class PutCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The object's type.")
    private String type = "";

    @Parameters(index = "2..*", paramLabel = "FIELD=VALUE", description = "Booleans, numbers or texts.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--id", paramLabel = "ID", description = "The object to change.")
    private @Nullable String id;

    PutCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Map<String, Object> values = Values.parse(assignments);
        try (Client client = options().open()) {
            Space space = space(client, name);
            DynamicObject[] changed = new DynamicObject[1];
            space.transact(() -> {
                changed[0] = id == null ? space.create(type) : find(space, id);
                values.forEach(changed[0]::set);
            });
            space.flush();
            console().say(Values.json(changed[0]), Values.line(changed[0]));
        }
        return ExitCode.OK;
    }

    static DynamicObject find(Space space, String id) {
        ObjectId object;
        try {
            object = ObjectId.fromHex(id);
        } catch (IllegalArgumentException e) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "ID: 32 hexadecimal digits"), e);
        }
        return space.object(object)
                .orElseThrow(() -> new HearthException(ErrorCode.OBJECT_UNKNOWN, Map.of("object", id)));
    }
}
