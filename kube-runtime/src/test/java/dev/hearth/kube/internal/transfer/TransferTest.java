package dev.hearth.kube.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Expansion;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Result;
import dev.hearth.echo.Type;
import dev.hearth.mesh.MemoryNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects leave a space as files and come into another one. */
class TransferTest {
    @TempDir
    Path folder;

    private Client client;
    private Space space;
    private Space other;

    @Type(value = "Item", version = 3)
    record Item(String name) {}

    record Likes(Ref<Item> source, Ref<Item> target, String why) implements Relation<Item, Item> {}

    @BeforeEach
    void open() {
        client = Client.open(
                folder.resolve("data"),
                ClientOptions.defaults().network(MemoryNetwork.create()).transports(List.of("memory")));
        client.halo().createIdentity("ann");
        space = client.spaces().create("One");
        other = client.spaces().create("Two");
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** Fills a space with a value of every kind. */
    private void fill() {
        Ref<Item> first = space.put(new Item("first"));
        Ref<Item> second = space.put(new Item("second, \"quoted\"\nand on two lines"));
        space.relate(new Likes(first, second, "colour"));
        DynamicObject all = space.create("Everything");
        all.set("string", "grün 😀 \u0001").set("empty", "").set("flag", true).set("no", false);
        all.set("long", Long.MIN_VALUE).set("real", 0.1).set("whole", 2.0).set("odd", Double.NaN);
        all.set("time", Instant.parse("2026-11-26T21:00:00.123456789Z"));
        all.set("bytes", Bytes.of((byte) 0, (byte) -1, (byte) 34));
        all.set("ref", first).set("far", Ref.of(client.spaces().create("Three").id(), first.id(), Item.class));
        all.text("text").insert(0, "bold and plain");
        all.text("text").mark(0, 4, "bold", true, Expansion.AFTER);
        all.text("bare").insert(0, "no marks");
        all.list("list").insert(0, 1L, "two", 3.5, second, Bytes.EMPTY);
        all.set("set").add("b");
        all.set("set").add(7L);
        all.map("map").put("k", Instant.EPOCH);
        all.map("map").put("", "empty key");
        all.counter("counter").add(-41);
        space.model(all.id(), "model", new RawModel()).submit(Bytes.of((byte) 9));
        space.model(all.id(), "model", new RawModel()).submit(Bytes.of((byte) 3));
        DynamicObject mixed = space.create("Everything").set("string", 5L).set("id", "a field that is called id");
        space.delete(space.create("Everything").set("string", "deleted").id());
        space.hierarchy().placeAtTop(first.id(), 0);
        space.hierarchy().placeAtTop(all.id(), 0);
        space.hierarchy().place(second.id(), first.id(), 0);
        space.hierarchy().place(mixed.id(), first.id(), 0);
    }

    /** All that is shown, by object. */
    private static Map<String, Object> contents(Space of) {
        Map<String, Object> contents = new TreeMap<>();
        for (String type : new Objects(of, Optional.empty()).types()) {
            for (Result<DynamicObject> result : of.query(type).list()) {
                DynamicObject object = result.value();
                Map<String, Object> fields = new TreeMap<>();
                for (String field : object.fields()) {
                    Object value = object.get(field).orElseThrow();
                    boolean here = value instanceof Ref<?> ref && ref.space().equals(of.id());
                    fields.put(field, here ? "here " + ((Ref<?>) value).id() : local(of, value));
                    fields.put(field + " marks", object.text(field).marks());
                }
                fields.put("# version", of.transfer().version(object.id()));
                contents.put(type + " " + (type.equals("Likes") ? "" : object.id()), fields);
            }
        }
        contents.put("# top", of.hierarchy().top());
        for (ObjectId id : of.hierarchy().top()) {
            contents.put("# under " + id, of.hierarchy().children(id));
        }
        return contents;
    }

    private static Object local(Space of, Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(each -> each instanceof Ref<?> ref && ref.space().equals(of.id()) ? ref.id() : each)
                    .toList();
        }
        return value;
    }

    @ParameterizedTest
    @EnumSource(names = {"JSONL", "SQLITE"})
    void whatWasExportedIsTheSameInAnEmptySpace(Transfers.Kind kind) {
        fill();
        Path file = folder.resolve("export");
        assertThat(Transfers.export(space, file, kind, Optional.empty())).isEqualTo(5);
        Transfers.Loaded loaded = Transfers.load(other, file, kind, Optional.empty());
        assertThat(loaded).isEqualTo(new Transfers.Loaded(5, 0));
        assertThat(contents(other)).isEqualTo(contents(space));
        assertThat(other.query(Likes.class).count()).isEqualTo(1);
        long blocks = other.version().blocks();
        Ref<Item> first = item(true);
        Ref<Item> second = item(false);
        other.relate(new Likes(first, second, "colour"));
        assertThat(other.version().blocks())
                .as("it is the very edge that relating means")
                .isEqualTo(blocks);
        assertThat(Transfers.load(other, file, kind, Optional.empty())).isEqualTo(new Transfers.Loaded(0, 5));
        assertThat(Transfers.load(space, file, kind, Optional.empty())).isEqualTo(new Transfers.Loaded(0, 5));
    }

    private Ref<Item> item(boolean first) {
        return other.query(Item.class).list().stream()
                .filter(each -> each.value().name().equals("first") == first)
                .map(Result::ref)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTypeAsATableInCsv() throws IOException {
        fill();
        Path file = folder.resolve("items.csv");
        assertThat(Transfers.export(space, file, Transfers.Kind.CSV, Optional.of("Item")))
                .isEqualTo(2);
        assertThat(Files.readString(file))
                .startsWith("id,name:string,v:json\r\n")
                .contains("\"second, \"\"quoted\"\"\nand");
        Transfers.load(other, file, Transfers.Kind.CSV, Optional.of("Item"));
        assertThat(other.query("Item").list().stream().map(each -> each.value().get("name")))
                .containsExactlyElementsOf(space.query("Item").list().stream()
                        .map(each -> each.value().get("name"))
                        .toList());
        Path everything = folder.resolve("everything.csv");
        Transfers.export(space, everything, Transfers.Kind.CSV, Optional.of("Everything"));
        Transfers.load(other, everything, Transfers.Kind.CSV, Optional.of("Everything"));
        for (Result<DynamicObject> each : space.query("Everything").list()) {
            DynamicObject was = each.value();
            DynamicObject is = other.object(was.id()).orElseThrow();
            for (String field : was.fields()) {
                if (!field.equals("empty") && !field.equals("ref") && !field.equals("list")) {
                    assertThat(is.get(field)).as(field).isEqualTo(was.get(field));
                }
            }
        }
    }

    @Test
    void aTableThatAPersonWrote() throws IOException {
        Path file = folder.resolve("tasks.csv");
        Files.writeString(file, "title,done:boolean,rank:long\nmilk,true,3\n\"a, b\",,\n");
        assertThat(Transfers.load(other, file, Transfers.Kind.CSV, Optional.of("Task")))
                .isEqualTo(new Transfers.Loaded(2, 0));
        assertThat(other.query("Task").where("title", "milk").list())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.value().get("done")).contains(true);
                    assertThat(each.value().get("rank")).contains(3L);
                });
        assertThat(other.query("Task").where("title", "a, b").list())
                .singleElement()
                .satisfies(each -> assertThat(each.value().fields()).containsExactly("title"));
    }

    @Test
    void sqliteHoldsATableForEachTypeAndTheRelations() throws Exception {
        fill();
        Path file = folder.resolve("export.db");
        Transfers.export(space, file, Transfers.Kind.SQLITE, Optional.empty());
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet rows = database.createStatement()
                        .executeQuery("SELECT s.f_name, l.f_why FROM hearth_relations r JOIN Likes l ON l.id = r.id"
                                + " JOIN Item s ON s.id = r.source")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("first");
            assertThat(rows.getString(2)).isEqualTo("colour");
            assertThat(rows.next()).isFalse();
        }
    }

    private void assertRefused(int line, Transfers.Kind kind, String content) throws IOException {
        Path file = folder.resolve("bad");
        Files.writeString(file, content);
        assertThatThrownBy(() -> Transfers.load(other, file, kind, Optional.of("Task")))
                .isInstanceOfSatisfying(HearthException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED);
                    assertThat(e.details())
                            .containsEntry("line", Integer.toString(line))
                            .containsKey("rule");
                });
    }

    @Test
    void badInputNamesItsLineAndNothingOfItsTransactionIsThere() throws IOException {
        String good = "{\"type\":\"Task\",\"fields\":{\"title\":\"good\"}}\n";
        assertRefused(2, Transfers.Kind.JSONL, good + "{\"type\":\"Task\",\n");
        assertRefused(3, Transfers.Kind.JSONL, good + good + "[1]\n");
        assertRefused(2, Transfers.Kind.JSONL, good + "{\"type\":\"Task\",\"fields\":{\"x\":{\"time\":\"noon\"}}}\n");
        assertRefused(2, Transfers.Kind.JSONL, good + "{\"type\":\"Task\",\"fields\":{\"x\":null}}\n");
        assertRefused(2, Transfers.Kind.JSONL, good + "{\"type\":\"Task\",\"id\":\"zz\",\"fields\":{}}\n");
        assertRefused(1, Transfers.Kind.JSONL, "{\"hearth\":\"export\",\"version\":2}\n" + good);
        assertRefused(3, Transfers.Kind.CSV, "title,done:boolean\ngood,true\nbad,maybe\n");
        assertRefused(2, Transfers.Kind.CSV, "title,done\na,b,c\n");
        assertRefused(2, Transfers.Kind.CSV, "title\n\"open\n");
        assertThat(other.query("Task").count()).isZero();
        int many = 600;
        assertRefused(many + 1, Transfers.Kind.JSONL, good.repeat(many) + "nonsense\n");
        assertThat(other.query("Task").count()).as("the transactions before").isEqualTo(512);
    }

    /** A file may hold little and mean much. */
    @Test
    void whatTakesTooMuchMemoryIsRefusedBeforeItIsRead() throws Exception {
        Path file = folder.resolve("large.db");
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            for (String sql : List.of(
                    "CREATE TABLE hearth_columns(type TEXT, field TEXT, kind TEXT)",
                    "CREATE TABLE hearth_relations(id TEXT, type TEXT, source TEXT, target TEXT)",
                    "CREATE TABLE hearth_tree(id TEXT, parent TEXT, place INTEGER)",
                    "INSERT INTO hearth_columns VALUES('Task', 'title', 'STRING')",
                    "CREATE TABLE Task(id TEXT, version INTEGER, f_title TEXT AS (hex(zeroblob(200000000))))",
                    "INSERT INTO Task VALUES('" + "03".repeat(ObjectId.SIZE) + "', 1)")) {
                database.createStatement().execute(sql);
            }
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Transfers.load(other, file, Transfers.Kind.SQLITE, Optional.empty()))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED));
        assertThat(Files.readAllBytes(file)).as("reading leaves it as it is").isEqualTo(before);
        assertRefused(2, Transfers.Kind.JSONL, "{\"type\":\"Task\",\"fields\":{}}\n" + " ".repeat((1 << 26) + 1));
        assertRefused(2, Transfers.Kind.CSV, "title\n" + "a".repeat((1 << 26) + 1));
        assertThat(other.query("Task").count()).isZero();
    }

    /** Whatever cells there are, they are read as they were written. */
    @Test
    void rowsOfAnyCellsAreReadAsWritten() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            List<List<String>> rows = new ArrayList<>();
            StringWriter out = new StringWriter();
            int width = 1 + random.nextInt(4);
            for (int i = random.nextInt(5); i >= 0; i--) {
                List<String> row = new ArrayList<>();
                for (int j = 0; j < width; j++) {
                    StringBuilder cell = new StringBuilder();
                    for (int k = random.nextInt(6); k > 0; k--) {
                        cell.append(",\"\r\n ab;é".charAt(random.nextInt(9)));
                    }
                    row.add(cell.toString());
                }
                rows.add(row);
                Csv.write(out, row);
            }
            Csv.Reader in = new Csv.Reader(new BufferedReader(new StringReader(out.toString())));
            for (List<String> row : rows) {
                assertThat(in.row()).isEqualTo(row);
            }
            assertThat(in.row()).isEmpty();
        }
    }

    /** Jazzer's finding: a carriage return alone, in front of a row. */
    @Test
    void aCarriageReturnAloneInFrontOfARowIsRefused() {
        for (String text : List.of("\rx", "a\r\n\rb", "\r\r\n")) {
            Csv.Reader in = new Csv.Reader(new BufferedReader(new StringReader(text)));
            assertThatThrownBy(() -> {
                        while (!in.row().isEmpty()) {
                            // to the fault
                        }
                    })
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("a carriage return alone");
        }
    }
}
