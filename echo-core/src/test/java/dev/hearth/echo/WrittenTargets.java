package dev.hearth.echo;

import dev.hearth.base.HearthException;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What people write, and programs read: queries, and types as JSON Schema. They refuse with INPUT_MALFORMED. */
final class WrittenTargets {
    record Seed(
            @Required @Length(min = 1, max = 9) String name,
            @Range(min = 0, max = 9) int rank,
            Set<String> tags) {}

    /** A query, parsed and planned over no objects. */
    static final Target QUERY = target(
            "query",
            60,
            List.of(
                    "done = false and (priority >= 3 or title starts with \"Buy\") order by due desc, title limit 20",
                    "tags contains \"a\" and not (x in (1, 2.5, \"z\")) and due exists",
                    "text matches \"word pre*\" or labels has key \"k\" after 00ff"),
            (input, attempt) -> {
                Query<DynamicObject> query = query(text(input));
                attempt.then(taken -> {
                    if (taken != (query != null)) {
                        throw new IllegalStateException("taken and refused");
                    }
                });
            });

    /** A type as JSON Schema, which is written again as what is read the same. */
    static final Target SCHEMA =
            target("schema", 40, List.of(ObjectSchema.of(Seed.class).toJson()), (input, attempt) -> {
                String json = ObjectSchema.parse(text(input)).toJson();
                attempt.then(taken -> {
                    if (taken && !ObjectSchema.parse(json).toJson().equals(json)) {
                        throw new IllegalStateException("a schema has two forms");
                    }
                });
            });

    static final Targets ALL = new Targets(List.of(QUERY, SCHEMA));

    private static final EchoDatabase DATABASE = new TestPeers(31, 1).database(0);

    private WrittenTargets() {}

    private static Target target(String name, int share, List<String> seeds, Target.Decoder decoder) {
        List<byte[]> bytes = seeds.stream()
                .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Target(name, share, HearthException.class, 4_000, bytes, decoder);
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static Query<DynamicObject> query(String text) {
        Query<DynamicObject> query = DATABASE.query("Task").written(text);
        query.explain();
        return query;
    }
}
