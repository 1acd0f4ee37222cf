package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;

/**
 * Somebody who proved to be this device of this identity.
 *
 * @param device the device
 * @param identity the identity that its chain names
 * @param chain the credential chain that it showed
 */
public record Peer(DeviceId device, IdentityId identity, Bytes chain) {}
