package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.client.Space;

/** What a client knows of the devices of other members. */
public final class DevicesSeen {
    private DevicesSeen() {}

    /** Returns whether a device is one of a member. */
    public static boolean in(Space space, DeviceId device) {
        return ((OpenSpace) space).access().isMember(device);
    }
}
