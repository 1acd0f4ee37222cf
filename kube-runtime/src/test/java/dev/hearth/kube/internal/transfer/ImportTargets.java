package dev.hearth.kube.internal.transfer;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Space;
import dev.hearth.echo.Version;
import dev.hearth.testkit.fuzz.Target;
import dev.hearth.testkit.fuzz.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Files that are imported into a space, whoever made them. */
final class ImportTargets {
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.INPUT_MALFORMED, ErrorCode.SCHEMA_MISMATCH, ErrorCode.OBJECT_UNKNOWN);

    private final Space space;
    private final Path folder;
    private final ObjectId one;
    private final ObjectId other;

    /** Loads into {@code space}, through files in {@code folder}. */
    ImportTargets(Space space, Path folder) {
        this.space = space;
        this.folder = folder;
        this.one = space.create("Task").id();
        this.other = space.create("Task").id();
    }

    Targets all() throws SQLException, IOException {
        return new Targets(List.of(
                target("json lines", 45, Transfers.Kind.JSONL, lines(), text -> !text.contains("\"place\"")),
                target("csv", 35, Transfers.Kind.CSV, tables(), text -> true),
                target("sqlite", 20, Transfers.Kind.SQLITE, List.of(database()), text -> false)));
    }

    /** {@code whole} says of an input, as text, whether it is one transaction. */
    private Target target(String name, int share, Transfers.Kind kind, List<byte[]> seeds, Predicate<String> whole) {
        Optional<String> type = kind == Transfers.Kind.CSV ? Optional.of("Task") : Optional.empty();
        return new Target(name, share, HearthException.class, 20_000, seeds, (input, attempt) -> {
            Version before = space.version();
            boolean isWhole = whole.test(new String(input, StandardCharsets.UTF_8));
            attempt.then(taken -> {
                if (!taken && isWhole && !space.version().equals(before)) {
                    throw new IllegalStateException("a part of a refused transaction was applied");
                }
            });
            load(Files.write(folder.resolve("import"), input), kind, type);
        });
    }

    private void load(Path file, Transfers.Kind kind, Optional<String> type) {
        try {
            Transfers.load(space, file, kind, type);
        } catch (HearthException e) {
            if (!REFUSALS.contains(e.code()) || !e.details().containsKey("line")) {
                throw new IllegalStateException("refused with " + e.code() + " " + e.details(), e);
            }
            throw e;
        }
    }

    private List<byte[]> lines() {
        String fields = """
                {"id":"%s","type":"Task","version":2,"fields":{"title":"milk","done":true,"rank":3,"part":0.5,"due":{"time":"2026-11-26T21:00:00Z"}}}
                {"type":"Task","fields":{"notes":{"text":"2 litres","marks":[{"from":0,"to":3,"name":"bold","value":true}]},"visits":{"counter":5}}}
                {"type":"Task","fields":{"tags":{"set":["a",1]},"list":{"list":[1,"b",{"ref":"%s"}]},"map":{"map":{"k":{"bytes":"AP8="}}}}}
                """.formatted(ObjectId.fromHex("01".repeat(ObjectId.SIZE)), one);
        String edges = """
                {"hearth":"export","version":1,"space":"%s","name":"x"}
                {"type":"Likes","edge":true,"fields":{"source":{"ref":"%s"},"target":{"ref":"%s"},"model":{"model":["AQ=="]}}}
                {"place":"%s","index":0}
                {"place":"%s","parent":"%s","index":0}
                """.formatted(space.id(), one, other, one, other, one);
        return List.of(fields.getBytes(StandardCharsets.UTF_8), edges.getBytes(StandardCharsets.UTF_8));
    }

    private List<byte[]> tables() {
        String table = """
                id,title,done:boolean,rank:long,part:real,due:time,data:bytes,next:ref,notes:text,more:json
                %s,milk,true,3,0.5,2026-11-26T21:00:00Z,AP8=,%s,"two
                lines","{""counter"":5}"
                ,"a, b",,,,,,,,
                """.formatted(ObjectId.fromHex("02".repeat(ObjectId.SIZE)), one);
        return List.of(table.getBytes(StandardCharsets.UTF_8));
    }

    /** In pages so small that all of them fit an input. */
    private byte[] database() throws SQLException, IOException {
        Path file = folder.resolve("seed.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = 512");
            statement.execute("CREATE TABLE hearth_columns(type TEXT, field TEXT, kind TEXT)");
            statement.execute("CREATE TABLE hearth_relations(id TEXT, type TEXT, source TEXT, target TEXT)");
            statement.execute("CREATE TABLE hearth_tree(id TEXT, parent TEXT, place INTEGER)");
            statement.execute("CREATE TABLE Task(id TEXT, version INTEGER, f_title TEXT, f_done INTEGER, f_data BLOB)");
            statement.execute(
                    "INSERT INTO hearth_columns VALUES('Task', 'title', 'STRING'), ('Task', 'done', 'BOOLEAN'),"
                            + " ('Task', 'data', 'BYTES')");
            statement.execute("INSERT INTO Task VALUES('" + "03".repeat(ObjectId.SIZE) + "', 1, 'milk', 1, x'00ff')");
            statement.execute("INSERT INTO hearth_tree VALUES('" + "03".repeat(ObjectId.SIZE) + "', NULL, 0)");
        }
        return Files.readAllBytes(file);
    }
}
