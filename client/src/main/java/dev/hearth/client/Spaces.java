package dev.hearth.client;

import dev.hearth.base.SpaceId;
import dev.hearth.echo.Ref;
import java.nio.file.Path;
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
     * Puts a space back as {@link Space#backup} wrote it, with the same id, and opens it. Nothing is seen of it before
     * the whole file was found authentic. It is read at once; writing throws SPACE_UNCONFIRMED until a member has been
     * met and all that this device wrote after the backup has come back from there, or until
     * {@link Space#confirmOnlyCopy}. Throws SPACE_OPEN for a space that is in use here, INPUT_MALFORMED for a file that
     * is no whole backup, WRONG_PASSPHRASE when another keychain or a passphrase opens it, NOT_PERMITTED when this
     * client's identity is no member, FORMAT_UNKNOWN for a file of a later version.
     */
    Space restore(Path backup);

    /** Puts a space back that was backed up with a passphrase. */
    Space restore(Path backup, char[] passphrase);

    /**
     * Joins the space that {@code link} leads to; joining twice returns the space. The future fails with one of the
     * INVITATION codes, CODE_WRONG, INVITER_UNREACHABLE or TIMED_OUT, at the latest after the join time-out of the
     * client's options.
     */
    CompletableFuture<Space> join(String link, String code);
}
