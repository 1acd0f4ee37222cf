package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Device;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.DeviceInvitation;
import dev.hearth.halo.EnrolmentHost;
import dev.hearth.halo.HostedEnrolment;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SafetyEmoji;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A device invitation while its client is open. A device that was let in is waited for on, until it shows up among the
 * devices of the identity: it may have ended before it heard of it. Thread-safe.
 */
final class OpenDeviceInvitation implements DeviceInvitation, EnrolmentHost.Desk, SwarmHandler {
    /** The channel on which a new device knocks. */
    static final String PROTOCOL = "hearth/device/1";

    /** How long a user may look at the emoji. */
    static final Duration ANSWER = Duration.ofMinutes(2);

    private final DeviceInvitations all;
    private final LocalIdentity identity;
    private final DeviceConfirmation confirmation;
    private final Seams seams;
    private final Swarm swarm;
    private final Subscription expiry;
    private final CompletableFuture<Device> accepted = new CompletableFuture<>();
    private HostedEnrolment enrolment; // guarded by this
    private boolean stopped; // guarded by this

    OpenDeviceInvitation(
            DeviceInvitations all,
            Mesh mesh,
            LocalIdentity identity,
            HostedEnrolment enrolment,
            DeviceConfirmation confirmation,
            Seams seams) {
        this.all = all;
        this.identity = identity;
        this.enrolment = enrolment;
        this.confirmation = confirmation;
        this.seams = seams;
        this.swarm = mesh.join(Topic.open(InvitationLink.topic(enrolment.id())), this);
        this.expiry = seams.scheduler()
                .after(
                        Duration.between(
                                seams.clock().instant(), enrolment.link().expires()),
                        () -> end(new HearthException(ErrorCode.INVITATION_EXPIRED)));
    }

    @Override
    public synchronized HostedEnrolment invitation() {
        return enrolment;
    }

    /** Of one that has ended nothing is kept. */
    @Override
    public synchronized void change(UnaryOperator<HostedEnrolment> step) {
        enrolment = step.apply(enrolment);
        if (!stopped) {
            all.keep(enrolment);
        }
    }

    @Override
    public String link() {
        return DeviceLink.text(invitation().link());
    }

    @Override
    public String code() {
        return invitation().code();
    }

    @Override
    public Instant expires() {
        return invitation().link().expires();
    }

    @Override
    public CompletableFuture<Device> accepted() {
        return accepted.copy();
    }

    @Override
    public void close() {
        end(new HearthException(ErrorCode.INVITATION_SPENT));
    }

    private void end(HearthException why) {
        if (stop(why)) {
            all.forget(invitation().id());
        }
    }

    /** Waits no more in this run; returns whether it did. */
    boolean stop(HearthException why) {
        synchronized (this) {
            if (stopped) {
                return false;
            }
            stopped = true;
        }
        accepted.completeExceptionally(why);
        expiry.close();
        seams.scheduler().after(SpaceSwarm.GRACE, swarm::close); // the last message is on its way
        return true;
    }

    /** Returns whether the invitation is this device's, which it is before anything says that the device is in. */
    private synchronized boolean claim(DeviceId device) {
        if (stopped || !enrolment.admitted().orElse(device).equals(device)) {
            return false;
        }
        change(now -> now.afterAdmission(device));
        return true;
    }

    @Override
    public synchronized boolean admits(Peer peer) {
        return !stopped;
    }

    @Override
    public void connected(Session session) {
        session.accept(PROTOCOL, channel -> new Knock(session, channel));
    }

    @Override
    public void disconnected(Session session, String reason) {
        // An attempt was counted when it began; there is nothing else to clear up.
    }

    /** One device's attempt; the swarm's executor runs one after another. */
    private final class Knock implements ChannelHandler {
        private final Session session;
        private final Channel channel;
        private final CompletableFuture<Boolean> said = new CompletableFuture<>();
        private @Nullable EnrolmentHost host; // guarded by this

        Knock(Session session, Channel channel) {
            this.session = session;
            this.channel = channel;
        }

        @Override
        public void message(Bytes message) {
            try {
                received(message);
            } catch (MalformedException e) {
                session.close();
            }
        }

        private synchronized void received(Bytes message) throws MalformedException {
            EnrolmentHost now = host;
            if (now == null) {
                IdentityChain guest = IdentityChain.verify(session.peer().chain());
                now = new EnrolmentHost(identity, guest, OpenDeviceInvitation.this, session.binding(), seams);
                host = now;
            }
            boolean compared = now.emoji().isPresent();
            now.received(message).ifPresent(channel::send);
            if (now.isOver() && invitation().attemptsLeft() == 0) {
                close();
                return;
            }
            if (!compared) {
                now.emoji().ifPresent(this::ask);
            }
            EnrolmentHost agreed = now;
            now.enrolled().ifPresent(device -> decideOnceSaid(agreed, device));
        }

        private void decideOnceSaid(EnrolmentHost agreed, IdentityChain device) {
            CompletableFuture<Void> unused = said.thenAcceptAsync(yes -> decide(agreed, device, yes), seams.blocking());
        }

        /** The swarm's thread does not wait for a user. */
        private void ask(SafetyEmoji emoji) {
            seams.scheduler().after(ANSWER, () -> said.complete(false));
            seams.blocking().execute(() -> said.complete(confirmation.isSame(emoji, identity.name())));
        }

        private synchronized void decide(EnrolmentHost agreed, IdentityChain device, boolean yes) {
            if (!yes) {
                channel.send(agreed.refuse());
                end(new HearthException(ErrorCode.COMPARISON_DECLINED));
                return;
            }
            try {
                if (!claim(device.device())) {
                    channel.send(agreed.refuse());
                    return;
                }
                channel.send(agreed.welcome(all.letIn(device)));
                accepted.complete(new Device(device.device(), device.device().brief(), false, true));
            } catch (HearthException e) {
                channel.send(agreed.refuse());
                end(e);
            }
        }
    }
}
