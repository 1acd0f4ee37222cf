package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Expansion;
import dev.hearth.echo.MapField;
import dev.hearth.echo.Ref;
import dev.hearth.echo.SetField;
import dev.hearth.echo.Text;
import dev.hearth.echo.TextField;
import dev.hearth.echo.TextMark;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The value of a field as JSON that tells its kind. Strings, booleans, whole numbers and numbers with a point stand for
 * themselves; everything else is an object with one name, which says what it is:
 *
 * <pre>
 * {"time": "2026-11-26T21:00:00Z"}  {"bytes": base64}  {"real": "NaN"}  {"ref": id}  {"ref": id, "space": id}
 * {"text": "...", "marks": [{"from":0, "to":4, "name":"bold", "value":true}]}
 * {"list": [scalar...]}  {"set": [scalar...]}  {"map": {key: scalar...}}  {"counter": 5}  {"model": [base64...]}
 * </pre>
 *
 * @param space where references without a space lead
 */
record ValueJson(SpaceId space) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Returns a field as JSON; a list, set or map without anything in it too. */
    JsonNode of(DynamicObject object, String field, Object value) {
        if (value instanceof Text text) {
            ObjectNode node = node().put("text", text.value());
            List<TextMark> marks = object.text(field).marks();
            if (!marks.isEmpty()) {
                ArrayNode into = node.putArray("marks");
                marks.forEach(mark -> into.addObject()
                        .put("from", mark.from())
                        .put("to", mark.to())
                        .put("name", mark.name())
                        .set("value", scalar(mark.value())));
            }
            return node;
        } else if (value instanceof Counter counter) {
            return node().put("counter", counter.value());
        } else if (value instanceof Set<?> set) {
            return node().set("set", array(set));
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode entries = node();
            map.forEach((key, each) -> entries.set(String.valueOf(key), scalar(each)));
            return node().set("map", entries);
        } else if (value instanceof List<?> list) {
            boolean model = !list.isEmpty() && object.list(field).values().isEmpty();
            return model ? node().set("model", operations(list)) : node().set("list", array(list));
        }
        return scalar(value);
    }

    private static ObjectNode node() {
        return JSON.createObjectNode();
    }

    private ArrayNode array(Iterable<?> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(value -> array.add(scalar(value)));
        return array;
    }

    private static ArrayNode operations(List<?> operations) {
        ArrayNode array = JSON.createArrayNode();
        operations.forEach(each -> array.add(base64((Bytes) each)));
        return array;
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** Returns a scalar as JSON. */
    JsonNode scalar(Object value) {
        if (value instanceof Boolean flag) {
            return JSON.getNodeFactory().booleanNode(flag);
        } else if (value instanceof Long number) {
            return JSON.getNodeFactory().numberNode((long) number);
        } else if (value instanceof Double real) {
            return Double.isFinite(real) ? DoubleNode.valueOf(real) : node().put("real", real.toString());
        } else if (value instanceof Instant time) {
            return node().put("time", time.toString());
        } else if (value instanceof Bytes bytes) {
            return node().put("bytes", base64(bytes));
        } else if (value instanceof Ref<?> ref) {
            ObjectNode node = node().put("ref", ref.id().toString());
            return ref.space().equals(space)
                    ? node
                    : node.put("space", ref.space().toString());
        }
        return TextNode.valueOf(value.toString());
    }

    /** Reads what {@link #scalar} gives. */
    Object scalar(JsonNode node) throws MalformedException {
        if (node.isTextual()) {
            return node.textValue();
        } else if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        } else if (node.isFloatingPointNumber()) {
            return node.doubleValue();
        }
        try {
            if (node.has("time")) {
                return Instant.parse(node.get("time").asText());
            } else if (node.has("bytes")) {
                return Bytes.of(Base64.getDecoder().decode(node.get("bytes").asText()));
            } else if (node.has("real")) {
                return Double.valueOf(node.get("real").asText());
            } else if (node.has("ref")) {
                SpaceId where =
                        node.has("space") ? SpaceId.fromHex(node.get("space").asText()) : space;
                return Ref.of(where, ObjectId.fromHex(node.get("ref").asText()), Record.class);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedException("a value that does not say what it is: " + node.getNodeType(), e);
        }
        throw new MalformedException("a value of no known kind");
    }

    /** Writes a field of an object that has just been created. */
    void write(DynamicObject object, String field, JsonNode value) throws MalformedException {
        if (value.has("text")) {
            writeText(object.text(field), value);
        } else if (value.has("counter")) {
            object.counter(field).add(value.get("counter").longValue());
        } else if (value.has("list")) {
            for (JsonNode each : value.get("list")) {
                object.list(field).add(scalar(each));
            }
        } else if (value.has("set")) {
            SetField set = object.set(field);
            for (JsonNode each : value.get("set")) {
                set.add(scalar(each));
            }
        } else if (value.has("map")) {
            MapField map = object.map(field);
            for (Map.Entry<String, JsonNode> each : value.get("map").properties()) {
                map.put(each.getKey(), scalar(each.getValue()));
            }
        } else {
            object.set(field, scalar(value));
        }
    }

    private void writeText(TextField text, JsonNode value) throws MalformedException {
        String content = value.get("text").asText();
        if (!content.isEmpty()) {
            text.insert(0, content);
        }
        for (JsonNode mark : value.path("marks")) {
            text.mark(
                    mark.path("from").intValue(),
                    mark.path("to").intValue(),
                    mark.path("name").asText(),
                    scalar(mark.path("value")),
                    Expansion.AFTER);
        }
    }
}
