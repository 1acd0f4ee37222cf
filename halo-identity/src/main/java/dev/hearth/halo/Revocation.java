package dev.hearth.halo;

import dev.hearth.base.IdentityId;

/**
 * A right that a credential takes away: all that {@code target} may do beyond {@code level}.
 *
 * @param target who loses it
 * @param level the code of the role that is left; {@link #NOTHING} for a removal
 */
record Revocation(IdentityId target, int level) {
    static final int NOTHING = -1;

    boolean isRemoval() {
        return level == NOTHING;
    }
}
