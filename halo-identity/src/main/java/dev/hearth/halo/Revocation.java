package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.Optional;

/**
 * A right that a credential takes away: all that {@code target} may do beyond {@code level}, or one of its devices.
 *
 * @param target who loses it
 * @param level the code of the role that is left; {@link #NOTHING} for a removal
 * @param device the one that is revoked; empty when it concerns the member
 */
record Revocation(IdentityId target, int level, Optional<DeviceId> device) {
    static final int NOTHING = -1;

    static Revocation of(IdentityId target, int level) {
        return new Revocation(target, level, Optional.empty());
    }

    static Revocation of(IdentityId target, DeviceId device) {
        return new Revocation(target, NOTHING, Optional.of(device));
    }

    boolean isRemoval() {
        return level == NOTHING && device.isEmpty();
    }
}
