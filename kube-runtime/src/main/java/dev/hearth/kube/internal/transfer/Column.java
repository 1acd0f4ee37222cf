package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.MalformedException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A field as a column of a table.
 *
 * @param field its name
 * @param kind what its cells hold
 */
record Column(String field, Kind kind) {
    /** What cells hold. */
    enum Kind {
        STRING,
        BOOLEAN,
        LONG,
        REAL,
        TIME,
        /** In base64. */
        BYTES,
        /** The id of an object of the same space. */
        REF,
        /** A collaborative text without marks. */
        TEXT,
        /** Everything else, as in {@link ValueJson}. */
        JSON;

        static Kind of(JsonNode value) {
            if (value.isTextual()) {
                return STRING;
            } else if (value.isBoolean()) {
                return BOOLEAN;
            } else if (value.isIntegralNumber()) {
                return LONG;
            } else if (value.isFloatingPointNumber()) {
                return REAL;
            } else if (value.size() == 1) {
                return value.has("time")
                        ? TIME
                        : value.has("bytes") ? BYTES : value.has("ref") ? REF : value.has("text") ? TEXT : JSON;
            }
            return JSON;
        }

        /** Returns what holds both. */
        Kind with(Kind other) {
            return this == other ? this : JSON;
        }

        static Optional<Kind> named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /** Returns a value as a cell. */
    String cell(JsonNode value) {
        return switch (kind) {
            case STRING, BOOLEAN, LONG, REAL -> value.asText();
            case TIME, BYTES, REF, TEXT -> value.elements().next().asText();
            case JSON -> value.toString();
        };
    }

    /** Reads a cell. */
    JsonNode value(String cell) throws MalformedException {
        try {
            var nodes = ValueJson.JSON.getNodeFactory();
            return switch (kind) {
                case STRING -> nodes.textNode(cell);
                case BOOLEAN -> {
                    if (!cell.equals("true") && !cell.equals("false")) {
                        throw new MalformedException(field + ": true or false");
                    }
                    yield nodes.booleanNode(cell.equals("true"));
                }
                case LONG -> nodes.numberNode(Long.parseLong(cell));
                case REAL -> nodes.numberNode(Double.parseDouble(cell));
                case TIME -> node("time", cell);
                case BYTES -> node("bytes", cell);
                case REF -> node("ref", cell);
                case TEXT -> node("text", cell);
                case JSON -> ValueJson.JSON.readTree(cell);
            };
        } catch (NumberFormatException | JsonProcessingException e) {
            throw new MalformedException(field + ": is no " + kind, e);
        }
    }

    private static ObjectNode node(String name, String value) {
        return ValueJson.JSON.createObjectNode().put(name, value);
    }
}
