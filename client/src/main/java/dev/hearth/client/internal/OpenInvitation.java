package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Invitation;
import dev.hearth.client.Member;
import dev.hearth.halo.HostedInvitation;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationHost;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.Role;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One invitation while its client is open: meets guests in a swarm of its own, which lets anyone knock. Thread-safe.
 */
final class OpenInvitation implements Invitation, SwarmHandler, InvitationHost.Desk {
    /** The channel on which guests knock. */
    static final String PROTOCOL = "hearth/invitation/1";

    private final InvitationDesk desk;
    private final OpenSpace space;
    private final Seams seams;
    private final CompletableFuture<Member> accepted = new CompletableFuture<>();
    private final Object state = new Object();
    private HostedInvitation invitation; // guarded by state
    private String link = ""; // guarded by state
    private @Nullable Swarm swarm; // guarded by state

    OpenInvitation(InvitationDesk desk, OpenSpace space, HostedInvitation invitation, Seams seams) {
        this.desk = desk;
        this.space = space;
        this.invitation = invitation;
        this.seams = seams;
    }

    void open(Mesh mesh, DeviceId self, List<URI> signals) {
        synchronized (state) {
            link = new InvitationLink(invitation.id(), self, signals, invitation.expires()).text();
            if (swarm == null) {
                swarm = mesh.join(Topic.open(InvitationLink.topic(invitation.id())), this);
            }
        }
    }

    void leave() {
        synchronized (state) {
            if (swarm != null) {
                swarm.close();
                swarm = null;
            }
        }
    }

    @Override
    public String link() {
        synchronized (state) {
            return link;
        }
    }

    @Override
    public String code() {
        return invitation().code();
    }

    @Override
    public Instant expires() {
        return invitation().expires();
    }

    @Override
    public CompletableFuture<Member> accepted() {
        return accepted.copy();
    }

    @Override
    public void withdraw() {
        desk.forget(invitation().id());
        leave();
        accepted.completeExceptionally(new HearthException(ErrorCode.INVITATION_SPENT));
    }

    @Override
    public HostedInvitation invitation() {
        synchronized (state) {
            return invitation;
        }
    }

    @Override
    public void keep(HostedInvitation changed) {
        synchronized (state) {
            desk.keep(space.id(), changed);
            invitation = changed;
        }
        if (changed.attemptsLeft() <= 0) {
            accepted.completeExceptionally(new HearthException(ErrorCode.INVITATION_SPENT));
        }
    }

    @Override
    public List<Bytes> admit(IdentityChain guest, Role role) {
        space.access().admit(guest, role);
        accepted.complete(new Member(guest.identity(), guest.name(), role));
        return space.access().all();
    }

    @Override
    public boolean admits(Peer peer) {
        return true;
    }

    @Override
    public void connected(Session session) {
        session.accept(PROTOCOL, channel -> new Knock(session, channel));
    }

    @Override
    public void disconnected(Session session, String reason) {
        // A guest that went away leaves nothing behind: its attempt was counted when it began.
    }

    /** One guest's attempt; the swarm's executor runs one after another. */
    private final class Knock implements ChannelHandler {
        private final Session session;
        private final Channel channel;
        private @Nullable InvitationHost host;

        Knock(Session session, Channel channel) {
            this.session = session;
            this.channel = channel;
        }

        @Override
        public void message(Bytes message) {
            try {
                if (host == null) {
                    IdentityChain guest = IdentityChain.verify(session.peer().chain());
                    host = new InvitationHost(
                            OpenInvitation.this, guest, session.binding(), seams.random(), seams.clock());
                }
                channel.send(host.received(message));
            } catch (MalformedException e) {
                session.close();
            }
        }
    }
}
