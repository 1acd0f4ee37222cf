package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;

/**
 * An invitation by link as the credentials of its space tell: any device of a member who may admit its role may let its
 * guests in.
 *
 * @param id 16 bytes, which follow from the public key
 * @param publicKey the key that a guest proves to have the secret of
 * @param terms whom it lets in
 * @param inviter the member who said it
 * @param cancelled whether a member took it back, or the inviter may not admit that role any more
 */
public record DelegatedInvitation(
        Bytes id, Bytes publicKey, InvitationTerms terms, IdentityId inviter, boolean cancelled) {}
