package dev.hearth.echo.internal.query;

import dev.hearth.echo.Live;
import dev.hearth.echo.ObjectView;
import dev.hearth.echo.Property;
import dev.hearth.echo.internal.schema.FieldNames;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field told by its name: of an object without a Java type, or a component of a record.
 *
 * @param name the field
 * @param <T> what the objects are read as
 * @param <V> what the caller takes the field's values for; nothing checks that
 */
public record NamedProperty<T, V>(String name) implements Property<T, V> {
    private static final long serialVersionUID = 1L;

    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            Map<String, Method> accessors = new HashMap<>();
            if (type.isRecord()) {
                for (RecordComponent component : type.getRecordComponents()) {
                    component.getAccessor().setAccessible(true);
                    accessors.put(component.getName(), component.getAccessor());
                }
            }
            for (Class<?> shown : type.isRecord() ? new Class<?>[0] : type.getInterfaces()) {
                for (Method accessor : FieldNames.accessors(shown)) {
                    accessor.setAccessible(true);
                    accessors.put(accessor.getName(), accessor);
                }
            }
            return accessors;
        }
    };

    /** Refuses a name that no field has. */
    public NamedProperty {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: is empty");
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the caller said so; what is absent is null
    public V apply(T row) {
        return (V) read(row);
    }

    private static Class<?> typeOf(Object row) {
        return row instanceof Live ? row.getClass().getInterfaces()[0] : row.getClass();
    }

    private @Nullable Object read(T row) {
        if (row instanceof ObjectView view) {
            return view.get(name).orElse(null);
        }
        boolean known = row instanceof Record || row instanceof Live;
        Method accessor = known ? ACCESSORS.get(row.getClass()).get(name) : null;
        if (accessor == null) {
            throw new IllegalArgumentException("name: " + typeOf(row).getName() + " has no component " + name);
        }
        try {
            return accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The accessor of " + name + " can't be called", e);
        }
    }
}
