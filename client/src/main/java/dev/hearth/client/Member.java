package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.halo.Role;

/**
 * A member of a space.
 *
 * @param id the identity
 * @param name what it calls itself, as it may be shown; see {@link dev.hearth.halo.ShownName}
 * @param role what it may do
 */
public record Member(IdentityId id, String name, Role role) {}
