package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Subscription;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Diff;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Query;
import dev.hearth.echo.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth query SPACE TYPE}. */
@CommandLine.Command(
        name = "query",
        description = "Lists objects of a type; with --live prints changes as they come.",
        mixinStandardHelpOptions = true)
final class QueryCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The objects' type.")
    private String type = "";

    @Option(names = "--where", paramLabel = "FIELD=VALUE", description = "Keep objects with this value (repeatable).")
    private List<String> conditions = new ArrayList<>();

    @Option(names = "--order", paramLabel = "FIELD", description = "Order by a field, ascending.")
    private @Nullable String order;

    @Option(names = "--limit", defaultValue = "1000", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--live", description = "Stay, and print what is added, removed and updated, until interrupted.")
    private boolean live;

    @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "86400", description = "End --live after so long.")
    private int seconds;

    QueryCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Map<String, Object> values = Values.parse(conditions);
        try (Client client = options().open()) {
            Space space = space(client, name);
            Query<DynamicObject> query = space.query(type);
            for (Map.Entry<String, Object> condition : values.entrySet()) {
                query = query.where(object -> condition
                        .getValue()
                        .equals(object.get(condition.getKey()).orElse(null)));
            }
            if (live) {
                follow(client, query);
            } else {
                list(query);
            }
        }
        return ExitCode.OK;
    }

    private void list(Query<DynamicObject> query) {
        List<DynamicObject> objects = query.list().stream()
                .map(Result::value)
                .sorted(byOrder())
                .limit(limit)
                .toList();
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("objects");
        objects.forEach(object -> list.add(Values.json(object)));
        console().say(answer, objects.stream().map(Values::line).toArray(String[]::new));
    }

    private Comparator<DynamicObject> byOrder() {
        String field = order;
        if (field == null) {
            return Comparator.comparing(DynamicObject::id);
        }
        return Comparator.comparing(
                (DynamicObject object) -> object.get(field).orElse(null), Comparator.nullsLast(QueryCommand::compare));
    }

    @SuppressWarnings("unchecked") // both are of one class, checked before
    private static int compare(Object one, Object other) {
        return one.getClass() == other.getClass() && one instanceof Comparable<?>
                ? ((Comparable<Object>) one).compareTo(other)
                : one.getClass().getName().compareTo(other.getClass().getName());
    }

    private void follow(Client client, Query<DynamicObject> query) {
        Subscription following = query.live(client.seams().serial("query"), this::print);
        try {
            Pauses.until(Duration.ofSeconds(seconds), () -> false);
        } finally {
            following.close();
        }
    }

    private void print(Diff<DynamicObject> diff) {
        print("added", diff.added());
        print("removed", diff.removed());
        print("updated", diff.updated());
    }

    private void print(String what, List<Diff.Row<DynamicObject>> rows) {
        for (Diff.Row<DynamicObject> row : rows) {
            ObjectNode line = object().put("change", what);
            line.set("object", Values.json(row.value()));
            console().say(line, what + "  " + Values.line(row.value()));
        }
    }
}
