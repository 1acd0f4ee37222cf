package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Counter;
import dev.hearth.echo.CounterField;
import dev.hearth.echo.ListField;
import dev.hearth.echo.Live;
import dev.hearth.echo.MapField;
import dev.hearth.echo.SetField;
import dev.hearth.echo.Text;
import dev.hearth.echo.TextField;
import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.internal.Values;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the methods of an interface lie in objects: what each reads, writes or hands out. Read once per interface, by
 * reflection.
 */
final class InterfaceSchema {
    /** What a call of one method does. */
    interface Call {
        @Nullable Object run(LiveView view, Object proxy, Object[] arguments) throws Throwable;
    }

    private static final ClassValue<InterfaceSchema> KNOWN = new ClassValue<>() {
        @Override
        protected InterfaceSchema computeValue(Class<?> type) {
            return new InterfaceSchema(type);
        }
    };

    /** What a field is that is handed out to be edited in place. */
    private static final Map<Class<?>, Class<?>> CONTAINERS = Map.of(
            TextField.class, Text.class,
            ListField.class, List.class,
            SetField.class, Set.class,
            MapField.class, Map.class,
            CounterField.class, Counter.class);

    private static final Set<String> OF_EVERY_OBJECT = Set.of("toString", "hashCode", "equals", "object");

    private final Class<?> type;
    private final TypeDeclaration declaration;
    private final Map<String, RecordField> fields = new LinkedHashMap<>();
    private final Map<String, Call> calls = new HashMap<>();
    private final DeclaredIndexes indexes;

    private InterfaceSchema(Class<?> type) {
        this.type = type;
        this.declaration = TypeDeclaration.of(type);
        List<Method> methods = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !OF_EVERY_OBJECT.contains(method.getName())) {
                methods.add(method);
            }
        }
        methods.stream().filter(Method::isDefault).forEach(this::addOwn);
        methods.removeIf(Method::isDefault);
        methods.stream().filter(each -> each.getParameterCount() == 0).forEach(this::addAccessor);
        methods.stream().filter(each -> each.getParameterCount() > 0).forEach(this::addSetter);
        indexes = new DeclaredIndexes(
                type,
                declaration,
                methods.stream()
                        .filter(each -> each.getParameterCount() == 0)
                        .map(each -> new DeclaredIndexes.Member(
                                each.getName(), Objects.requireNonNull(fields.get(each.getName())), each))
                        .toList());
    }

    static InterfaceSchema of(Class<?> type) {
        if (!type.isInterface() || type == Live.class) {
            throw new IllegalArgumentException("type: " + type.getName() + " is no interface of fields");
        }
        return KNOWN.get(type);
    }

    TypeDeclaration declaration() {
        return declaration;
    }

    DeclaredIndexes indexes() {
        return indexes;
    }

    List<RecordField> fields() {
        return List.copyOf(fields.values());
    }

    static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** Returns what a call of a method does. */
    Call call(Method method) {
        return Objects.requireNonNull(calls.get(signature(method)), "every method of an interface is known");
    }

    /** Throws SCHEMA_MISMATCH unless all fields can be read. */
    void check(ObjectState state, SpaceId space) {
        MigratedState migrated = declaration.migrate(state, space);
        fields.values().forEach(field -> field.read(migrated, space));
    }

    /** Returns whether all fields can be read. */
    boolean fits(ObjectState state, SpaceId space) {
        try {
            check(state, space);
            return true;
        } catch (HearthException e) {
            if (e.code() == ErrorCode.SCHEMA_MISMATCH) {
                return false;
            }
            throw e;
        }
    }

    private IllegalArgumentException unfit(Method method, String why) {
        return new IllegalArgumentException("type: " + type.getName() + "." + method.getName()
                + Arrays.toString(method.getParameterTypes()) + " " + why);
    }

    private void addOwn(Method method) {
        try {
            Class<?> owner = method.getDeclaringClass();
            MethodHandle own =
                    MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).unreflectSpecial(method, owner);
            calls.put(
                    signature(method),
                    (view, proxy, arguments) -> own.bindTo(proxy).invokeWithArguments(arguments));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The package of " + type.getName() + " is not open to dev.hearth.echo", e);
        }
    }

    private void addAccessor(Method method) {
        if (method.getReturnType() == void.class) {
            throw unfit(method, "is neither an accessor, a setter nor a default method");
        }
        Class<?> container = CONTAINERS.get(method.getReturnType());
        RecordField field = container == null
                ? RecordField.of(declaration, method, method.getReturnType(), method.getGenericReturnType())
                : RecordField.of(declaration, method, container, container);
        if (container != null && declaration.gives(field.name())) {
            throw unfit(method, "is given by a migration, and can't be edited in place");
        }
        for (RecordField other : fields.values()) {
            if (other.name().equals(field.name())) {
                throw unfit(method, "stands for the field " + field.name() + ", as another does");
            }
        }
        fields.put(method.getName(), field);
        calls.put(
                signature(method),
                container == null
                        ? (view, proxy, arguments) -> read(view, field)
                        : (view, proxy, arguments) -> container(view, container, field.name()));
    }

    private void addSetter(Method method) {
        RecordField field = fields.get(method.getName());
        if (field == null || method.getReturnType() != void.class || method.getParameterCount() != 1) {
            throw unfit(method, "is neither an accessor, a setter nor a default method");
        }
        if (!field.holds(method.getGenericParameterTypes()[0])) {
            throw unfit(method, "does not take what the accessor of its name returns");
        }
        calls.put(signature(method), (view, proxy, arguments) -> {
            write(view, field, arguments[0]);
            return null;
        });
    }

    private Object read(LiveView view, RecordField field) {
        Core core = view.core();
        return core.read(view.id(), object -> {
            if (object.type().isEmpty()) {
                throw new HearthException(
                        ErrorCode.OBJECT_UNKNOWN, Map.of("object", view.id().toString()));
            }
            return field.read(declaration.migrate(object.state(), core.id()), core.id());
        });
    }

    private void write(LiveView view, RecordField field, @Nullable Object value) {
        if (value == null) {
            throw Values.mismatch(declaration.name(), field.name(), "null; use Optional for what may be absent");
        }
        field.checked(value);
        Core core = view.core();
        core.transact(() -> {
            MigratedState state =
                    declaration.migrate(core.objects().get(view.id()).state(), core.id());
            core.edit(view.id(), true, edit -> field.replace(value, state, edit, core.id()));
        });
    }

    private static Object container(LiveView view, Class<?> container, String field) {
        if (container == Text.class) {
            return new TextView(view.core(), view.id(), field);
        } else if (container == List.class) {
            return new ListView(view.core(), view.id(), field);
        } else if (container == Set.class) {
            return new SetView(view.core(), view.id(), field);
        } else if (container == Map.class) {
            return new MapView(view.core(), view.id(), field);
        }
        return new CounterView(view.core(), view.id(), field);
    }

    /** Returns a view of an object. */
    <V> V view(Core core, ObjectId id, Class<V> as) {
        return as.cast(java.lang.reflect.Proxy.newProxyInstance(
                as.getClassLoader(), new Class<?>[] {as}, new LiveView(core, id, this)));
    }
}
