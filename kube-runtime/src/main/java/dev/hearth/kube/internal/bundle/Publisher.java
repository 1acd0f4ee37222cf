package dev.hearth.kube.internal.bundle;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;

/**
 * Who publishes a bundle.
 *
 * @param identity the person or agent
 * @param device the device that signs
 */
public record Publisher(IdentityId identity, DeviceId device) {}
