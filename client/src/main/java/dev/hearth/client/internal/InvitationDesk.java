package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.halo.HostedInvitation;
import dev.hearth.mesh.Mesh;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Hosts the invitations of a client, those of former runs included, until they expire. Thread-safe. */
final class InvitationDesk implements AutoCloseable {
    private final Mesh mesh;
    private final DeviceId self;
    private final Registry registry;
    private final Supplier<List<URI>> signals;
    private final Seams seams;
    private final Map<Bytes, OpenInvitation> open = new ConcurrentHashMap<>();

    InvitationDesk(Mesh mesh, DeviceId self, Registry registry, Supplier<List<URI>> signals, Seams seams) {
        this.mesh = mesh;
        this.self = self;
        this.registry = registry;
        this.signals = signals;
        this.seams = seams;
    }

    Invitation invite(OpenSpace space, InvitationOptions options) {
        HostedInvitation invitation = HostedInvitation.create(
                options.role(), seams.clock().instant().plus(options.validity()), options.uses(), seams.random());
        keep(space.id(), invitation);
        return host(space, invitation);
    }

    private OpenInvitation host(OpenSpace space, HostedInvitation invitation) {
        OpenInvitation hosted = new OpenInvitation(this, space, invitation, seams);
        open.put(invitation.id(), hosted);
        hosted.open(mesh, self, signals.get());
        return hosted;
    }

    /** Hosts again the invitations to a space that was closed meanwhile, or whose client was. */
    void reopen(OpenSpace space) {
        kept(space.id()).forEach(invitation -> {
            if (seams.clock().instant().isBefore(invitation.expires())) {
                host(space, invitation);
            } else {
                registry.removeInvitation(invitation.id());
            }
        });
    }

    private List<HostedInvitation> kept(SpaceId space) {
        return registry.invitations().values().stream()
                .map(Kept::decode)
                .filter(kept -> kept.space().equals(space))
                .map(Kept::invitation)
                .toList();
    }

    /** Stops to host the invitations to a space that is closed; they go on when it is opened again. */
    void shelve(SpaceId space) {
        kept(space).forEach(invitation -> {
            OpenInvitation hosted = open.remove(invitation.id());
            if (hosted != null) {
                hosted.leave();
            }
        });
    }

    /** Withdraws the invitations to a space that ended. */
    void withdraw(SpaceId space) {
        kept(space).forEach(invitation -> {
            OpenInvitation hosted = open.get(invitation.id());
            if (hosted != null) {
                hosted.withdraw();
            } else {
                registry.removeInvitation(invitation.id());
            }
        });
    }

    void keep(SpaceId space, HostedInvitation invitation) {
        registry.putInvitation(invitation.id(), new Kept(space, invitation).encode());
    }

    void forget(Bytes id) {
        open.remove(id);
        registry.removeInvitation(id);
    }

    @Override
    public void close() {
        open.values().forEach(OpenInvitation::leave);
    }

    /** An invitation and its space, as the registry keeps them. */
    private record Kept(SpaceId space, HostedInvitation invitation) {
        Bytes encode() {
            return Cbor.array(Cbor.of(space.value()), Cbor.of(invitation.encode()))
                    .encode();
        }

        static Kept decode(Bytes encoded) {
            try {
                List<Cbor> fields = Cbor.decode(encoded).asList(2);
                SpaceId space = new SpaceId(fields.get(0).asBytes(SpaceId.SIZE));
                return new Kept(space, HostedInvitation.decode(fields.get(1).asBytes()));
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
            }
        }
    }
}
