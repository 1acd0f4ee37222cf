package dev.hearth.mesh.spi;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;

/**
 * Whom an attempt is to connect.
 *
 * @param self this device
 * @param peer the other device, as it signs its signals; the session authenticates it
 * @param topic what both joined
 */
public record RemotePeer(DeviceId self, DeviceId peer, Bytes topic) {}
