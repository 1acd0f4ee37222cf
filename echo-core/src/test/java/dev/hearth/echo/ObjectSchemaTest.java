package dev.hearth.echo;

import static dev.hearth.echo.DatabaseTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types as JSON Schema, and what is required of dynamic objects by one. */
class ObjectSchemaTest {
    enum Colour {
        RED,
        GREEN
    }

    record Everything(
            @Required @Length(min = 1, max = 40) @Renamed("name")
            String title,

            @Matches("[a-z\\\\]+\"") Text body,
            boolean flag,
            @Range(min = 0, max = 150) int small,
            Counter visits,
            @Range(max = 0.5) Optional<Double> real,
            Instant moment,
            Colour colour,
            Bytes bytes,
            Ref<Everything> owner,
            @Length(max = 3) Set<Colour> colours,
            List<Long> numbers,
            @Length(min = 1) Map<String, String> names) {}

    private static final String GOLDEN = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "title": "Everything",
              "type": "object",
              "properties": {
                "body": {
                  "type": "string",
                  "pattern": "^(?:[a-z\\\\\\\\]+\\")$"
                },
                "bytes": {
                  "type": "string",
                  "contentEncoding": "base64"
                },
                "colour": {
                  "type": "string",
                  "enum": ["RED", "GREEN"]
                },
                "colours": {
                  "type": "array",
                  "items": {
                    "type": "string",
                    "enum": ["RED", "GREEN"]
                  },
                  "uniqueItems": true,
                  "maxItems": 3
                },
                "flag": {
                  "type": "boolean"
                },
                "moment": {
                  "type": "string",
                  "format": "date-time"
                },
                "name": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 40
                },
                "names": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  },
                  "minProperties": 1
                },
                "numbers": {
                  "type": "array",
                  "items": {
                    "type": "integer",
                    "format": "int64"
                  }
                },
                "owner": {
                  "type": "string",
                  "format": "object-id"
                },
                "real": {
                  "type": "number",
                  "maximum": 0.5
                },
                "small": {
                  "type": "integer",
                  "format": "int32",
                  "minimum": 0,
                  "maximum": 150
                },
                "visits": {
                  "type": "integer",
                  "format": "int64"
                }
              },
              "required": ["name", "owner"]
            }
            """;

    record Unwritable(@Length(max = 3) Bytes bytes) {}

    private final EchoDatabase database = new TestPeers(8, 1).database(0);

    @Test
    void aTypeIsWrittenAsJsonSchemaAndReadBack() {
        assertThat(ObjectSchema.of(Everything.class).toJson()).isEqualTo(GOLDEN);
        assertThat(ObjectSchema.parse(GOLDEN).toJson()).isEqualTo(GOLDEN);
        assertThat(ObjectSchema.parse(GOLDEN).type()).isEqualTo("Everything");
        assertThat(ObjectSchema.of(LiveTest.TaskView.class).toJson()).contains("\"maxItems\": 3");
        assertCode(
                ErrorCode.INPUT_MALFORMED,
                () -> ObjectSchema.of(Unwritable.class).toJson());
    }

    @Test
    void whatARecordWritesFitsItsSchema() {
        Ref<Everything> owner = database.ref(Everything.class, SchemaTest.unknown());
        Ref<Everything> ref = database.put(new Everything(
                "a",
                Text.of("b\""),
                true,
                5,
                Counter.of(3),
                Optional.of(0.25),
                Instant.EPOCH,
                Colour.GREEN,
                Bytes.of((byte) 1),
                owner,
                Set.of(Colour.RED),
                List.of(1L),
                Map.of("k", "v")));
        DynamicObject object = database.object(ref.id()).orElseThrow();
        assertThat(ObjectSchema.parse(GOLDEN).broken(object)).isEmpty();
    }

    @Test
    void dynamicObjectsKeepToARequiredSchema() {
        DynamicObject before = database.create("Thing").set("name", 5);
        database.require(ObjectSchema.parse("""
                {"title": "Thing", "type": "object", "required": ["name", "other"], "properties": {
                 "name": {"type": "string", "maxLength": 3}, "tags": {"type": "array", "uniqueItems": true,
                 "items": {"type": "integer", "minimum": 1}}}}"""));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> database.create("Thing"));
        DynamicObject[] made = new DynamicObject[1];
        database.transact(() -> made[0] =
                database.create("Thing").set("name", "box").set("other", true).set("free", 1));
        DynamicObject thing = made[0];
        assertThatThrownBy(() -> thing.set("name", "boxes"))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        e -> assertThat(e.details())
                                .containsEntry("type", "Thing")
                                .containsEntry("field", "name")
                                .containsEntry("rule", "at most 3 long"));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> thing.clear("other"));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> thing.set("tags").add(0));
        assertCode(ErrorCode.SCHEMA_MISMATCH, () -> thing.list("tags").add(1));
        thing.set("tags").add(1);
        before.set("free", 2);
        assertThat(ObjectSchema.parse(ObjectSchema.parse("""
                {"title": "Thing", "type": "object", "properties": {"name": {"type": "string"}}}""").toJson()).broken(before))
                .isEqualTo(Map.of("name", "STRING"));
        database.require(ObjectSchema.parse("{\"title\": \"Thing\", \"type\": \"object\"}"));
        thing.set("name", "boxes");
        assertThat(thing.get("name")).contains("boxes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/title | {\"type\": \"object\"}",
                "/type | {\"title\": \"T\"}",
                "/allOf | {\"title\": \"T\", \"type\": \"object\", \"allOf\": []}",
                "/additionalProperties | {\"title\": \"T\", \"type\": \"object\", \"additionalProperties\": false}",
                "/properties/a/const | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {\"const\": 1}}}",
                "/properties/a | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {\"type\": \"date\"}}}",
                "/properties/a | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": true}}",
                "/properties/a/pattern | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"[\"}}}",
                "/properties/a/maxLength | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"maxLength\": 1.5}}}",
                "/properties/a/minLength | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"minLength\": -1}}}",
                "/required | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {}}, \"required\": [5]}",
                "/properties/a/items | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"a\": {\"type\": \"array\", \"items\": {\"type\": \"string\", \"minLength\": 1}}}}",
                "/properties/# | {\"title\": \"T\", \"type\": \"object\", \"properties\": {\"#\": {}}}",
                "/$schema | {\"title\": \"T\", \"type\": \"object\", \"$schema\": \"http://json-schema.org/draft-07/schema#\"}"
            })
    void whatIsNotSupportedIsRefusedByItsPlace(String where, String json) {
        assertThatThrownBy(() -> ObjectSchema.parse(json)).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED);
            assertThat(e.details()).containsEntry("where", where);
        });
    }

    @Test
    void malformedInputIsRefusedWithOneError() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder mutated = new StringBuilder(GOLDEN);
            for (int k = random.nextInt(4); k >= 0; k--) {
                int at = random.nextInt(mutated.length());
                switch (random.nextInt(3)) {
                    case 0 -> mutated.deleteCharAt(at);
                    case 1 -> mutated.insert(at, "{}[]\",:\\0-e. nt".charAt(random.nextInt(15)));
                    default -> mutated.setLength(at + 2);
                }
            }
            try {
                String again = ObjectSchema.parse(mutated.toString()).toJson();
                assertThat(ObjectSchema.parse(again).toJson()).isEqualTo(again);
            } catch (HearthException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INPUT_MALFORMED);
            }
        }
        assertCode(ErrorCode.INPUT_MALFORMED, () -> ObjectSchema.parse("[".repeat(10_000)));
        assertCode(ErrorCode.INPUT_MALFORMED, () -> ObjectSchema.parse("{\"title\": " + "1".repeat(65) + "}"));
        assertCode(ErrorCode.INPUT_MALFORMED, () -> ObjectSchema.parse(" ".repeat((1 << 20) + 1)));
    }
}
