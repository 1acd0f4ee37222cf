package dev.hearth.echo;

import dev.hearth.echo.internal.core.DeclaredRules;
import dev.hearth.echo.internal.schema.SchemaJson;
import dev.hearth.echo.internal.schema.TypeRules;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the objects of a type hold, told without a Java class: for dynamic objects, and for exchange as JSON Schema
 * (draft 2020-12). Immutable.
 *
 * <p>In JSON a field is a property under its stored name; the title is the name of the type. Strings and texts are of
 * type {@code string}; instants have the format {@code date-time}, references {@code object-id}, whole numbers and
 * counters {@code int32} or {@code int64}, bytes the encoding {@code base64}. Lists and sets are arrays, sets with
 * {@code uniqueItems}, maps objects with {@code additionalProperties}. Rules are {@code required}, {@code enum},
 * {@code minLength}, {@code minItems}, {@code minProperties}, {@code minimum}, their opposites, and {@code pattern}.
 * Any other keyword that asks for something is refused.
 */
public final class ObjectSchema {
    private final TypeRules rules;

    private ObjectSchema(TypeRules rules) {
        this.rules = rules;
    }

    /** Returns what a record or a {@link Live} interface declares, without what its code and its migrations do. */
    public static ObjectSchema of(Class<?> type) {
        return new ObjectSchema(DeclaredRules.of(type));
    }

    /** Reads a JSON Schema; throws INPUT_MALFORMED, naming the place, for what is not understood or not supported. */
    public static ObjectSchema parse(String json) {
        return new ObjectSchema(SchemaJson.parse(json));
    }

    /** Returns the JSON Schema; throws INPUT_MALFORMED, naming the place, for a rule that has none. */
    public String toJson() {
        return SchemaJson.write(rules);
    }

    /** Returns the name of the type. */
    public String type() {
        return rules.type();
    }

    /** Returns the rules that an object breaks, in words, by field. */
    public SortedMap<String, String> broken(ObjectView object) {
        SortedMap<String, String> broken = new TreeMap<>();
        rules.fields().forEach((name, field) -> {
            Optional<Object> value = object.get(name);
            if (value.isPresent()) {
                field.broken(value.get()).ifPresent(rule -> broken.put(name, rule));
            } else if (field.rules().required()) {
                broken.put(name, "is there");
            }
        });
        return Collections.unmodifiableSortedMap(broken);
    }
}
