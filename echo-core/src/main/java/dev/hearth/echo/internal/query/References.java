package dev.hearth.echo.internal.query;

import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of a space that a value refers to: by itself, or by what it holds. */
public final class References {
    private References() {}

    /** Returns the objects, in the order in which they come first. */
    public static Set<ObjectId> of(@Nullable Object value, SpaceId space) {
        Set<ObjectId> found = new LinkedHashSet<>();
        collect(value, space, found);
        return found;
    }

    private static void collect(@Nullable Object given, SpaceId space, Set<ObjectId> into) {
        Object value = ValueOrder.unwrap(given);
        if (value instanceof Ref<?> ref && ref.space().equals(space)) {
            into.add(ref.id());
        } else if (value instanceof ObjectId id) {
            into.add(id);
        } else if (value instanceof Collection<?> several) {
            several.forEach(each -> collect(each, space, into));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(each -> collect(each, space, into));
        }
    }
}
