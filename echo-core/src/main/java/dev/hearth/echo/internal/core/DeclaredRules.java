package dev.hearth.echo.internal.core;

import dev.hearth.echo.internal.schema.FieldRule;
import dev.hearth.echo.internal.schema.TypeRules;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules that classes declare, told without the classes. */
public final class DeclaredRules {
    private DeclaredRules() {}

    /** Returns what a record or an interface declares. */
    public static TypeRules of(Class<?> type) {
        if (type.isRecord()) {
            RecordSchema<?> schema = RecordSchema.of(type.asSubclass(Record.class));
            return rules(schema.name(), schema.fields());
        }
        InterfaceSchema schema = InterfaceSchema.of(type);
        return rules(schema.declaration().name(), schema.fields());
    }

    private static TypeRules rules(String type, List<RecordField> fields) {
        SortedMap<String, FieldRule> rules = new TreeMap<>();
        fields.forEach(field -> rules.put(field.name(), field.rule()));
        return new TypeRules(type, rules);
    }
}
