package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.DynamicObject;
import dev.hearth.kube.internal.json.ObjectJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as they are typed and printed. */
final class Values {
    private Values() {}

    /** Takes {@code field=value} apart. */
    static Map<String, Object> parse(List<String> assignments) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int at = assignment.indexOf('=');
            if (at <= 0) {
                throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "field=value, got " + assignment));
            }
            values.put(assignment.substring(0, at), value(assignment.substring(at + 1)));
        }
        return values;
    }

    /** A boolean, a number or else a text. */
    static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?\\d{1,18}")) {
            return Long.valueOf(text);
        }
        if (text.matches("-?\\d+\\.\\d+([eE][-+]?\\d+)?")) {
            return Double.valueOf(text);
        }
        return text;
    }

    static ObjectNode json(DynamicObject object) {
        return ObjectJson.of(object);
    }

    static String line(DynamicObject object) {
        StringBuilder line = new StringBuilder(object.id().toString());
        for (String field : object.fields()) {
            object.get(field)
                    .ifPresent(
                            value -> line.append("  ").append(field).append('=').append(value));
        }
        return line.toString();
    }
}
