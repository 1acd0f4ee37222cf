package dev.hearth.client;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;

/**
 * The identity that a data folder holds.
 *
 * @param id the identity
 * @param device this installation of it
 * @param name what its owner calls it; shown to the members of its spaces
 */
public record Profile(IdentityId id, DeviceId device, String name) {}
