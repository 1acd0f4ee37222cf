package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.client.Client;
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
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

    /** Gives a member's new device the credentials of a space, and no content, and lets it look at its devices. */
    public static Space welcomeBack(Space space, Client guest) throws MalformedException {
        SpaceAccess access = ((OpenSpace) space).access();
        Bytes invitation = Bytes.of(new byte[InvitationLink.ID]);
        access.admit(IdentityChain.verify(guest.halo().chain()), Role.READER, invitation);
        Node node = ((NodeDevices) guest.halo().devices()).node();
        SpaceHost host = node.hostOfIdentity();
        SpaceCredentials credentials = SpaceCredentials.restore(access.all(), node.seams());
        Space joined = host.joined(
                invitation, credentials, host.network().orElseThrow().allSignals());
        host.devices().tend();
        return joined;
    }

    /** Returns whether a device is one of a member. */
    public static boolean in(Space space, DeviceId device) {
        return ((OpenSpace) space).access().isMember(device);
    }
}
