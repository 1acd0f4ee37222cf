package dev.hearth.halo;

import dev.hearth.base.Bytes;

/** The invitations by link to one space, as statements among its credentials. Thread-safe. */
public final class SpaceInvitations {
    private final SpaceCredentials credentials;

    /** Speaks in the space of {@code credentials}. */
    public SpaceInvitations(SpaceCredentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Lets every member who may admit the role of {@code terms} let in whoever proves to have the key; throws
     * NOT_PERMITTED unless {@code by} may admit that role too.
     */
    public void delegate(LocalIdentity by, InvitationKey key, InvitationTerms terms) {
        credentials.say(by, terms.role(), new Statement.Invite(key.publicKey(), terms));
    }

    /** Takes the invitation of an id back, for all hosts who hear of it; throws NOT_PERMITTED unless an admin does. */
    public void cancel(LocalIdentity by, Bytes invitation) {
        credentials.say(by, Role.READER, new Statement.CancelInvite(invitation));
    }
}
