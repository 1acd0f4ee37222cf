package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.client.Client;
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.mesh.Peer;

/** What a client knows of the devices of other members. */
public final class DevicesSeen {
    private DevicesSeen() {}

    /** Returns whether a client would be given a session in a space. */
    public static boolean mayMeet(Space space, Client client) {
        Profile who = client.halo().identity().orElseThrow();
        Peer peer = new Peer(who.device(), who.id(), client.halo().chain());
        return ((OpenSpace) space).access().mayMeet(peer);
    }

    /** Returns whether a device is one of a member. */
    public static boolean in(Space space, DeviceId device) {
        return ((OpenSpace) space).access().isMember(device);
    }
}
