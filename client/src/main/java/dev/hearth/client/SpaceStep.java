package dev.hearth.client;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.ListField;
import dev.hearth.echo.MapField;
import dev.hearth.echo.ObjectSchema;
import dev.hearth.echo.Property;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import dev.hearth.echo.SetField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step along references that may lead from one space into another. */
final class SpaceStep<R extends Record> {
    private final Map<SpaceId, Space> spaces;
    private final Class<R> type;
    private final String name;
    private final Set<Ref<R>> found = new LinkedHashSet<>();

    SpaceStep(Map<SpaceId, Space> spaces, Class<R> type) {
        this.spaces = spaces;
        this.type = type;
        this.name = ObjectSchema.of(type).type();
    }

    /** Returns what a property of results refers to. */
    <T> List<Result<R>> follow(Collection<Result<T>> results, Property<T, ?> reference) {
        for (Result<T> result : results) {
            collect(reference.apply(result.value()), result.ref().space());
        }
        List<Result<R>> objects = new ArrayList<>();
        for (Ref<R> ref : found) {
            read(ref).ifPresent(value -> objects.add(new Result<>(ref, value)));
        }
        return objects;
    }

    /** The id of an object is one of the space in which it stands. */
    private void collect(@Nullable Object value, SpaceId here) {
        if (value instanceof Ref<?> ref) {
            found.add(Ref.of(ref.space(), ref.id(), type));
        } else if (value instanceof ObjectId id) {
            found.add(Ref.of(here, id, type));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(each -> collect(each, here));
        } else if (value instanceof Collection<?> several) {
            several.forEach(each -> collect(each, here));
        } else if (value instanceof Map<?, ?> map) {
            collect(map.values(), here);
        } else if (value instanceof SetField set) {
            collect(set.values(), here);
        } else if (value instanceof ListField list) {
            collect(list.values(), here);
        } else if (value instanceof MapField map) {
            collect(map.values(), here);
        }
    }

    private Optional<R> read(Ref<R> ref) {
        try {
            return Optional.ofNullable(spaces.get(ref.space()))
                    .flatMap(space -> space.object(ref.id()))
                    .filter(this::isShown)
                    .map(object -> object.as(type));
        } catch (HearthException e) {
            if (e.code() == ErrorCode.SCHEMA_MISMATCH) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isShown(DynamicObject object) {
        return !object.deleted() && object.type().equals(name);
    }
}
