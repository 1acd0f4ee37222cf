package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.Database;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A space: the objects of its database, its members, and the swarm that keeps both in step with the other members'
 * devices. After it was closed, left, deleted or forgotten, all methods but {@link #id()} throw CLOSED. Thread-safe.
 *
 * <p>What changes members throws SPACE_DELETED in the copy of a space that was deleted, MEMBER_UNKNOWN for who is no
 * member, and NOT_PERMITTED where the role of this client's identity does not allow it.
 */
public interface Space extends Database {
    /** Returns what it is called, or a brief form of its id until that has arrived. */
    String name();

    /**
     * Calls it {@code name}, from 1 to 256 characters, for all members. Throws NOT_PERMITTED, and OBJECT_UNKNOWN before
     * the space's first objects have arrived.
     */
    void rename(String name);

    /** Returns its free properties. */
    SpaceProperties properties();

    /** Returns whether it is the personal space of the identity. */
    boolean isPersonal();

    /** Returns whether its keys are sealed as {@link SpaceOptions#postQuantum()} says. */
    boolean isPostQuantum();

    /** Returns which keys later members get, as {@link SpaceOptions#history()} says. */
    HistoryPolicy history();

    /** Returns the members that the credentials known here admit. */
    List<Member> members();

    /** Returns the role of this client's identity; absent once it was removed. */
    Optional<Role> role();

    /** Invites one person with {@code role}: a link and a code, valid for an hour. */
    default Invitation invite(Role role) {
        return invite(InvitationOptions.of(role));
    }

    /**
     * Invites as {@code options} say. Throws NO_IDENTITY before there is an identity to meet others as, SPACE_PERSONAL
     * in the personal space, and NOT_PERMITTED unless this client's identity may admit that role.
     */
    Invitation invite(InvitationOptions options);

    /**
     * Returns the invitations to the space that this device knows of, those that end first first: the ones by code that
     * it made, until they are over, and all by link, whoever made them. None for who may not admit members.
     */
    List<Invitation> invitations();

    /**
     * Gives a member another role, other than owner. Raising a relay to a role that reads gives it the keys.
     *
     * @throws IllegalArgumentException for the role OWNER, which {@link #transferOwnership} gives
     */
    void changeRole(IdentityId member, Role role);

    /**
     * Removes a member. Of what it wrote all that has arrived on this device stays, and what other members had built on
     * when they heard of it; the rest is {@link #withheld()}. The key of the content changes, so that the member can't
     * read what is written from now on.
     *
     * @throws IllegalArgumentException for this client's identity, which leaves instead
     */
    void remove(IdentityId member);

    /**
     * Hands a member the keys from before its admission, as far as this client's identity has them: it opens blobs from
     * then, and reads blocks from then unless it has taken over the state that they led to. Returns how many keys; 0
     * when it lacks none. Takes an admin. Throws KEY_MISSING when this identity was not given those keys either.
     */
    int grantHistory(IdentityId member);

    /**
     * Returns the blocks of removed members' devices that are here and don't count, by device. What is in them is not
     * shown before they count. On the device of who was removed nothing is withheld: it goes by all that it wrote.
     */
    List<Withheld> withheld();

    /**
     * Lets withheld blocks count for all members, up to {@code blocks.last()} and with all that they build on; what the
     * device wrote after them, or what comes later, stays withheld. They are applied soon after this returns, and
     * listeners hear of the commits. Throws NOT_PERMITTED for who may not remove members, and NOTHING_WITHHELD when the
     * blocks are not withheld here, or no longer.
     */
    void acceptLate(Withheld blocks);

    /**
     * Calls {@code listener} on {@code executor} with what is {@link #withheld()} whenever that has changed here: after
     * the commits that took blocks back or brought them to count, in order, under no lock.
     */
    Subscription onWithheld(Executor executor, Consumer<List<Withheld>> listener);

    /** Makes another member the owner; this client's identity, which owns the space until then, stays as an admin. */
    void transferOwnership(IdentityId member);

    /**
     * Writes the space as it is now, with its blobs and credentials, into a file that this device's keychain opens. The
     * space can be used and written to meanwhile; memory does not follow its size. A file that is there is replaced as
     * a whole once the new one is on the disk. Throws FILE_UNKNOWN where its folder does not exist, FILE_FAILED,
     * DISK_FULL, and STORAGE_CORRUPT when something stored can't be read: {@link #repair} it first.
     */
    void backup(Path file);

    /** Writes the space into a file that {@code passphrase} opens, on any device of a member. */
    void backup(Path file, char[] passphrase);

    /**
     * Says of a space that was restored that no other device has anything of what this one wrote after the backup, so
     * that it may be written to at once. If one does, members take nothing more of this device's writing for good.
     */
    void confirmOnlyCopy();

    /** Returns who is connected, how far each is, and what waits for what. */
    SpaceStatus spaceStatus();

    /** Closes it on this device, as {@link Spaces#close} does. */
    @Override
    void close();
}
