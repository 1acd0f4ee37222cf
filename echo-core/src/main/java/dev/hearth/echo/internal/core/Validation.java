package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.ObjectSchema;
import dev.hearth.echo.internal.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of the types in use, to which every local transaction keeps, whichever way it writes. What was broken
 * before, by a peer say, may stay so, or nobody could mend such an object field by field. Used under the database's
 * lock.
 */
final class Validation {
    /** What one type, as one class or schema declares it, demands of objects. */
    interface Check {
        /** Puts the errors of the fields that break a rule, by field. */
        void check(LiveObject object, Map<String, HearthException> broken);
    }

    /** The fields of a class that have rules. */
    record RuledFields(SpaceId space, TypeDeclaration declaration, List<RecordField> fields) implements Check {
        @Override
        public void check(LiveObject object, Map<String, HearthException> broken) {
            MigratedState migrated = declaration.migrate(object.state(), space);
            for (RecordField field : fields) {
                try {
                    field.read(migrated, space);
                } catch (HearthException e) {
                    if (e.code() != ErrorCode.SCHEMA_MISMATCH) {
                        throw e;
                    }
                    broken.put(field.name(), e);
                }
            }
        }
    }

    /** A schema without a class. */
    record Required(SpaceId space, ObjectSchema schema) implements Check {
        @Override
        public void check(LiveObject object, Map<String, HearthException> broken) {
            schema.broken(new StateView(space, object.id(), object.state()))
                    .forEach((field, rule) -> broken.put(field, Values.mismatch(schema.type(), field, rule)));
        }
    }

    private final Map<String, Map<String, Check>> checks = new HashMap<>();

    /** Declares what {@code origin}, a class or a schema, demands of the objects of a type. */
    void declare(String type, String origin, Check check) {
        checks.computeIfAbsent(type, key -> new LinkedHashMap<>()).put(origin, check);
    }

    /** Declares the rules of a class's fields, if there are any. */
    void declare(SpaceId space, Class<?> origin, TypeDeclaration declaration, List<RecordField> fields) {
        List<RecordField> ruled =
                fields.stream().filter(field -> !field.rules().isEmpty()).toList();
        if (!ruled.isEmpty()) {
            declare(declaration.name(), origin.getName(), new RuledFields(space, declaration, ruled));
        }
    }

    /** Returns what an object breaks, by who demands it and the field. */
    Map<List<String>, HearthException> broken(LiveObject object) {
        if (checks.isEmpty() || !object.shown()) {
            return Map.of();
        }
        Map<List<String>, HearthException> all = new LinkedHashMap<>();
        checks.getOrDefault(object.type(), Map.of()).forEach((origin, check) -> {
            Map<String, HearthException> broken = new LinkedHashMap<>();
            check.check(object, broken);
            broken.forEach((field, error) -> all.put(List.of(origin, field), error));
        });
        return all;
    }
}
