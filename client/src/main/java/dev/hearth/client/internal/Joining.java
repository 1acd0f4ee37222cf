package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.JoinState;
import dev.hearth.halo.Authority;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationGuest;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A guest's attempt to join: meets hosts, shows them what the invitation asks for, and yields the credentials of the
 * space. By code there is one host, whose word is final. By link any host will do: one that does not know the
 * invitation is passed over, and when one refuses, others have a moment to know better.
 */
final class Joining implements SwarmHandler {
    private static final Duration OTHER_HOSTS = Duration.ofSeconds(2);

    private final InvitationLink link;
    private final String code;
    private final IdentityChain self;
    private final Seams seams;
    private final Consumer<JoinState> progress;
    private final CompletableFuture<SpaceCredentials> credentials = new CompletableFuture<>();
    private volatile CompletableFuture<SpaceCredentials> ended = credentials; // once its swarm is left, too
    private final AtomicReference<JoinState> state = new AtomicReference<>(JoinState.CONNECTING);
    private volatile boolean met;

    Joining(InvitationLink link, String code, IdentityChain self, Seams seams, Consumer<JoinState> progress) {
        this.link = link;
        this.code = code;
        this.self = self;
        this.seams = seams;
        this.progress = progress;
    }

    /** Starts; without somebody who has to approve it ends at the latest after {@code limit}. */
    void start(Mesh mesh, Duration limit) {
        progress.accept(JoinState.CONNECTING);
        Swarm swarm = mesh.join(Topic.open(InvitationLink.topic(link.id())), this);
        Subscription timer = seams.scheduler().after(limit, () -> giveUp(mesh));
        ended = credentials.whenComplete((joined, failure) -> {
            timer.close();
            swarm.close();
        });
    }

    /** Returns the credentials, or why the guest was turned away. */
    CompletableFuture<SpaceCredentials> credentials() {
        return ended.copy();
    }

    /** Ends it, unless it is at its end. */
    void cancel() {
        credentials.cancel(false);
    }

    private void giveUp(Mesh mesh) {
        if (state.get() == JoinState.WAITING_FOR_APPROVAL) {
            return;
        }
        boolean late = !seams.clock().instant().isBefore(link.expires());
        if (late && !met) {
            fail(ErrorCode.INVITATION_EXPIRED); // its hosts have stopped to wait for guests
        } else {
            credentials.completeExceptionally(met ? new HearthException(ErrorCode.TIMED_OUT) : Unreached.at(mesh));
        }
    }

    void fail(ErrorCode error) {
        fail(new HearthException(error));
    }

    void fail(HearthException failure) {
        credentials.completeExceptionally(failure);
    }

    private void reach(JoinState next) {
        if (state.getAndSet(next) != next) {
            progress.accept(next);
        }
    }

    @Override
    public boolean admits(Peer peer) {
        return !(link.way() instanceof InvitationLink.Way.Code it)
                || peer.device().equals(it.inviter());
    }

    @Override
    public void connected(Session session) {
        Attempt attempt = new Attempt(session, guest(session));
        Channel channel = session.open(OpenInvitation.PROTOCOL, attempt);
        attempt.channel = channel;
        channel.send(attempt.guest.first());
        if (link.needsCode()) {
            met = true;
            proving();
        }
    }

    private InvitationGuest guest(Session session) {
        return link.way() instanceof InvitationLink.Way.Key it
                ? InvitationGuest.withKey(it.key(), self, session.binding())
                : InvitationGuest.withCode(link.id(), code, session.binding(), seams.random());
    }

    private void proving() {
        if (state.get() == JoinState.CONNECTING) {
            reach(JoinState.PROVING);
        }
    }

    @Override
    public void disconnected(Session session, String reason) {
        if (link.needsCode() && state.get() != JoinState.WAITING_FOR_APPROVAL) {
            fail(ErrorCode.INVITER_UNREACHABLE);
        }
    }

    /** A host that is none, or lies: of the one host of a code it is the end, another one of a link may be true. */
    private void passOver(Session session) {
        if (link.needsCode()) {
            fail(ErrorCode.CODE_WRONG);
        } else {
            session.close();
        }
    }

    private void refused(HearthException refusal) {
        met = true;
        if (link.needsCode()) {
            credentials.completeExceptionally(refusal);
        } else {
            seams.scheduler().after(OTHER_HOSTS, () -> credentials.completeExceptionally(refusal));
        }
    }

    /** Takes what a host of {@code device} handed over, if it is what the invitation promises. */
    private void joined(DeviceId device, List<Bytes> encoded) throws MalformedException {
        SpaceCredentials space = SpaceCredentials.restore(encoded, seams);
        Authority authority = space.authority();
        if (link.way() instanceof InvitationLink.Way.Key it) {
            Optional<Role> host = authority.roleOfDevice(device);
            if (!space.id().equals(it.space())
                    || !authority.invitations().containsKey(link.id())
                    || host.filter(role -> role.canAdmit(Role.READER)).isEmpty()) {
                throw new MalformedException("Not the space of the invitation, or not its host");
            }
        }
        if (authority.ownerOf(self.device()).isEmpty()) {
            throw new MalformedException("A welcome to who is no member");
        }
        credentials.complete(space);
    }

    /** The messages of one session. */
    private final class Attempt implements ChannelHandler {
        private final Session session;
        private final InvitationGuest guest;
        private @Nullable Channel channel;

        Attempt(Session session, InvitationGuest guest) {
            this.session = session;
            this.guest = guest;
        }

        @Override
        public void message(Bytes message) {
            try {
                InvitationGuest.Step step = guest.received(message);
                met = true;
                proving();
                if (step instanceof InvitationGuest.Step.Answer answer && channel != null) {
                    channel.send(answer.message());
                } else if (step instanceof InvitationGuest.Step.Waiting) {
                    reach(JoinState.WAITING_FOR_APPROVAL);
                } else if (step instanceof InvitationGuest.Step.Joined it) {
                    joined(session.peer().device(), it.credentials());
                }
            } catch (MalformedException e) {
                passOver(session);
            } catch (HearthException e) {
                refused(e);
            }
        }
    }
}
