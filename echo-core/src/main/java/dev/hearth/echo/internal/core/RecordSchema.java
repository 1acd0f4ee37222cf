package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.BlobRef;
import dev.hearth.echo.Counter;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.echo.crdt.Edit;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Values;
import dev.hearth.echo.internal.schema.FieldNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private final DeclaredIndexes indexes;

    private RecordSchema(Class<T> type) {
        declaration = TypeDeclaration.of(type);
        name = declaration.name();
        FieldNames.requireDistinct(type);
        RecordComponent[] components = type.getRecordComponents();
        List<DeclaredIndexes.Member> members = new ArrayList<>();
        for (RecordComponent component : components) {
            RecordField field = RecordField.of(declaration, component);
            fields.add(field);
            members.add(new DeclaredIndexes.Member(component.getName(), field, component));
        }
        try {
            Class<?>[] parameters =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has its canonical constructor", e);
        }
        indexes = new DeclaredIndexes(type, declaration, members);
    }

    DeclaredIndexes indexes() {
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

    /** Returns whether an object's state fits, and the record's accessors return what is stored. */
    boolean isFaithful(ObjectState state, SpaceId space) {
        try {
            T value = read(state, space);
            MigratedState migrated = declaration.migrate(state, space);
            return fields.stream().allMatch(field -> field.read(value).equals(field.read(migrated, space)));
        } catch (HearthException e) {
            if (e.code() == ErrorCode.SCHEMA_MISMATCH) {
                return false;
            }
            throw e;
        }
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
