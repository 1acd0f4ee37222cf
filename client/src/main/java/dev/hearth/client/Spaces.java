package dev.hearth.client;

import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import java.util.List;
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
     * Joins the space that {@code link} leads to; joining twice returns the space. It comes with the first of what the
     * space holds, or without after 5 seconds; before that it can't be written to (STILL_FETCHING). The future fails with one of the
     * INVITATION codes, CODE_WRONG, INVITER_UNREACHABLE or TIMED_OUT, at the latest after the join time-out of the
     * client's options.
     */
    CompletableFuture<Space> join(String link, String code);
}
