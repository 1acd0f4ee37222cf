package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.echo.DynamicObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The fields that the objects of a type have, found by reading them once. */
record Columns(List<Column> columns) {
    static Columns of(Objects objects, String type, ValueJson values) throws IOException {
        Map<String, Column.Kind> kinds = new TreeMap<>();
        objects.each(type, object -> {
            for (String field : object.fields()) {
                value(object, field, values)
                        .ifPresent(value -> kinds.merge(field, Column.Kind.of(value), Column.Kind::with));
            }
        });
        return new Columns(kinds.entrySet().stream()
                .map(each -> new Column(each.getKey(), each.getValue()))
                .toList());
    }

    /** Returns a field as JSON. */
    static Optional<JsonNode> value(DynamicObject object, String field, ValueJson values) {
        return object.get(field).map(value -> values.of(object, field, value));
    }
}
