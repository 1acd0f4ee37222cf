package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.halo.InvitationGuest;
import dev.hearth.halo.InvitationLink;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A guest's attempt to join: meets the inviter, proves the code, and yields the credentials of the space. */
final class Joining implements SwarmHandler {
    private final InvitationLink link;
    private final String code;
    private final Seams seams;
    private final CompletableFuture<List<Bytes>> credentials = new CompletableFuture<>();
    private volatile boolean met;

    private Joining(InvitationLink link, String code, Seams seams) {
        this.link = link;
        this.code = code;
        this.seams = seams;
    }

    /** Returns the credentials, or fails with why the guest was turned away, at the latest after {@code limit}. */
    static CompletableFuture<List<Bytes>> start(
            Mesh mesh, InvitationLink link, String code, Seams seams, Duration limit) {
        Joining joining = new Joining(link, code, seams);
        Swarm swarm = mesh.join(Topic.open(InvitationLink.topic(link.id())), joining);
        Subscription timer = seams.scheduler().after(limit, joining::giveUp);
        return joining.credentials.whenComplete((joined, failure) -> {
            timer.close();
            swarm.close();
        });
    }

    private void giveUp() {
        fail(met ? ErrorCode.TIMED_OUT : ErrorCode.INVITER_UNREACHABLE);
    }

    private void fail(ErrorCode code) {
        credentials.completeExceptionally(new HearthException(code));
    }

    @Override
    public boolean admits(Peer peer) {
        return peer.device().equals(link.inviter());
    }

    @Override
    public void connected(Session session) {
        met = true;
        Attempt attempt = new Attempt(new InvitationGuest(link, code, session.binding(), seams.random()));
        Channel channel = session.open(OpenInvitation.PROTOCOL, attempt);
        attempt.channel = channel;
        channel.send(attempt.guest.hello());
    }

    @Override
    public void disconnected(Session session, String reason) {
        fail(ErrorCode.INVITER_UNREACHABLE);
    }

    /** The messages of one session. */
    private final class Attempt implements ChannelHandler {
        private final InvitationGuest guest;
        private @Nullable Channel channel;

        Attempt(InvitationGuest guest) {
            this.guest = guest;
        }

        @Override
        public void message(Bytes message) {
            try {
                InvitationGuest.Step step = guest.received(message);
                if (step instanceof InvitationGuest.Step.Answer answer && channel != null) {
                    channel.send(answer.message());
                } else if (step instanceof InvitationGuest.Step.Joined joined) {
                    credentials.complete(joined.credentials());
                }
            } catch (MalformedException e) {
                fail(ErrorCode.CODE_WRONG);
            } catch (HearthException e) {
                credentials.completeExceptionally(e);
            }
        }
    }
}
