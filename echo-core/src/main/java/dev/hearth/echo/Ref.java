package dev.hearth.echo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A typed pointer to an object. Two are equal when they name the same object: the Java type is only how it is read.
 *
 * @param <T> what the object is read as: a record, or {@link DynamicObject}
 */
public final class Ref<T> {
    private final SpaceId space;
    private final ObjectId id;
    private final Class<T> type;

    private Ref(SpaceId space, ObjectId id, Class<T> type) {
        this.space = space;
        this.id = id;
        this.type = type;
    }

    /** Returns a pointer; whether there is such an object is seen when it is read. */
    public static <T> Ref<T> of(SpaceId space, ObjectId id, Class<T> type) {
        return new Ref<>(space, id, type);
    }

    /** Returns where the object lives. */
    public SpaceId space() {
        return space;
    }

    /** Returns the object. */
    public ObjectId id() {
        return id;
    }

    /** Returns the object, which {@code here} is to hold; throws SPACE_MISMATCH when it lives in another space. */
    public ObjectId idIn(SpaceId here) {
        if (!space.equals(here)) {
            throw new HearthException(
                    ErrorCode.SPACE_MISMATCH, Map.of("space", space.toString(), "object", id.toString()));
        }
        return id;
    }

    /** Returns what the object is read as. */
    public Class<T> type() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ref<?> that && id.equals(that.id) && space.equals(that.space);
    }

    @Override
    public int hashCode() {
        return Objects.hash(space, id);
    }

    @Override
    public String toString() {
        return space.brief() + "/" + id;
    }
}
