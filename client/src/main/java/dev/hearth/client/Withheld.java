package dev.hearth.client;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;

/**
 * Blocks of a removed member's device that have come and don't count: they are beyond what the removal accepts, and
 * nothing that counts builds on them. All devices that hold the same show the same.
 *
 * @param member who wrote them
 * @param name what that member called itself
 * @param device the device that wrote them
 * @param first the number of the first of them in the device's feed
 * @param last the number of the last of them that has come; not less than {@code first}
 */
public record Withheld(IdentityId member, String name, DeviceId device, long first, long last) {
    /** Returns how many they are. */
    public long blocks() {
        return last - first + 1;
    }
}
