package dev.hearth.halo;

import dev.hearth.base.IdentityId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a credential's own past says of it. Nothing that is said later, or that others knew besides, changes it.
 *
 * @param speaker the member that said it, by a right that it had; empty when nobody had the right
 * @param byOwner whether that member was the owner then
 * @param grants the roles that it gives
 * @param revocation the right that it takes away
 * @param electors of a removal, the admins whose majority outweighs seniority
 */
record Standing(
        Optional<IdentityId> speaker,
        boolean byOwner,
        List<Grant> grants,
        Optional<Revocation> revocation,
        Set<IdentityId> electors) {
    static final Standing NONE = new Standing(Optional.empty(), false, List.of(), Optional.empty(), Set.of());

    boolean isFounded() {
        return speaker.isPresent();
    }

    /** Returns whether the owner revokes a device of its own. */
    boolean isOwnersOfADevice() {
        return byOwner && revocation.flatMap(Revocation::device).isPresent();
    }
}
