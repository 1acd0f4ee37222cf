package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What stands behind an interface that shows an object. */
record LiveView(Core core, ObjectId id, InterfaceSchema schema) implements InvocationHandler {
    private static final Object[] NONE = {};

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "object" -> new DynamicView(core, id);
            case "toString" -> schema.declaration().name() + "/" + id;
            case "hashCode" -> id.hashCode();
            case "equals" -> arguments != null && isShownAs(arguments[0]);
            default -> schema.call(method).run(this, proxy, arguments == null ? NONE : arguments);
        };
    }

    private boolean isShownAs(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof LiveView that
                && that.core == core
                && that.schema == schema
                && that.id.equals(id);
    }
}
