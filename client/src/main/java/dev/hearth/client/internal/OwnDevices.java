package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Device;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.DeviceInvitation;
import dev.hearth.halo.Authority;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.mesh.Session;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of one identity, by its personal space: keeps all other spaces in step with it. Whoever is a device there
 * is let into each space that this device has, and who was revoked there is revoked everywhere. Each device does so on
 * its own, so that it takes none in particular to be online; saying the same twice does no harm. Thread-safe.
 */
final class OwnDevices implements OwnSpaces.Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(OwnDevices.class);

    /** How long a device waits before it says what the device that changed something is just about to say. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String NAME = "device.";
    private static final int MAX_NAME = 64;

    private final SpaceHost host;
    private final Registry registry;
    private final Seams seams;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final DeviceInvitations invitations;
    private final Later later;
    private volatile boolean closed;

    OwnDevices(SpaceHost host, Registry registry, Seams seams) {
        this.host = host;
        this.registry = registry;
        this.seams = seams;
        this.invitations = new DeviceInvitations(registry, seams, this::letIn);
        this.later = new Later(seams, PATIENCE, this::tend);
    }

    private Optional<Authority.Member> self(Authority authority) {
        return authority.member(host.identity().id());
    }

    private static boolean isPersons(Authority.Member member, DeviceId device) {
        return Optional.ofNullable(member.devices().get(device))
                .filter(it -> !it.isLimited())
                .isPresent();
    }

    List<Device> list() {
        OpenSpace personal = host.personal();
        Authority.Member self =
                self(personal.access().authority()).orElseThrow(() -> new HearthException(ErrorCode.NOT_PERMITTED));
        return self.devices().keySet().stream()
                .filter(device -> isPersons(self, device))
                .map(device -> device(personal, device))
                .sorted(Comparator.comparing(device -> !device.here()))
                .toList();
    }

    private Device device(OpenSpace personal, DeviceId id) {
        String name = personal.properties().get(key(id)).orElseGet(id::brief);
        boolean online =
                sessions.stream().anyMatch(session -> session.peer().device().equals(id));
        return new Device(id, name, id.equals(host.identity().device()), online);
    }

    private static String key(DeviceId device) {
        return NAME
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(device.value().toArray());
    }

    void rename(DeviceId device, String name) {
        OpenSpace personal = require(device);
        personal.properties().set(key(device), ObjectProperties.checked("name", name, 1, MAX_NAME));
    }

    private OpenSpace require(DeviceId device) {
        OpenSpace personal = host.personal();
        if (self(personal.access().authority())
                .filter(member -> member.has(device))
                .isEmpty()) {
            throw new HearthException(ErrorCode.DEVICE_UNKNOWN, Map.of("device", device.toString()));
        }
        return personal;
    }

    void revoke(DeviceId device) {
        OpenSpace personal = require(device);
        if (device.equals(host.identity().device())) {
            throw new IllegalArgumentException("device: another device revokes this one");
        }
        personal.access().revokeDevice(device, personal.cut(device));
        invitations.settle(device);
        tend();
    }

    /** Takes all devices but this one out of the identity, after a recovery. */
    void revokeOthers() {
        OpenSpace personal = require(host.identity().device());
        self(personal.access().authority()).orElseThrow().devices().keySet().stream()
                .filter(device -> !device.equals(host.identity().device()))
                .forEach(device -> personal.access().revokeDevice(device, personal.cut(device)));
    }

    DeviceInvitation invite(DeviceConfirmation confirmation) {
        Network open = network();
        RootBoxes.publish(require(host.identity().device()), host.identity()); // the other device has no root key
        return invitations.invite(open, host.identity(), confirmation);
    }

    /** Waits again for the devices that were invited in a former run. */
    List<DeviceInvitation> resume(DeviceConfirmation confirmation) {
        Network open = network();
        require(host.identity().device());
        return invitations.resume(open, host.identity(), confirmation);
    }

    private Network network() {
        return host.network().orElseThrow(() -> new HearthException(ErrorCode.NO_IDENTITY));
    }

    /**
     * The personal space comes first: whoever hears of a device there lets it into the others, if this device can't.
     */
    private List<Bytes> letIn(IdentityChain device) {
        SpaceAccess access = host.personal().access();
        boolean isIn = self(access.authority())
                .filter(member -> member.has(device.device()))
                .isPresent();
        if (!isIn) {
            access.admitDevice(device, Role.OWNER);
            tend();
        }
        return access.all();
    }

    /** Watches the personal space, which is about to meet others. */
    void watch(OpenSpace personal, SpaceSwarm swarm) {
        personal.access().onChange(this::tendLater);
        swarm.onSession(
                session -> {
                    sessions.add(session);
                    invitations.settle(session.peer().device());
                    session.accept(OwnSpaces.PROTOCOL, channel -> OwnSpaces.hear(session, channel, this));
                    seams.blocking().execute(() -> OwnSpaces.tell(session, this));
                },
                sessions::remove);
    }

    /** Brings the other spaces in step with the personal one, unless another device does so meanwhile. */
    void tendLater() {
        later.due();
    }

    /** Brings the other spaces in step with the personal one. */
    void tend() {
        Optional<OpenSpace> personal = closed ? Optional.empty() : host.openPersonal();
        if (personal.isEmpty()) {
            return;
        }
        Authority now = personal.get().access().authority();
        Optional<Authority.Member> self =
                self(now).filter(member -> isPersons(member, host.identity().device()));
        if (self.isEmpty()) {
            return; // this device was revoked itself
        }
        for (OpenSpace each : host.spaces()) {
            if (!each.equals(personal.get())) {
                tend(each, self.get(), now);
            }
        }
        sessions.forEach(session -> OwnSpaces.tell(session, this));
    }

    private void tend(OpenSpace space, Authority.Member self, Authority personal) {
        try {
            Authority there = space.access().authority();
            Optional<Authority.Member> member =
                    self(there).filter(it -> isPersons(it, host.identity().device()));
            if (member.isEmpty() || there.deletedBy().isPresent()) {
                return;
            }
            revokeLost(space, self, member.get(), personal);
            self.devices().forEach((device, of) -> {
                if (!of.isLimited() && !member.get().has(device)) {
                    space.access().admitDevice(of.chain(), Role.OWNER);
                }
            });
        } catch (HearthException e) {
            LOG.warn("space {} can't be brought in step with this identity's devices: {}", space.id(), e.toString());
        }
    }

    /**
     * What a device wrote counts up to what is here: where the content is only coming, that is awaited. A space that is
     * reached after a recovery for which all other devices are lost loses those that the personal space does not have.
     */
    private void revokeLost(OpenSpace space, Authority.Member self, Authority.Member there, Authority personal) {
        boolean fresh = registry.isFresh(space.id());
        if (fresh && !space.isInStep()) {
            if (space.swarm().filter(swarm -> !swarm.peers().isEmpty()).isPresent()) {
                tendLater();
            }
            return;
        }
        boolean strangers = fresh && registry.areOthersLost();
        for (DeviceId each : there.devices().keySet()) {
            if (personal.formerOwnerOf(each).isPresent() || (strangers && !self.has(each))) {
                space.access().revokeDevice(each, space.cut(each));
            }
        }
        if (fresh) {
            registry.settle(space.id());
        }
    }

    @Override
    public Collection<SpaceId> sharedWith(Session session) {
        IdentityId identity = host.identity().id();
        DeviceId device = session.peer().device();
        return host.spaces().stream()
                .filter(space -> !space.isPersonal())
                .filter(space -> space.access()
                        .authority()
                        .member(identity)
                        .filter(member -> member.has(device))
                        .isPresent())
                .map(OpenSpace::id)
                .toList();
    }

    @Override
    public boolean has(SpaceId space) {
        return registry.find(space).isPresent();
    }

    @Override
    public List<Bytes> credentials(SpaceId space) {
        return host.find(space).map(open -> open.access().all()).orElse(List.of());
    }

    /** Not on the thread of the swarm, which opening a space would hold up. */
    @Override
    public void take(SpaceId space, List<Bytes> credentials) {
        seams.blocking().execute(() -> {
            try {
                host.takeOwn(space, SpaceCredentials.restore(credentials, seams));
            } catch (MalformedException | HearthException e) {
                LOG.warn("space {} from another device of this identity can't be taken: {}", space, e.toString());
            }
        });
    }

    /** Ends what waits for devices. */
    void close() {
        closed = true;
        later.close();
        invitations.close();
    }
}
