package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import org.jspecify.annotations.Nullable;

/**
 * A role that a credential gives to somebody.
 *
 * @param number the credential's
 * @param receiver who gets it
 * @param role what is given
 * @param chain the identity and device that become a member by it; null where it is the role of a member alone
 */
record Grant(
        int number,
        IdentityId receiver,
        Role role,
        @Nullable IdentityChain chain) {
    boolean isAdmission() {
        return chain != null;
    }

    boolean isAdmissionOf(DeviceId device) {
        return chain != null && chain.device().equals(device);
    }
}
