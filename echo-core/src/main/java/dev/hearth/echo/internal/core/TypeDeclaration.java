package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Migration;
import dev.hearth.echo.Type;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import dev.hearth.echo.internal.Values;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a class says of its type as a whole: name, version, and what leads to that version.
 *
 * <p>An object carries the version in which it was created, unless that is the first. It says which migrations its
 * values need and never changes: what a later program writes into an older object are single fields, of which each
 * replaces what migrations give, while the others still follow what older programs write.
 */
final class TypeDeclaration {
    /** The field that holds the version in which an object was created; no record component can be called so. */
    static final String VERSION = "#version";

    private static final Optional<Scalar> NOTHING = Optional.of(new Scalar.Null());

    /** Migrations see fields alone; the id of the object is not among them. */
    private static final ObjectId ANY_OBJECT = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));

    private final String name;
    private final int version;
    private final List<Migration> migrations = new ArrayList<>();
    private final Set<String> given = new HashSet<>();

    private TypeDeclaration(String name, int version, List<Migration> migrations) {
        this.name = name;
        this.version = version;
        this.migrations.addAll(migrations);
        migrations.forEach(each -> given.addAll(each.fields()));
    }

    static TypeDeclaration of(Class<?> type) {
        Type declared = type.getAnnotation(Type.class);
        if (declared == null) {
            return new TypeDeclaration(type.getSimpleName(), 1, List.of());
        }
        if (declared.version() < 1 || declared.migrations().length >= declared.version()) {
            throw new IllegalArgumentException("type: " + type.getName() + " is version " + declared.version()
                    + " with " + declared.migrations().length + " migrations to it");
        }
        List<Migration> migrations = new ArrayList<>();
        for (Class<? extends Migration> each : declared.migrations()) {
            migrations.add(create(each));
        }
        String name = declared.value().isEmpty() ? type.getSimpleName() : declared.value();
        return new TypeDeclaration(name, declared.version(), migrations);
    }

    private static Migration create(Class<? extends Migration> type) {
        try {
            Constructor<? extends Migration> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "migrations: " + type.getName() + " can't be made without parameters", e);
        }
    }

    String name() {
        return name;
    }

    /** Returns whether a migration may give a field. */
    boolean gives(String field) {
        return given.contains(field);
    }

    /** Notes the version of a new object. */
    void stamp(Edit edit) {
        if (version > 1) {
            edit.set(VERSION, new Scalar.Int(version));
        }
    }

    /** Returns a state as this version sees it. */
    MigratedState migrate(ObjectState state, SpaceId space) {
        int first = version - migrations.size();
        long created = migrations.isEmpty() ? version : created(state);
        if (created >= version) {
            return new MigratedState(state, Map.of(), Map.of());
        }
        Map<String, Object> values = fields(state, space);
        Map<String, Scalar> scalars = new HashMap<>();
        Map<String, Set<Scalar>> sets = new HashMap<>();
        for (int i = (int) Math.max(0, created - first); i < migrations.size(); i++) {
            step(migrations.get(i), values).forEach((field, value) -> {
                if (state.kind(field).isEmpty()) {
                    take(field, value, space, scalars, sets);
                    values.put(field, value);
                }
            });
        }
        return new MigratedState(state, scalars, sets);
    }

    private static long created(ObjectState state) {
        return state.scalar(VERSION)
                .filter(Scalar.Int.class::isInstance)
                .map(scalar -> Math.max(1, ((Scalar.Int) scalar).value()))
                .orElse(1L);
    }

    private static Map<String, Object> fields(ObjectState state, SpaceId space) {
        StateView view = new StateView(space, ANY_OBJECT, state);
        Map<String, Object> values = new TreeMap<>();
        for (String field : view.fields()) {
            if (!state.scalar(field).equals(NOTHING)) {
                view.get(field).ifPresent(value -> values.put(field, value));
            }
        }
        return values;
    }

    private Map<String, Object> step(Migration migration, Map<String, Object> values) {
        Map<String, Object> more;
        try {
            more = new HashMap<>(migration.migrate(Collections.unmodifiableMap(values)));
        } catch (RuntimeException e) {
            throw Values.mismatch(name, migration.getClass().getSimpleName(), "the migration refuses the object");
        }
        for (String field : more.keySet()) {
            if (!migration.fields().contains(field)) {
                throw new IllegalStateException(
                        migration.getClass().getName() + " gives " + field + ", which is not among its fields");
            }
        }
        return more;
    }

    private static void take(
            String field, Object value, SpaceId space, Map<String, Scalar> scalars, Map<String, Set<Scalar>> sets) {
        if (value instanceof Set<?> members) {
            Set<Scalar> all = new LinkedHashSet<>();
            members.forEach(member -> all.add(Values.scalar(field, member, space)));
            sets.put(field, all);
        } else {
            scalars.put(field, Values.scalar(field, value, space));
        }
    }
}
