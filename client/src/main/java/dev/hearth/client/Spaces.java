package dev.hearth.client;

import dev.hearth.base.SpaceId;
import dev.hearth.echo.Property;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The spaces of a client. Those that it ever created or joined are open while the client is. Thread-safe. */
public interface Spaces {
    /** Creates a space that this client's identity owns. Throws NO_IDENTITY without an identity. */
    Space create(String name);

    /** Returns all spaces, in the order in which they were created or joined. */
    List<Space> list();

    /** Returns a space; throws SPACE_UNKNOWN when it is not here. */
    Space get(SpaceId id);

    /**
     * Returns the object, whichever space it lives in, unless it is deleted or has not arrived; throws SPACE_UNKNOWN
     * when that space is not here.
     */
    default <T extends Record> Optional<T> find(Ref<T> ref) {
        return get(ref.space()).find(ref);
    }

    /**
     * Returns the object, whichever space it lives in; throws SPACE_UNKNOWN when that space is not here, and
     * OBJECT_UNKNOWN when the object is deleted or has not arrived.
     */
    default <T extends Record> T get(Ref<T> ref) {
        return get(ref.space()).get(ref);
    }

    /**
     * Returns the objects of a record's type that a property of some results refers to, in whichever space that is
     * here, each once, in the order in which they are referred to first: by a {@link Ref}, an id, which is one of the
     * result's own space, or an optional, a set, a list or a map of them. What is deleted or not here, does not fit, or
     * lives in a space that is not here is left out, as {@link dev.hearth.echo.Query#follow} does. What is returned can
     * be followed again.
     */
    default <T, R extends Record> List<Result<R>> follow(
            Collection<Result<T>> from, Property<T, ?> reference, Class<R> type) {
        Map<SpaceId, Space> here = new HashMap<>();
        list().forEach(space -> here.put(space.id(), space));
        return new SpaceStep<>(here, type).follow(from, reference);
    }

    /**
     * Joins the space that {@code link} leads to; joining twice returns the space. The future fails with one of the
     * INVITATION codes, CODE_WRONG, INVITER_UNREACHABLE or TIMED_OUT, at the latest after the join time-out of the
     * client's options.
     */
    CompletableFuture<Space> join(String link, String code);
}
