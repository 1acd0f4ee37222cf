package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.JoinState;
import dev.hearth.halo.EnrolmentGuest;
import dev.hearth.halo.EnrolmentGuest.Step;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A new device's attempt to become one of an identity: meets the device that invites it, and proves the code. */
final class DeviceJoining implements SwarmHandler {
    private final InvitationLink link;
    private final LocalIdentity self;
    private final String code;
    private final DeviceConfirmation confirmation;
    private final Consumer<JoinState> listener;
    private final Seams seams;
    private final CompletableFuture<Step.Enrolled> enrolled = new CompletableFuture<>();
    private volatile boolean met;
    private volatile boolean comparing;

    DeviceJoining(
            InvitationLink link,
            LocalIdentity self,
            String code,
            DeviceConfirmation confirmation,
            Consumer<JoinState> listener,
            Seams seams) {
        this.link = link;
        this.self = self;
        this.code = code;
        this.confirmation = confirmation;
        this.listener = listener;
        this.seams = seams;
    }

    /**
     * Returns what this device is then, or fails with why it is not; where the other device does not answer after
     * {@code limit}, but while users look at the emoji, which they may for as long as both sides wait for them.
     */
    CompletableFuture<Step.Enrolled> start(Mesh mesh, Duration limit) {
        listener.accept(JoinState.CONNECTING);
        Swarm swarm = mesh.join(Topic.open(InvitationLink.topic(link.id())), this);
        Subscription early = seams.scheduler().after(limit, this::giveUpUnlessComparing);
        Subscription late = seams.scheduler().after(limit.plus(OpenDeviceInvitation.ANSWER), this::giveUp);
        return enrolled.whenComplete((done, failure) -> {
            early.close();
            late.close();
            seams.blocking().execute(swarm::close);
        });
    }

    private void giveUpUnlessComparing() {
        if (!comparing) {
            giveUp();
        }
    }

    private void giveUp() {
        fail(met ? ErrorCode.TIMED_OUT : ErrorCode.INVITER_UNREACHABLE);
    }

    private void fail(ErrorCode why) {
        enrolled.completeExceptionally(new HearthException(why));
    }

    @Override
    public boolean admits(Peer peer) {
        return peer.device().equals(DeviceLink.way(link).inviter());
    }

    @Override
    public void connected(Session session) {
        if (!met) {
            met = true;
            listener.accept(JoinState.PROVING);
        }
        Attempt attempt = new Attempt(new EnrolmentGuest(self, code, session.binding(), link.id(), seams.random()));
        Channel channel = session.open(OpenDeviceInvitation.PROTOCOL, attempt);
        attempt.channel = channel;
        channel.send(attempt.guest.hello());
    }

    @Override
    public void disconnected(Session session, String reason) {
        fail(ErrorCode.INVITER_UNREACHABLE);
    }

    /** The messages of one session. */
    private final class Attempt implements ChannelHandler {
        private final EnrolmentGuest guest; // guarded by this
        private volatile @Nullable Channel channel;

        Attempt(EnrolmentGuest guest) {
            this.guest = guest;
        }

        @Override
        public synchronized void message(Bytes message) {
            try {
                Step step = guest.received(message);
                if (step instanceof Step.Answer answer) {
                    send(answer.message());
                } else if (step instanceof Step.Compare compare) {
                    comparing = true;
                    listener.accept(JoinState.COMPARING);
                    seams.blocking().execute(() -> ask(compare));
                } else if (step instanceof Step.Enrolled joined) {
                    listener.accept(JoinState.FETCHING);
                    enrolled.complete(joined);
                }
            } catch (MalformedException e) {
                fail(ErrorCode.CODE_WRONG);
            } catch (HearthException e) {
                enrolled.completeExceptionally(e);
            }
        }

        /** Holds nothing while the user looks. */
        private void ask(Step.Compare compare) {
            if (!confirmation.isSame(compare.emoji(), compare.identity())) {
                fail(ErrorCode.DEVICE_DECLINED);
                return;
            }
            synchronized (this) {
                send(guest.agree());
            }
        }

        private void send(Bytes message) {
            Channel to = channel;
            if (to != null) {
                to.send(message);
            }
        }
    }
}
