package dev.hearth.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Space;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Renamed;
import dev.hearth.echo.Text;
import dev.hearth.echo.Type;
import dev.hearth.mesh.MemoryNetwork;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records leave a program as JSON and come back, under the names that Jackson's annotations give them. */
final class RecordJsonTest {
    @TempDir
    Path folder;

    private Client client;
    private Space home;

    enum Shade {
        DARK,
        @JsonProperty("bright")
        LIGHT
    }

    record Point(String name) {}

    /** Every type that a field may have. */
    @Type("Everything")
    record All(
            String string,
            boolean bool,
            Boolean boxedBool,
            int number,
            Integer boxedNumber,
            long whole,
            Long boxedWhole,
            double real,
            Double boxedReal,
            Instant time,
            Bytes bytes,
            Shade shade,
            Text text,
            Counter counter,
            ObjectId object,
            Ref<Point> ref,
            BlobRef blob,
            Optional<Boolean> mayBool,
            Optional<Long> mayWhole,
            Optional<Double> mayReal,
            Optional<String> mayString,
            Optional<Shade> mayShade,
            Optional<Instant> mayTime,
            Optional<Ref<Point>> mayRef,
            Optional<BlobRef> mayBlob,
            List<Double> reals,
            List<Ref<Point>> refs,
            Set<Shade> shades,
            Set<ObjectId> objects,
            Map<String, Instant> times,
            Map<String, Ref<Point>> named) {}

    @Type("Task")
    record Task(
            @JsonProperty("task_title") String title,
            @JsonIgnore String secret,
            @JsonAlias({"due_by", "until"}) Optional<Instant> due,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> note,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags) {}

    @BeforeEach
    void open() {
        client = Client.open(
                folder, ClientOptions.defaults().network(MemoryNetwork.create()).transports(List.of("memory")));
        client.halo().createIdentity("ann");
        home = client.spaces().create("Home");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private All full(Ref<Point> here, Ref<Point> elsewhere) {
        BlobRef blob = new BlobRef(new Hash(Bytes.of(new byte[Hash.SIZE])), 7, "image/png");
        return new All(
                "grün 😀 \u0001",
                true,
                true,
                -7,
                8,
                Long.MIN_VALUE,
                1L << 60,
                0.1,
                Double.NaN,
                Instant.parse("2026-11-26T21:00:00.123456789Z"),
                Bytes.of((byte) 0, (byte) -1, (byte) 34),
                Shade.LIGHT,
                Text.of("word"),
                Counter.of(-3),
                here.id(),
                elsewhere,
                blob,
                Optional.of(true),
                Optional.of(4L),
                Optional.of(1.5),
                Optional.of(""),
                Optional.of(Shade.LIGHT),
                Optional.of(Instant.EPOCH),
                Optional.of(here),
                Optional.of(blob),
                List.of(1.0, 2.5),
                List.of(here, elsewhere),
                Set.of(Shade.DARK, Shade.LIGHT),
                Set.of(here.id()),
                Map.of("then", Instant.ofEpochSecond(9)),
                Map.of("", here));
    }

    @Test
    void everyFieldTypeComesBackAsItWas() {
        Ref<Point> here = home.put(new Point("here"));
        Ref<Point> elsewhere = Ref.of(
                new SpaceId(Bytes.of(new byte[SpaceId.SIZE])), new ObjectId(Bytes.of(new byte[16])), Point.class);
        All full = full(here, elsewhere);
        RecordJson<All> json = RecordJson.of(home, All.class);
        String text = json.write(full);
        All back = json.read(text);
        assertThat(back).isEqualTo(full);
        assertThat(back.ref().type()).isEqualTo(Point.class);
        assertThat(back.refs()).extracting(Ref::type).containsOnly(Point.class);
        assertThat(back.mayRef().orElseThrow().type()).isEqualTo(Point.class);
        assertThat(back.named().values()).extracting(Ref::type).containsOnly(Point.class);
        Ref<All> stored = home.put(back);
        assertThat(json.read(json.write(home.get(stored)))).isEqualTo(full);
        assertThat(home.get(home.put(json.read(text)))).isEqualTo(full);
    }

    @Test
    void valuesHaveTheFormThatJsonHasForThem() {
        Ref<Point> here = home.put(new Point("here"));
        All full = full(here, Ref.of(new SpaceId(Bytes.of(new byte[SpaceId.SIZE])), here.id(), Point.class));
        JsonNode json = json(RecordJson.of(home, All.class).write(full));
        assertThat(json.get("text").textValue()).isEqualTo("word");
        assertThat(json.get("counter").longValue()).isEqualTo(-3);
        assertThat(json.get("time").textValue()).isEqualTo("2026-11-26T21:00:00.123456789Z");
        assertThat(json.get("bytes").textValue()).isEqualTo("AP8i");
        assertThat(json.get("shade").textValue()).isEqualTo("bright");
        assertThat(json.get("object").textValue()).isEqualTo(here.id().toString());
        assertThat(json.get("mayRef").textValue()).isEqualTo(here.id().toString());
        assertThat(json.get("ref").textValue()).isEqualTo("0".repeat(64) + "/" + here.id());
        assertThat(json.get("blob")).isEqualTo(json("""
                {"id":"%s","size":7,"mediaType":"image/png"}""".formatted("0".repeat(64))));
        assertThat(json.get("mayWhole").longValue()).isEqualTo(4);
    }

    @Test
    void annotationsSayWhatIsWrittenAndRead() {
        RecordJson<Task> json = RecordJson.of(home, Task.class);
        Task bare = new Task("Buy milk", "known to nobody", Optional.empty(), Optional.empty(), List.of());
        assertThat(json(json.write(bare))).isEqualTo(json("""
                {"task_title":"Buy milk","due":null}"""));
        Task full = new Task("Buy milk", "", Optional.of(Instant.EPOCH), Optional.of("2 l"), List.of("shop"));
        assertThat(json(json.write(full))).isEqualTo(json("""
                {"task_title":"Buy milk","due":"1970-01-01T00:00:00Z","note":"2 l","tags":["shop"]}"""));
        assertThat(json.read(json.write(full))).isEqualTo(full);
        assertThat(json.read(json.write(bare)).secret()).isEmpty();
        for (String name : List.of("due", "due_by", "until")) {
            assertThat(json.read("{\"task_title\":\"x\",\"" + name + "\":\"1970-01-01T00:00:00Z\"}")
                            .due())
                    .contains(Instant.EPOCH);
        }
    }

    record Named(@Renamed("old") @JsonProperty("shown") String name) {}

    @Test
    void whatASpaceStoresKnowsNothingOfIt() {
        Ref<Named> named = home.put(RecordJson.of(home, Named.class).read("{\"shown\":\"x\"}"));
        assertThat(home.object(named.id()).orElseThrow().fields()).containsExactly("old");
        assertThat(RecordJson.of(home, Named.class).write(home.get(named))).isEqualTo("{\"shown\":\"x\"}");
    }

    @Test
    void objectsAndRowsAreWrittenWithTheirIds() {
        Ref<Task> ref = home.put(new Task("Buy milk", "s", Optional.empty(), Optional.empty(), List.of()));
        RecordJson<Task> json = RecordJson.of(home, Task.class);
        JsonNode expected = json("{\"id\":\"" + ref.id()
                + "\",\"type\":\"Task\",\"fields\":{\"task_title\":\"Buy milk\",\"due\":null}}");
        assertThat(json(json.write(ref))).isEqualTo(expected);
        assertThat(json(json.write(home.query(Task.class).list().get(0)))).isEqualTo(expected);
        home.delete(ref);
        refused(ErrorCode.OBJECT_UNKNOWN, () -> json.write(ref));
    }

    record Likes(Ref<Point> source, Ref<Point> target, String why) implements Relation<Point, Point> {}

    @Test
    void anEdgeIsARecordToo() {
        Ref<Point> one = home.put(new Point("one"));
        Likes likes = new Likes(one, home.put(new Point("two")), "colour");
        RecordJson<Likes> json = RecordJson.of(home, Likes.class);
        assertThat(json.read(json.write(likes))).isEqualTo(likes);
    }

    record Absent(
            String string,
            boolean bool,
            Boolean boxedBool,
            int number,
            Long whole,
            Double real,
            Instant time,
            Bytes bytes,
            Shade shade,
            Text text,
            Counter counter,
            Optional<Ref<Point>> ref,
            List<String> list,
            Set<Long> set,
            Map<String, Bytes> map) {}

    /** As an object of a space whose fields nobody has set. */
    @Test
    void whatIsAbsentReadsAsInASpace() {
        Absent stored = home.create("Absent").as(Absent.class);
        RecordJson<Absent> json = RecordJson.of(home, Absent.class);
        assertThat(json.read("{}")).isEqualTo(stored);
        assertThat(json.read("{\"string\":null,\"bool\":null,\"number\":null,\"time\":null,\"shade\":null,"
                        + "\"text\":null,\"counter\":null,\"ref\":null,\"list\":null,\"map\":null}"))
                .isEqualTo(stored);
    }

    record Ends(ObjectId object, Ref<Point> ref, BlobRef blob) {}

    private static HearthException refused(ErrorCode code, Runnable attempt) {
        HearthException[] refusal = new HearthException[1];
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            refusal[0] = e;
        });
        return refusal[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"object", "ref", "blob"})
    void whatNothingStandsForHasToBeThere(String missing) {
        String id = home.put(new Point("p")).id().toString();
        Map<String, String> fields = Map.of(
                "object", "\"object\":\"" + id + "\"",
                "ref", "\"ref\":\"" + id + "\"",
                "blob", "\"blob\":{\"id\":\"" + "0".repeat(64) + "\",\"size\":1,\"mediaType\":\"a/b\"}");
        RecordJson<Ends> json = RecordJson.of(home, Ends.class);
        assertThat(json.read("{" + String.join(",", fields.values()) + "}")).isNotNull();
        String rest = fields.entrySet().stream()
                .filter(field -> !field.getKey().equals(missing))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(","));
        HearthException refusal = refused(ErrorCode.INPUT_MALFORMED, () -> json.read("{" + rest + "}"));
        assertThat(refusal.details()).containsEntry("field", missing).containsEntry("type", "Ends");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "number, `1.5`",
                "number, `4000000000`",
                "number, `\"word\"`",
                "whole, `99999999999999999999`",
                "bool, `\"perhaps\"`",
                "real, `{}`",
                "time, `\"noon\"`",
                "time, `5`",
                "bytes, `\"?\"`",
                "shade, `\"LIGHT\"`",
                "text, `5`",
                "counter, `\"5\"`",
                "counter, `1.5`",
                "counter, `99999999999999999999`",
                "object, `\"zz\"`",
                "ref, `\"zz\"`",
                "ref, `\"zz/00\"`",
                "ref, `7`",
                "blob, `{\"id\":\"\",\"size\":1,\"mediaType\":\"a/b\"}`",
                "mayWhole, `\"word\"`",
                "reals, `[null]`",
                "refs, `[\"zz\"]`",
                "shades, `{}`",
                "times, `{\"a\":null}`"
            })
    void whatDoesNotFitIsRefusedWithItsFieldAndWithoutItsValue(String field, String value) {
        RecordJson<All> json = RecordJson.of(home, All.class);
        HearthException refusal =
                refused(ErrorCode.INPUT_MALFORMED, () -> json.read("{\n\"" + field + "\":" + value + "}"));
        assertThat(refusal.details())
                .containsEntry("type", "Everything")
                .containsEntry("line", "2")
                .containsKey("rule");
        assertThat(refusal.details().get("field")).startsWith(field);
        assertThat(refusal.details().toString()).doesNotContain("word", "perhaps", "noon", "zz");
    }

    record Positive(int number) {
        Positive {
            if (number < 0) {
                throw new IllegalArgumentException("number is " + number);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, a value that does not fit",
                "`null`, a JSON object",
                "`[]`, a value that does not fit",
                "`5`, a value that",
                "`{\"number\":`, it is not JSON",
                "`{\"number\":1}}`, it is not JSON",
                "`{\"number\":1} {}`, a value that does not fit",
                "`{\"number\":1,\"number\":2}`, it is not JSON",
                "`{number:1}`, it is not JSON",
                "`{\"count\":1}`, a name that the type does not have",
                "`{\"number\":-1}`, a value that its type refuses"
            })
    void malformedInputIsATypedErrorThatNamesTheRule(String text, String rule) {
        RecordJson<Positive> json = RecordJson.of(home, Positive.class);
        HearthException refusal = refused(ErrorCode.INPUT_MALFORMED, () -> json.read(text));
        assertThat(refusal.details().get("rule")).startsWith(rule);
    }

    @Test
    void depthIsBounded() {
        RecordJson<Absent> json = RecordJson.of(home, Absent.class);
        refused(ErrorCode.INPUT_MALFORMED, () -> json.read("{\"list\":" + "[".repeat(100_000)));
    }

    record Twice(
            @JsonProperty("a") String one,
            @JsonProperty("a") String two) {}

    @Test
    void aRecordThatJacksonCanNotTakeIsTheCallersFault() {
        RecordJson<Twice> json = RecordJson.of(home, Twice.class);
        assertThatThrownBy(() -> json.write(new Twice("", ""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.read("{}")).isInstanceOf(IllegalArgumentException.class);
    }

    record Owned(Ref<Point> owner, Text name, Optional<Counter> count) {}

    @Test
    void aMapperOfTheProgramsOwnLearnsTheTypes() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();
        Ref<Point> here = home.put(new Point("here"));
        Owned owned = new Owned(here, Text.of(""), Optional.empty());
        String text = mapper.writeValueAsString(owned);
        assertThat(mapper.readTree(text).get("owner").textValue()).isEqualTo(home.id() + "/" + here.id());
        assertThat(mapper.readValue(text, Owned.class)).isEqualTo(owned);
        String local = "{\"owner\":\"" + here.id() + "\",\"name\":\"\"}";
        assertThatThrownBy(() -> mapper.readValue(local, Owned.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("a Ref without its space");
    }
}
