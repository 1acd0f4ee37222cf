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
import dev.hearth.echo.Type;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Values;
import dev.hearth.echo.internal.index.Column;
import dev.hearth.echo.internal.index.IndexShape;
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

    private final String name;
    private final Constructor<T> constructor;
    private final List<RecordField> fields = new ArrayList<>();
    private final List<IndexShape> indexes;

    private RecordSchema(Class<T> type) {
        Type declared = type.getAnnotation(Type.class);
        name = declared == null ? type.getSimpleName() : declared.value();
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            fields.add(RecordField.of(component));
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
                declared.add(index(IndexDefinition.of(component.getName())));
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(FullText.class)) {
                declared.add(new IndexShape(
                        name,
                        List.of(words(component.getName())
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "index: " + name + "." + component.getName() + " is no text")))));
            }
        }
        for (Index index : type.getAnnotationsByType(Index.class)) {
            declared.add(index(IndexDefinition.of(index.value())));
        }
        if (Relation.class.isAssignableFrom(type)) {
            Stream.of("source", "target")
                    .filter(end -> column(end, false).isPresent())
                    .forEach(end -> declared.add(index(IndexDefinition.of(end))));
        }
        return List.copyOf(declared);
    }

    private IndexShape index(IndexDefinition definition) {
        List<Column> columns = new ArrayList<>();
        for (IndexDefinition.Field each : definition.fields()) {
            columns.add(column(each.name(), each.descending())
                    .orElseThrow(
                            () -> new IllegalArgumentException("index: " + name + " has no component " + each.name())));
        }
        return new IndexShape(name, columns);
    }

    /** Returns the column of an index that holds a component. */
    Optional<Column> column(String component, boolean descending) {
        return fields.stream()
                .filter(field -> field.name().equals(component))
                .map(field -> field.column(descending))
                .findFirst();
    }

    /** Returns the column of an index that holds the words of a component. */
    Optional<Column> words(String component) {
        return fields.stream()
                .filter(field -> field.name().equals(component))
                .flatMap(field -> field.words().stream())
                .findFirst();
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

    /** Writes all of {@code value} into a new object. */
    void create(T value, Edit edit, SpaceId space) {
        for (RecordField field : fields) {
            field.write(field.read(value), null, edit, space);
        }
    }

    /** Writes the fields in which {@code after} differs from {@code before}. */
    void update(T before, T after, Edit edit, SpaceId space) {
        for (RecordField field : fields) {
            Object now = field.read(after);
            Object then = field.read(before);
            if (!now.equals(then)) {
                field.write(now, then, edit, space);
            }
        }
    }

    /** Returns whether {@code after} differs from {@code before} in anything. */
    boolean differs(T before, T after) {
        return !before.equals(after);
    }

    /** Returns the record that an object's state holds; throws SCHEMA_MISMATCH when it does not fit. */
    T read(ObjectState state, SpaceId space) {
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i).read(state, space);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw Values.mismatch(name, "the record refuses the stored values: " + e.getCause());
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
