package dev.hearth.echo.internal.query;

import dev.hearth.echo.Property;
import dev.hearth.echo.internal.schema.FieldNames;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A property as queries see it: how it is read, and which field it stands for where that can be told. A method
 * reference to a record's accessor and a name can be told; of a lambda expression nothing is known but its values.
 */
public final class Path {
    /** The method that a method reference names. */
    private record Accessor(String owner, String method) {}

    private final Property<?, ?> property;
    private final Optional<Accessor> accessor;

    private Path(Property<?, ?> property) {
        this.property = property;
        this.accessor = accessor(property);
    }

    /** Returns the path of a property. */
    public static Path of(Property<?, ?> property) {
        return new Path(property);
    }

    /** Returns the value in {@code row}; null when there is none. */
    @SuppressWarnings("unchecked") // a condition is asked about what its property belongs to
    public @Nullable Object read(Object row) {
        return ValueOrder.unwrap(((Property<Object, ?>) property).apply(row));
    }

    /**
     * Returns the field that this is of objects that are read as {@code type}, if they have one of that name. A method
     * of an interface, such as the end of a relation, is the accessor of its name that implements it.
     */
    public Optional<String> field(Class<?> type) {
        Property<?, ?> inner = property;
        while (inner instanceof OptionalProperty<?, ?> optional) {
            inner = optional.optional();
        }
        if (inner instanceof NamedProperty<?, ?> named) {
            return Optional.of(FieldNames.stored(type, named.name()));
        }
        return accessor.filter(found -> isOf(found.owner(), type))
                .flatMap(found -> FieldNames.ofAccessor(type, found.method()));
    }

    private static boolean isOf(String owner, Class<?> type) {
        return owner.equals(type.getName().replace('.', '/'))
                || Arrays.stream(type.getInterfaces()).anyMatch(each -> isOf(owner, each));
    }

    /** Returns the name of the method that a property refers to. */
    public static String method(Property<?, ?> property) {
        return accessor(property)
                .map(Accessor::method)
                .orElseThrow(() -> new IllegalArgumentException("property: not a method reference such as Task::done"));
    }

    /** A serializable method reference can describe itself. */
    private static Optional<Accessor> accessor(Property<?, ?> property) {
        Property<?, ?> inner = property;
        while (inner instanceof OptionalProperty<?, ?> optional) {
            inner = optional.optional();
        }
        if (inner instanceof NamedProperty<?, ?>) {
            return Optional.empty();
        }
        try {
            Method describe = inner.getClass().getDeclaredMethod("writeReplace");
            describe.setAccessible(true);
            if (describe.invoke(inner) instanceof SerializedLambda lambda
                    && lambda.getCapturedArgCount() == 0
                    && !lambda.getImplMethodName().startsWith("lambda$")) {
                return Optional.of(new Accessor(lambda.getImplClass(), lambda.getImplMethodName()));
            }
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        if (property instanceof NamedProperty<?, ?> named) {
            return named.name();
        }
        if (property instanceof OptionalProperty<?, ?> optional) {
            return of(optional.optional()).toString();
        }
        return accessor.map(Accessor::method).orElse("(function)");
    }
}
