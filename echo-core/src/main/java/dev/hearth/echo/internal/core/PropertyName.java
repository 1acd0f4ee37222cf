package dev.hearth.echo.internal.core;

import dev.hearth.echo.Property;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** Tells which method a property refers to: a serializable method reference can describe itself. */
final class PropertyName {
    private PropertyName() {}

    static String of(Property<?, ?> property) {
        try {
            Method describe = property.getClass().getDeclaredMethod("writeReplace");
            describe.setAccessible(true);
            if (describe.invoke(property) instanceof SerializedLambda lambda
                    && !lambda.getImplMethodName().startsWith("lambda$")) {
                return lambda.getImplMethodName();
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("property: not a method reference such as Task::done", e);
        }
        throw new IllegalArgumentException("property: not a method reference such as Task::done");
    }
}
