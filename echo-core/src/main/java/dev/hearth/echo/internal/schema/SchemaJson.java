package dev.hearth.echo.internal.schema;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Rules of a type as JSON Schema, draft 2020-12, and back. What has no counterpart on the other side is refused by name
 * with INPUT_MALFORMED: a schema of which a part were passed over would promise what nobody keeps.
 */
public final class SchemaJson {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** One object of a schema, whose keywords are taken one by one. */
    private static final class Keywords {
        private final Map<String, Object> left;
        private final String where;

        @SuppressWarnings("unchecked") // the names of a JSON object are strings
        Keywords(@Nullable Object value, String where) {
            if (!(value instanceof Map<?, ?> map)) {
                throw refused("here stands an object", where);
            }
            this.left = new LinkedHashMap<>((Map<String, Object>) map);
            this.where = where;
            List.of("title", "description", "$comment").forEach(left::remove);
        }

        <T> @Nullable T take(String keyword, Class<T> type) {
            Object value = left.remove(keyword);
            if (value != null && !type.isInstance(value)) {
                throw refused("another kind of value than expected", where + "/" + keyword);
            }
            return type.cast(value);
        }

        boolean takeIf(String keyword, Object expected) {
            Object value = left.remove(keyword);
            if (value != null && !value.equals(expected)) {
                throw refused("only " + expected + " is supported", where + "/" + keyword);
            }
            return value != null;
        }

        int count(String keyword, int otherwise) {
            BigDecimal value = take(keyword, BigDecimal.class);
            if (value == null) {
                return otherwise;
            }
            try {
                int count = value.intValueExact();
                if (count >= 0) {
                    return count;
                }
            } catch (ArithmeticException e) {
                throw refused("a count from 0 to 2147483647", where + "/" + keyword);
            }
            throw refused("a count from 0 to 2147483647", where + "/" + keyword);
        }

        /** Refuses what nobody has taken. */
        void end() {
            for (String keyword : left.keySet()) {
                throw refused("this keyword is not supported here", where + "/" + keyword);
            }
        }
    }

    private SchemaJson() {}

    private static HearthException refused(String rule, String where) {
        return new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", rule, "where", where));
    }

    /** Returns the schema of a type. */
    public static String write(TypeRules rules) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("$schema", DIALECT);
        json.put("title", rules.type());
        json.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        rules.fields().forEach((name, field) -> {
            properties.put(name, write(name, field));
            if (field.rules().required()) {
                required.add(name);
            }
        });
        json.put("properties", properties);
        if (!required.isEmpty()) {
            json.put("required", required);
        }
        return Json.write(json);
    }

    private static Map<String, Object> write(String name, FieldRule field) {
        Rules rules = field.rules();
        Map<String, Object> one = one(field);
        if (field.container() == FieldRule.Container.NONE) {
            if (field.kind() == FieldRule.Kind.BYTES && rules.isOfLength()) {
                throw refused("the length of bytes has no form in JSON Schema", "/properties/" + name);
            }
            return counted(one, rules, "Length");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        if (field.container() == FieldRule.Container.MAP) {
            all.put("type", "object");
            all.put("additionalProperties", one);
            return counted(all, rules, "Properties");
        }
        all.put("type", "array");
        all.put("items", one);
        if (field.container() == FieldRule.Container.SET) {
            all.put("uniqueItems", true);
        }
        return counted(all, rules, "Items");
    }

    private static Map<String, Object> counted(Map<String, Object> json, Rules rules, String what) {
        if (rules.least() > 0) {
            json.put("min" + what, rules.least());
        }
        if (rules.most() < Integer.MAX_VALUE) {
            json.put("max" + what, rules.most());
        }
        return json;
    }

    private static Map<String, Object> one(FieldRule field) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (field.kind()) {
            case ANY -> {}
            case STRING -> json.put("type", "string");
            case BOOLEAN -> json.put("type", "boolean");
            case INT -> put(json, "integer", "int32");
            case LONG -> put(json, "integer", "int64");
            case DOUBLE -> json.put("type", "number");
            case INSTANT -> put(json, "string", "date-time");
            case OBJECT -> put(json, "string", "object-id");
            case BYTES -> {
                json.put("type", "string");
                json.put("contentEncoding", "base64");
            }
        }
        if (!field.constants().isEmpty()) {
            json.put("enum", field.constants());
        }
        BigDecimal min = field.rules().min();
        if (min != null) {
            json.put("minimum", min);
        }
        BigDecimal max = field.rules().max();
        if (max != null) {
            json.put("maximum", max);
        }
        Pattern pattern = field.rules().pattern();
        if (pattern != null) {
            json.put("pattern", Rules.written(pattern));
        }
        return json;
    }

    private static void put(Map<String, Object> json, String type, String format) {
        json.put("type", type);
        json.put("format", format);
    }

    /** Reads a schema; its title is the name of the type. */
    public static TypeRules parse(String text) {
        Object json = Json.parse(text);
        Object title = json instanceof Map<?, ?> map ? map.get("title") : null;
        if (!(title instanceof String type) || type.isEmpty()) {
            throw refused("the title is the name of the type", "/title");
        }
        Keywords schema = new Keywords(json, "");
        schema.takeIf("$schema", DIALECT);
        schema.take("$id", String.class);
        if (!schema.takeIf("type", "object")) {
            throw refused("the type is object", "/type");
        }
        schema.takeIf("additionalProperties", true);
        List<String> required = strings(schema.take("required", List.class), "/required");
        SortedMap<String, FieldRule> fields = new TreeMap<>();
        Map<?, ?> properties = schema.take("properties", Map.class);
        if (properties != null) {
            properties.forEach((name, field) -> {
                String where = "/properties/" + name;
                requireName(name.toString(), where);
                fields.put((String) name, field(new Keywords(field, where), required.contains(name)));
            });
        }
        schema.end();
        for (String name : required) {
            requireName(name, "/required");
            fields.putIfAbsent(
                    name,
                    new FieldRule(
                            FieldRule.Container.NONE, FieldRule.Kind.ANY, List.of(), Rules.NONE.requiredIf(true)));
        }
        return new TypeRules(type, fields);
    }

    /** What starts with a number sign is the database's own. */
    private static void requireName(String name, String where) {
        if (name.isEmpty() || name.startsWith("#")) {
            throw refused("no name of a field", where);
        }
    }

    private static List<String> strings(@Nullable List<?> values, String where) {
        List<String> strings = new ArrayList<>();
        for (Object value : values == null ? List.of() : values) {
            if (!(value instanceof String string)) {
                throw refused("only strings are supported", where);
            }
            strings.add(string);
        }
        return strings;
    }

    private static FieldRule field(Keywords json, boolean required) {
        String type = json.take("type", String.class);
        FieldRule rule;
        if ("array".equals(type)) {
            FieldRule.Container container =
                    json.takeIf("uniqueItems", true) ? FieldRule.Container.SET : FieldRule.Container.LIST;
            rule = container(json, container, "items", "Items", required);
        } else if ("object".equals(type)) {
            rule = container(json, FieldRule.Container.MAP, "additionalProperties", "Properties", required);
        } else {
            rule = one(json, type, required);
        }
        json.end();
        return rule;
    }

    private static FieldRule container(
            Keywords json, FieldRule.Container container, String members, String what, boolean required) {
        Map<?, ?> each = json.take(members, Map.class);
        Keywords inner = new Keywords(each == null ? Map.of() : each, json.where + "/" + members);
        FieldRule one = one(inner, inner.take("type", String.class), false);
        inner.end();
        if (one.rules().isOfLength()) {
            throw refused("the length of members is not supported", inner.where);
        }
        Rules rules = one.rules().requiredIf(required);
        return new FieldRule(
                container,
                one.kind(),
                one.constants(),
                rules.ofLength(json.count("min" + what, 0), json.count("max" + what, Integer.MAX_VALUE)));
    }

    private static FieldRule one(Keywords json, @Nullable String type, boolean required) {
        FieldRule.Kind kind = kind(json, type);
        List<String> constants = List.of();
        Rules rules = Rules.NONE.requiredIf(required);
        if (kind == FieldRule.Kind.STRING) {
            constants = strings(json.take("enum", List.class), json.where + "/enum");
            rules = rules.ofLength(json.count("minLength", 0), json.count("maxLength", Integer.MAX_VALUE))
                    .matching(pattern(json));
        } else if (kind == FieldRule.Kind.INT || kind == FieldRule.Kind.LONG || kind == FieldRule.Kind.DOUBLE) {
            rules = rules.between(json.take("minimum", BigDecimal.class), json.take("maximum", BigDecimal.class));
        }
        return new FieldRule(FieldRule.Container.NONE, kind, constants, rules);
    }

    private static @Nullable Pattern pattern(Keywords json) {
        String expression = json.take("pattern", String.class);
        try {
            return expression == null ? null : Rules.parsed(expression);
        } catch (PatternSyntaxException e) {
            throw refused("an expression that can't be read", json.where + "/pattern");
        }
    }

    private static FieldRule.Kind kind(Keywords json, @Nullable String type) {
        if (type == null) {
            return FieldRule.Kind.ANY;
        }
        String format = json.take("format", String.class);
        boolean base64 = json.takeIf("contentEncoding", "base64");
        String full = format == null ? type : type + " " + format;
        return switch (base64 ? full + " in base64" : full) {
            case "string" -> FieldRule.Kind.STRING;
            case "string date-time" -> FieldRule.Kind.INSTANT;
            case "string object-id" -> FieldRule.Kind.OBJECT;
            case "string in base64" -> FieldRule.Kind.BYTES;
            case "boolean" -> FieldRule.Kind.BOOLEAN;
            case "integer int32" -> FieldRule.Kind.INT;
            case "integer", "integer int64" -> FieldRule.Kind.LONG;
            case "number" -> FieldRule.Kind.DOUBLE;
            default -> throw refused("a type or format that is not supported", json.where);
        };
    }
}
