package dev.hearth.client;

import dev.hearth.echo.Database;
import dev.hearth.halo.Role;
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

    /** Returns who is connected, how far each is, and what waits for what. */
    SpaceStatus spaceStatus();
}
