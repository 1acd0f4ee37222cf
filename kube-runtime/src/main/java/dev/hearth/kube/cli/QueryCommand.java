package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Subscription;
import dev.hearth.client.Client;
import dev.hearth.client.Space;
import dev.hearth.echo.Diff;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Query;
import dev.hearth.echo.QueryPlan;
import dev.hearth.echo.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth query SPACE TYPE [QUERY]}. */
@CommandLine.Command(
        name = "query",
        description = "Lists objects of a type; with --live prints changes as they come.",
        mixinStandardHelpOptions = true)
final class QueryCommand extends Command {
    @Parameters(index = "0", paramLabel = "SPACE", description = "Id, start of the id, or name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The objects' type.")
    private String type = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "QUERY",
            description = "Conditions, order and limit, such as 'done = false order by due desc'.")
    private String written = "";

    @Option(names = "--where", paramLabel = "FIELD=VALUE", description = "Keep objects with this value (repeatable).")
    private List<String> conditions = new ArrayList<>();

    @Option(names = "--order", paramLabel = "FIELD", description = "Order by a field, ascending.")
    private @Nullable String order;

    @Option(names = "--limit", defaultValue = "1000", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--live", description = "Stay, and print what is added, removed and updated, until interrupted.")
    private boolean live;

    @Option(names = "--explain", description = "Print how the query is answered, instead of its results.")
    private boolean explain;

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
            Query<DynamicObject> query = space.query(type).written(written);
            for (Map.Entry<String, Object> condition : values.entrySet()) {
                query = query.where(condition.getKey(), condition.getValue());
            }
            String field = order;
            query = (field == null ? query : query.orderBy(field)).limit(limit);
            if (explain) {
                explain(query.explain());
            } else if (live) {
                follow(client, query);
            } else {
                list(query);
            }
        }
        return ExitCode.OK;
    }

    private void explain(QueryPlan plan) {
        ObjectNode answer = object().put("kind", plan.kind().name());
        plan.index().ifPresent(index -> answer.put("index", index));
        answer.put("sorted", plan.sorted()).put("visited", plan.visited()).put("results", plan.results());
        console().say(answer, plan.toString());
    }

    private void list(Query<DynamicObject> query) {
        List<DynamicObject> objects = query.list().stream().map(Result::value).toList();
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("objects");
        objects.forEach(object -> list.add(Values.json(object)));
        console().list(answer, objects.stream().map(Values::line).toList(), "no objects");
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
