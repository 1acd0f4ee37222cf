package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.Optional;

/**
 * What a credential gives to somebody: membership with a role, another role, or another device.
 *
 * @param number the credential's
 * @param receiver who gets it
 * @param role what is given; of a device the highest that it has
 * @param chain the device that becomes one of the receiver's; none where it is the role of a member alone
 * @param membership whether the receiver becomes a member by it, or its role another
 * @param byRoot whether a device comes by the root key's word: none of its identity that was there said so
 */
record Grant(
        int number, IdentityId receiver, Role role, Optional<IdentityChain> chain, boolean membership, boolean byRoot) {
    static Grant admission(int number, Role role, IdentityChain chain) {
        return new Grant(number, chain.identity(), role, Optional.of(chain), true, false);
    }

    static Grant role(int number, IdentityId receiver, Role role) {
        return new Grant(number, receiver, role, Optional.empty(), true, false);
    }

    static Grant device(int number, Role cap, IdentityChain chain, boolean byRoot) {
        return new Grant(number, chain.identity(), cap, Optional.of(chain), false, byRoot);
    }

    /** Returns whether somebody becomes a member by it. */
    boolean isAdmission() {
        return membership && chain.isPresent();
    }

    /** Returns whether a device becomes one of the receiver's by it. */
    boolean names(DeviceId device) {
        return chain.isPresent() && chain.get().device().equals(device);
    }

    /** Returns the highest role that the device has that it names. */
    Role cap() {
        return membership ? Role.OWNER : role;
    }
}
