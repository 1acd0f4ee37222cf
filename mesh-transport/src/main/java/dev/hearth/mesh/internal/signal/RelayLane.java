package dev.hearth.mesh.internal.signal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;

/**
 * Names a relayed link at a signal server, from one end.
 *
 * @param topic the topic that both are members of
 * @param peer the other end
 * @param lane drawn by the dialer
 */
record RelayLane(Bytes topic, DeviceId peer, Bytes lane) {}
