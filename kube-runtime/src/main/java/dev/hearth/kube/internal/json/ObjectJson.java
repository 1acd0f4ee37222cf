package dev.hearth.kube.internal.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.Bytes;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Ref;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stored objects as JSON: {@code {"id":..., "type":..., "fields":{...}}}. */
public final class ObjectJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectJson() {}

    /** Returns an object; bytes become base64, references the id of their object, times ISO 8601. */
    public static ObjectNode of(DynamicObject object) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", object.id().toString()).put("type", object.type());
        ObjectNode fields = json.putObject("fields");
        for (String field : object.fields()) {
            object.get(field).ifPresent(value -> fields.set(field, JSON.valueToTree(plain(value))));
        }
        return json;
    }

    private static Object plain(Object value) {
        if (value instanceof Boolean || value instanceof Number) {
            return value;
        } else if (value instanceof List<?> list) {
            return list.stream().map(ObjectJson::plain).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
            return plain;
        } else if (value instanceof Bytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.toArray());
        } else if (value instanceof Ref<?> ref) {
            return ref.id().toString();
        }
        return value.toString();
    }
}
