package dev.hearth.client;

import dev.hearth.base.SpaceId;
import dev.hearth.echo.Property;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Result;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The spaces of a client. One that was created or joined is open whenever the client is, until it is closed, left,
 * deleted or forgotten. What does not name a space of this device throws SPACE_UNKNOWN. Thread-safe.
 *
 * <p>Before there is an identity spaces can be created and worked in, on this device alone; the identity that is
 * created later owns them.
 */
public interface Spaces {
    /** Creates a space, which this client's identity owns: the one there is, or the one that is created later. */
    default Space create(String name) {
        return create(name, SpaceOptions.defaults());
    }

    /**
     * As {@link #create(String)}, with {@code options}. Throws KEY_MISSING where they ask for what the own keys lack.
     */
    Space create(String name, SpaceOptions options);

    /**
     * Returns the personal space, which came with the identity: nobody else ever gets into it, and it can't be left or
     * deleted. Opens it when it is not open. Throws NO_IDENTITY without an identity.
     */
    Space personal();

    /**
     * Returns the spaces that are open, without the personal one, in the order in which they were created or joined.
     */
    List<Space> list();

    /** Returns all spaces that this device knows of, the personal one included, whatever their state. */
    List<KnownSpace> all();

    /** Returns an open space. Throws CLOSED when it is known and not open, SPACE_DELETED when it was deleted. */
    Space get(SpaceId id);

    /**
     * Opens a space that was closed, or returns it when it is open. Of one that its owner deleted, it opens the copy
     * that is here, to read and alone. Throws SPACE_DELETED when there is no copy.
     */
    Space open(SpaceId id);

    /**
     * Closes a space on this device, which stays a member's: it takes no memory and connects to nobody until it is
     * opened again, over restarts of the client too. Does nothing when it is closed.
     */
    void close(SpaceId id);

    /**
     * Ends the membership of this client's identity and wipes the space on this device. Others keep it, with what was
     * written here as far as it has reached them: for that a member is waited for, who gets what is missing and is
     * told, for up to 5 seconds. When nobody is met, the next member that is met is told, for which {@link #all()}
     * shows the space as LEFT until then. Throws OWNER_STAYS for the owner, SPACE_PERSONAL, SPACE_DELETED, and
     * NOT_PERMITTED for who was removed, who forgets it instead.
     */
    void leave(SpaceId id);

    /**
     * Deletes a space for all members, and wipes it on this device. Members that are connected are told, which may take
     * some seconds, the others when they are met. Throws NOT_PERMITTED unless this client's identity owns the space,
     * and SPACE_PERSONAL.
     */
    void delete(SpaceId id);

    /**
     * Wipes what is left here of a space that this client's identity is not in any more: one that was deleted, left, or
     * whose members removed it. Who has not been told by then is not told by this device. Throws NOT_PERMITTED for a
     * space that it is in, which is left or deleted first, and SPACE_PERSONAL.
     */
    void forget(SpaceId id);

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
     * Puts a space back as {@link Space#backup} wrote it, with the same id, and opens it. Nothing is seen of it before
     * the whole file was found authentic. It is read at once; writing throws SPACE_UNCONFIRMED until a member has been
     * met and all that this device wrote after the backup has come back from there, or until
     * {@link Space#confirmOnlyCopy}. Throws SPACE_OPEN for a space that is in use here, FILE_UNKNOWN or FILE_FAILED for
     * a file that can't be read, INPUT_MALFORMED for one that is no whole backup, WRONG_PASSPHRASE when another
     * keychain or a passphrase opens it, NOT_PERMITTED when this client's identity is no member, FORMAT_UNKNOWN for a
     * file of a later version.
     */
    Space restore(Path backup);

    /** Puts a space back that was backed up with a passphrase. */
    Space restore(Path backup, char[] passphrase);

    /**
     * Joins the space that {@code link} leads to; joining twice, or being a member already, returns the space, with the
     * role that one has. It comes with the first of what the space holds, or without after 5 seconds; before that it
     * can't be written to (STILL_FETCHING). Who left a space joins it again by another invitation, and can write there
     * as soon as all that this device wrote before has come back.
     *
     * <p>The future fails with CODE_NEEDED or CODE_MALFORMED before anything is connected, with CODE_WRONG,
     * INVITER_UNREACHABLE, SIGNAL_UNREACHABLE when no signal server was reached either, SPACE_DELETED, KEY_MISSING,
     * NOT_PERMITTED, TIMED_OUT or one of the INVITATION codes, at the latest after the join time-out of the client's
     * options; while somebody has to approve there is no time-out, and cancelling the future ends it. What was
     * interrupted, by a restart of either side too, is taken up by joining with the same link again. Throws NO_IDENTITY
     * without an identity, INVITATION_MALFORMED, and LINK_OF_ANOTHER_KIND for a link that is for something else.
     *
     * @param code empty for a link that needs none
     * @param progress told how far it is, on {@code executor}
     */
    CompletableFuture<Space> join(String link, String code, Executor executor, Consumer<JoinState> progress);

    /** As {@link #join(String, String, Executor, Consumer)}, without being told how far it is. */
    default CompletableFuture<Space> join(String link, String code) {
        return join(link, code, Runnable::run, state -> {});
    }

    /** As {@link #join(String, String)}, by a link that needs no code. */
    default CompletableFuture<Space> join(String link) {
        return join(link, "");
    }

    /**
     * Returns the digits that who approves sees beside this client's name for a link: read out, they tell that the
     * guest who waits is this identity. Throws NO_IDENTITY and INVITATION_MALFORMED.
     */
    String digits(String link);
}
