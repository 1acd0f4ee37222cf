package dev.hearth.client;

import dev.hearth.base.DeviceId;

/**
 * A device of this client's identity.
 *
 * @param id the device
 * @param name what its user calls it; the start of its id where nobody has named it
 * @param here whether it is this client's
 * @param online whether this client is connected to it now
 */
public record Device(DeviceId id, String name, boolean here, boolean online) {}
