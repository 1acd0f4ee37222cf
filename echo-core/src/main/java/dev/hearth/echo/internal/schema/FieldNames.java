package dev.hearth.echo.internal.schema;

import dev.hearth.echo.Live;
import dev.hearth.echo.Renamed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names under which components of records are stored, where they differ from the component's own. */
public final class FieldNames {
    private static final ClassValue<Map<String, String>> RENAMED = new ClassValue<>() {
        @Override
        protected Map<String, String> computeValue(Class<?> type) {
            Map<String, String> names = new HashMap<>();
            Set<String> stored = new HashSet<>();
            if (Live.class.isAssignableFrom(type)) {
                accessors(type).forEach(each -> names.put(each.getName(), stored(each, each.getName())));
            }
            RecordComponent[] components = type.getRecordComponents();
            for (RecordComponent component : components == null ? new RecordComponent[0] : components) {
                String name = stored(component, component.getName());
                names.put(component.getName(), name);
                if (!stored.add(name)) {
                    throw new IllegalArgumentException(
                            "type: " + type.getName() + " has two components for the field " + name);
                }
            }
            return Map.copyOf(names);
        }
    };

    private FieldNames() {}

    /** Refuses a record of which two components stand for one field. */
    public static void requireDistinct(Class<?> type) {
        RENAMED.get(type);
    }

    /** Returns the methods of an interface that read fields. */
    public static List<Method> accessors(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(each -> Modifier.isAbstract(each.getModifiers())
                        && each.getParameterCount() == 0
                        && each.getDeclaringClass() != Live.class)
                .toList();
    }

    /** Returns the field that a method of {@code type} reads; none for one that reads no single field. */
    public static Optional<String> ofAccessor(Class<?> type, String method) {
        return Optional.ofNullable(RENAMED.get(type).get(method));
    }

    /** Returns the field that a component of {@code type} stands for; any other name is that of its field. */
    public static String stored(Class<?> type, String component) {
        return RENAMED.get(type).getOrDefault(component, component);
    }

    /** Returns the field that something called {@code name} stands for. */
    public static String stored(AnnotatedElement declared, String name) {
        Renamed renamed = declared.getAnnotation(Renamed.class);
        return renamed == null ? name : renamed.value();
    }
}
