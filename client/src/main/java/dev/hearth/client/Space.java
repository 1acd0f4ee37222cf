package dev.hearth.client;

import dev.hearth.echo.Database;
import dev.hearth.halo.Role;
import java.nio.file.Path;
import java.util.List;

/**
 * A space: the objects of its database, its members, and the swarm that keeps both in step with the other members'
 * devices. Thread-safe.
 */
public interface Space extends Database {
    /** Returns what its creator called it, or a brief form of its id until that has arrived. */
    String name();

    /** Returns the members that the credentials known here admit. */
    List<Member> members();

    /** Returns the role of this client's identity; absent once it was removed. */
    java.util.Optional<Role> role();

    /** Invites one person with {@code role}: a link and a code, valid for an hour. */
    default Invitation invite(Role role) {
        return invite(InvitationOptions.of(role));
    }

    /** Invites as {@code options} say. Throws NOT_PERMITTED unless this client's identity may admit that role. */
    Invitation invite(InvitationOptions options);

    /**
     * Writes the space as it is now, with its blobs and credentials, into a file that this device's keychain opens. The
     * space can be used and written to meanwhile; memory does not follow its size. A file that is there is replaced as
     * a whole once the new one is on the disk. Throws STORAGE_FAILED, DISK_FULL, and STORAGE_CORRUPT when something
     * stored can't be read: {@link #repair} it first.
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
}
