package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.DeviceInvitation;
import dev.hearth.halo.HostedEnrolment;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.LocalIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The device invitations of a client: those that wait now, and those of a former run, which wait again once there is
 * somebody to compare the emoji. Thread-safe.
 */
final class DeviceInvitations {
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final Registry registry;
    private final Seams seams;
    private final Function<IdentityChain, List<Bytes>> letIn;
    private final Map<Bytes, OpenDeviceInvitation> open = new ConcurrentHashMap<>();

    /** Held while what is kept and what is open change together. */
    private final Object hosting = new Object();

    /** {@code letIn} makes a device one of the identity, if it is not yet, and returns what it gets. */
    DeviceInvitations(Registry registry, Seams seams, Function<IdentityChain, List<Bytes>> letIn) {
        this.registry = registry;
        this.seams = seams;
        this.letIn = letIn;
    }

    DeviceInvitation invite(Network network, LocalIdentity identity, DeviceConfirmation confirmation) {
        byte[] id = new byte[InvitationLink.ID];
        seams.random().nextBytes(id);
        InvitationLink link = new InvitationLink(
                new InvitationLink.Way.Code(Bytes.of(id), identity.device()),
                network.signals(),
                seams.clock().instant().plus(VALIDITY));
        HostedEnrolment enrolment = HostedEnrolment.of(link, seams.random());
        synchronized (hosting) {
            registry.putEnrolment(enrolment);
            return host(enrolment, network, identity, confirmation);
        }
    }

    List<DeviceInvitation> resume(Network network, LocalIdentity identity, DeviceConfirmation confirmation) {
        List<DeviceInvitation> resumed = new ArrayList<>();
        synchronized (hosting) {
            for (HostedEnrolment each : registry.enrolments()) {
                if (each.isOver(seams.clock().instant())) {
                    registry.removeEnrolment(each.id());
                } else {
                    network.meetAt(each.link().signals());
                    resumed.add(host(each, network, identity, confirmation));
                }
            }
        }
        return resumed;
    }

    private DeviceInvitation host(
            HostedEnrolment enrolment, Network network, LocalIdentity identity, DeviceConfirmation confirmation) {
        return open.computeIfAbsent(
                enrolment.id(),
                id -> new OpenDeviceInvitation(this, network.mesh(), identity, enrolment, confirmation, seams));
    }

    List<Bytes> letIn(IdentityChain device) {
        return letIn.apply(device);
    }

    void keep(HostedEnrolment enrolment) {
        registry.putEnrolment(enrolment);
    }

    /** Forgets an invitation that has ended for good. */
    void forget(Bytes id) {
        synchronized (hosting) {
            open.remove(id);
            registry.removeEnrolment(id);
        }
    }

    /** Ends what waits for a device that has come, or is not to come any more. */
    void settle(DeviceId device) {
        for (HostedEnrolment each : registry.enrolments()) {
            if (each.admitted().filter(device::equals).isPresent()) {
                OpenDeviceInvitation waiting = open.get(each.id());
                if (waiting == null) {
                    registry.removeEnrolment(each.id());
                } else {
                    waiting.close();
                }
            }
        }
    }

    /** Ends for this run. */
    void close() {
        open.values().forEach(each -> each.stop(new HearthException(ErrorCode.CLOSED)));
        open.clear();
    }
}
