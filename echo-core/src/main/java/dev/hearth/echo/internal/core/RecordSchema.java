package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Counter;
import dev.hearth.echo.FullText;
import dev.hearth.echo.Index;
import dev.hearth.echo.IndexDefinition;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;
import dev.hearth.echo.Text;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Values;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.IndexShape;
import dev.hearth.echo.internal.schema.FieldNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a record type lies in objects: its type's name, and a field per component. Read once per class, by reflection.
 */
final class RecordSchema<T extends Record> {
    private static final ClassValue<RecordSchema<?>> KNOWN = new ClassValue<>() {
        @Override
        protected RecordSchema<?> computeValue(Class<?> type) {
            return new RecordSchema<>(type.asSubclass(Record.class));
        }
    };

    private final TypeDeclaration declaration;
    private final String name;
    private final Constructor<T> constructor;
    private final List<RecordField> fields = new ArrayList<>();
    private final List<IndexShape> indexes;

    private RecordSchema(Class<T> type) {
        declaration = TypeDeclaration.of(type);
        name = declaration.name();
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            fields.add(RecordField.of(declaration, component));
        }
        try {
            Class<?>[] parameters =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has its canonical constructor", e);
        }
        indexes = indexes(type);
    }

    /** Returns the indexes that the record declares; a relation is found by its ends, where they are components. */
    private List<IndexShape> indexes(Class<T> type) {
        Set<IndexShape> declared = new LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAnnotationsByType(Index.class).length > 0) {
                declare(declared, IndexDefinition.of(component.getName()), type);
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String field = FieldNames.stored(type, component.getName());
            if (component.isAnnotationPresent(FullText.class) && !declaration.gives(field)) {
                declared.add(new IndexShape(
                        name,
                        List.of(words(field)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "index: " + name + "." + component.getName() + " is no text")))));
            }
        }
        for (Index index : type.getAnnotationsByType(Index.class)) {
            declare(declared, IndexDefinition.of(index.value()), type);
        }
        if (Relation.class.isAssignableFrom(type)) {
            Stream.of("source", "target")
                    .filter(end -> column(FieldNames.stored(type, end), false).isPresent())
                    .forEach(end -> declare(declared, IndexDefinition.of(end), type));
        }
        return List.copyOf(declared);
    }

    /** An index holds what is stored; of what a migration may give there is none. */
    private void declare(Set<IndexShape> declared, IndexDefinition definition, Class<T> type) {
        List<Column> columns = new ArrayList<>();
        for (IndexDefinition.Field each : definition.fields()) {
            RecordField field = field(FieldNames.stored(type, each.name()))
                    .orElseThrow(
                            () -> new IllegalArgumentException("index: " + name + " has no component " + each.name()));
            columns.add(field.column(each.descending()));
        }
        if (columns.stream().noneMatch(column -> declaration.gives(column.field()))) {
            declared.add(new IndexShape(name, columns));
        }
    }

    private Optional<RecordField> field(String stored) {
        return fields.stream().filter(field -> field.name().equals(stored)).findFirst();
    }

    /** Returns the column of an index that holds a field, if an index may hold it. */
    Optional<Column> column(String stored, boolean descending) {
        return declaration.gives(stored) ? Optional.empty() : field(stored).map(field -> field.column(descending));
    }

    /** Returns the column of an index that holds the words of a field, if an index may hold it. */
    Optional<Column> words(String stored) {
        return declaration.gives(stored) ? Optional.empty() : field(stored).flatMap(RecordField::words);
    }

    List<IndexShape> indexes() {
        return indexes;
    }

    @SuppressWarnings("unchecked") // the schema of a class is made from that class
    static <T extends Record> RecordSchema<T> of(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("type: " + type.getName() + " is no record");
        }
        return (RecordSchema<T>) KNOWN.get(type);
    }

    String name() {
        return name;
    }

    TypeDeclaration declaration() {
        return declaration;
    }

    List<RecordField> fields() {
        return fields;
    }

    /** Writes all of {@code value} into a new object. */
    void create(T value, Edit edit, SpaceId space) {
        for (RecordField field : fields) {
            field.write(field.checked(field.read(value)), null, edit, space);
        }
    }

    /** Writes the fields in which {@code after} differs from {@code before}. */
    void update(T before, T after, Edit edit, SpaceId space) {
        for (RecordField field : fields) {
            Object now = field.read(after);
            Object then = field.read(before);
            if (!now.equals(then)) {
                field.write(field.checked(now), then, edit, space);
            }
        }
    }

    /** Returns whether {@code after} differs from {@code before} in anything. */
    boolean differs(T before, T after) {
        return !before.equals(after);
    }

    /** Returns the record that an object's state holds; throws SCHEMA_MISMATCH when it does not fit. */
    T read(ObjectState state, SpaceId space) {
        MigratedState migrated = declaration.migrate(state, space);
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i).read(migrated, space);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw Values.mismatch(name, name, "the record refuses the stored values: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The package of " + name + " is not open to dev.hearth.echo", e);
        }
    }

    /** Types that a component may have beside enums and containers. */
    static boolean isScalar(Class<?> type) {
        return type == String.class
                || type == boolean.class
                || type == Boolean.class
                || type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == double.class
                || type == Double.class
                || type == java.time.Instant.class
                || type == Bytes.class
                || type == BlobRef.class
                || type == ObjectId.class
                || type == Ref.class
                || type == Text.class
                || type == Counter.class
                || type.isEnum();
    }
}
