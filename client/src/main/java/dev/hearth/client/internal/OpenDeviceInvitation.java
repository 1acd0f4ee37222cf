package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Device;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.DeviceInvitation;
import dev.hearth.halo.EnrolmentHost;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A device invitation while its client is open; it goes with the client, and with it the code. Thread-safe. */
final class OpenDeviceInvitation implements DeviceInvitation, SwarmHandler {
    /** The channel on which a new device knocks. */
    static final String PROTOCOL = "hearth/device/1";

    /** How long a user may look at the emoji. */
    static final Duration ANSWER = Duration.ofMinutes(2);

    private final LocalIdentity identity;
    private final InvitationLink link;
    private final EnrolmentHost.Attempts attempts;
    private final DeviceConfirmation confirmation;
    private final Function<IdentityChain, List<Bytes>> letIn;
    private final Seams seams;
    private final Swarm swarm;
    private final Subscription expiry;
    private final CompletableFuture<Device> accepted = new CompletableFuture<>();
    private final AtomicBoolean admitting = new AtomicBoolean();

    /** Waits at {@code link}; {@code letIn} makes a device one of the identity and returns what it gets. */
    OpenDeviceInvitation(
            Mesh mesh,
            LocalIdentity identity,
            InvitationLink link,
            EnrolmentHost.Attempts attempts,
            DeviceConfirmation confirmation,
            Function<IdentityChain, List<Bytes>> letIn,
            Seams seams) {
        this.identity = identity;
        this.link = link;
        this.attempts = attempts;
        this.confirmation = confirmation;
        this.letIn = letIn;
        this.seams = seams;
        this.swarm = mesh.join(Topic.open(InvitationLink.topic(link.id())), this);
        this.expiry = seams.scheduler()
                .after(
                        Duration.between(seams.clock().instant(), link.expires()),
                        () -> end(ErrorCode.INVITATION_EXPIRED));
    }

    @Override
    public String link() {
        return DeviceLink.text(link);
    }

    @Override
    public String code() {
        return attempts.code();
    }

    @Override
    public Instant expires() {
        return link.expires();
    }

    @Override
    public CompletableFuture<Device> accepted() {
        return accepted.copy();
    }

    @Override
    public void close() {
        end(ErrorCode.INVITATION_SPENT);
    }

    private void end(ErrorCode why) {
        accepted.completeExceptionally(new HearthException(why));
        expiry.close();
        seams.scheduler().after(SpaceSwarm.GRACE, swarm::close); // the last message is on its way
    }

    @Override
    public boolean admits(Peer peer) {
        return !accepted.isDone();
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
                now = new EnrolmentHost(identity, guest, attempts, session.binding(), link.id(), seams.random());
                host = now;
            }
            boolean compared = now.emoji().isPresent();
            now.received(message).ifPresent(channel::send);
            if (now.isOver() && attempts.left() == 0) {
                end(ErrorCode.INVITATION_SPENT);
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
            if (!yes || !admitting.compareAndSet(false, true)) {
                channel.send(agreed.refuse());
                end(ErrorCode.DEVICE_DECLINED);
                return;
            }
            try {
                channel.send(agreed.welcome(letIn.apply(device)));
                accepted.complete(new Device(device.device(), device.device().brief(), false, true));
                close();
            } catch (HearthException e) {
                channel.send(agreed.refuse());
                accepted.completeExceptionally(e);
                close();
            }
        }
    }
}
