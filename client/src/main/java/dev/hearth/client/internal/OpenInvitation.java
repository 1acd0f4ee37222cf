package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Invitation;
import dev.hearth.client.JoinRequest;
import dev.hearth.client.Member;
import dev.hearth.halo.Authority;
import dev.hearth.halo.DelegatedInvitation;
import dev.hearth.halo.HostedInvitation;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationHost;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.Role;
import dev.hearth.halo.SafetyDigits;
import dev.hearth.halo.ShownName;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.Peer;
import dev.hearth.mesh.Session;
import dev.hearth.mesh.Swarm;
import dev.hearth.mesh.SwarmHandler;
import dev.hearth.mesh.Topic;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One invitation while its space is open: what is known of it, and, while it is hosted, a swarm of its own that lets
 * anyone knock. Whether somebody is let in is decided for one guest at a time. Thread-safe.
 */
final class OpenInvitation implements Invitation, SwarmHandler, InvitationHost.Desk {
    /** The channel on which guests knock. */
    static final String PROTOCOL = "hearth/invitation/1";

    private final InvitationDesk desk;
    private final OpenSpace space;
    private final Bytes id;
    private final Seams seams;
    private final CompletableFuture<Member> accepted = new CompletableFuture<>();
    private final Set<IdentityId> admittedBefore;
    private final List<Knock> waiting = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Held while it is decided about a guest, before {@code state}. */
    private final Object deciding = new Object();

    private final Object state = new Object();
    private HostedInvitation kept; // guarded by state
    private @Nullable Swarm swarm; // guarded by state

    OpenInvitation(InvitationDesk desk, OpenSpace space, HostedInvitation invitation, Seams seams) {
        this.desk = desk;
        this.space = space;
        this.id = invitation.id();
        this.kept = invitation;
        this.seams = seams;
        this.admittedBefore = new HashSet<>(authority().admittedBy(id));
    }

    private Authority authority() {
        return space.access().authority();
    }

    OpenSpace space() {
        return space;
    }

    /** Meets guests from now on. */
    void host(Mesh mesh) {
        synchronized (state) {
            if (swarm == null) {
                swarm = mesh.join(Topic.open(InvitationLink.topic(id)), this);
            }
        }
    }

    /** Meets guests no more. */
    void leave() {
        synchronized (state) {
            if (swarm != null) {
                swarm.close();
                swarm = null;
            }
        }
    }

    @Override
    public String id() {
        return id.hex();
    }

    @Override
    public String link() {
        HostedInvitation now = invitation();
        if (now.proof() instanceof HostedInvitation.Proof.Code) {
            return link(new InvitationLink.Way.Code(id, space.access().self()));
        }
        return now.key()
                .map(key -> link(new InvitationLink.Way.Key(key, space.id())))
                .orElse("");
    }

    private String link(InvitationLink.Way way) {
        return new InvitationLink(way, desk.signals(), expires()).text();
    }

    @Override
    public String code() {
        return invitation().code();
    }

    @Override
    public Role role() {
        return invitation().terms().role();
    }

    @Override
    public Instant expires() {
        return invitation().terms().expires();
    }

    @Override
    public int uses() {
        return invitation().terms().uses();
    }

    @Override
    public boolean needsApproval() {
        return invitation().terms().approval();
    }

    @Override
    public Optional<IdentityId> guest() {
        return invitation().terms().guest();
    }

    @Override
    public IdentityId inviter() {
        return delegated().map(DelegatedInvitation::inviter).orElseGet(desk::self);
    }

    @Override
    public State state() {
        HostedInvitation now = invitation();
        if (now.cancelled()) {
            return State.CANCELLED;
        } else if (isBurnt(now) || admitted().size() >= now.terms().uses()) {
            return State.SPENT;
        }
        return isInTime(now) ? State.OPEN : State.EXPIRED;
    }

    /** Returns whether too many codes were wrong: the last attempt counts from its beginning, and may prove right. */
    private boolean isBurnt(HostedInvitation now) {
        return now.attemptsLeft() <= 0 && waiting.stream().noneMatch(knock -> knock.proving);
    }

    private boolean isInTime(HostedInvitation now) {
        return seams.clock().instant().isBefore(now.terms().expires());
    }

    /** Returns whether somebody may come who is to get an answer. */
    boolean isAwaited() {
        HostedInvitation now = invitation();
        return isInTime(now) || !now.asking().isEmpty();
    }

    @Override
    public List<IdentityId> admitted() {
        return List.copyOf(authority().admittedBy(id));
    }

    @Override
    public List<JoinRequest> requests() {
        HostedInvitation now = invitation();
        return now.cancelled()
                ? List.of()
                : now.asking().stream()
                        .filter(each -> !isIn(each.guest()))
                        .map(this::request)
                        .toList();
    }

    private JoinRequest request(HostedInvitation.Asking asking) {
        IdentityId guest = asking.guest().identity();
        return new JoinRequest(guest, ShownName.of(asking.guest().name()), SafetyDigits.of(id, guest), asking.since());
    }

    @Override
    public Subscription onRequests(Executor executor, Consumer<List<JoinRequest>> listener) {
        Runnable tell = () -> executor.execute(() -> listener.accept(requests()));
        listeners.add(tell);
        return () -> listeners.remove(tell);
    }

    @Override
    public void approve(IdentityId guest) {
        synchronized (deciding) {
            IdentityChain chain = asking(guest);
            State now = state();
            if (now == State.SPENT || now == State.CANCELLED) {
                throw new HearthException(now.error().orElseThrow());
            }
            admit(chain, role());
            keep(invitation().afterAdmission(guest));
        }
        tellWaiting();
    }

    @Override
    public void decline(IdentityId guest) {
        synchronized (deciding) {
            asking(guest);
            keep(invitation().afterDecline(guest));
        }
        tellWaiting();
    }

    private IdentityChain asking(IdentityId guest) {
        return invitation().asking().stream()
                .map(HostedInvitation.Asking::guest)
                .filter(chain -> chain.identity().equals(guest) && !isIn(chain))
                .findFirst()
                .orElseThrow(() -> new HearthException(ErrorCode.INVITATION_UNKNOWN));
    }

    @Override
    public CompletableFuture<Member> accepted() {
        return accepted.copy();
    }

    @Override
    public void cancel() {
        synchronized (deciding) {
            HostedInvitation now = invitation();
            if (now.proof() instanceof HostedInvitation.Proof.Key && !now.cancelled()) {
                space.access().cancelInvitation(id);
            }
            keep(now.afterCancel());
        }
        refresh();
    }

    private Optional<DelegatedInvitation> delegated() {
        return Optional.ofNullable(authority().invitations().get(id));
    }

    @Override
    public HostedInvitation invitation() {
        Optional<DelegatedInvitation> delegated = delegated();
        synchronized (state) {
            return delegated.map(kept::with).orElse(kept);
        }
    }

    @Override
    public void keep(HostedInvitation changed) {
        synchronized (state) {
            desk.keep(space.id(), changed);
            kept = changed;
        }
        listeners.forEach(Runnable::run);
    }

    private void endIfBurnt() {
        if (isBurnt(invitation())) {
            accepted.completeExceptionally(new HearthException(ErrorCode.INVITATION_SPENT));
        }
    }

    @Override
    public boolean isIn(IdentityChain guest) {
        return authority().ownerOf(guest.device()).equals(Optional.of(guest.identity()));
    }

    @Override
    public void admit(IdentityChain guest, Role role) {
        boolean comesBack = authority().roleOf(guest.identity()).isPresent();
        space.access().admit(guest, role, id);
        if (comesBack) { // who was a member is not counted as admitted
            Authority now = authority();
            accepted.complete(OpenSpace.shown(now, now.member(guest.identity()).orElseThrow()));
        }
    }

    @Override
    public List<Bytes> bundle() {
        return space.access().all();
    }

    /** Takes up what the credentials tell: who came in, here or at another host, and whether it is over. */
    void refresh() {
        HostedInvitation now = invitation();
        if (now.cancelled()) {
            accepted.completeExceptionally(new HearthException(ErrorCode.INVITATION_CANCELLED));
        }
        Authority authority = authority();
        admitted().stream()
                .filter(guest -> !admittedBefore.contains(guest))
                .flatMap(guest -> Optional.ofNullable(authority.members().get(guest)).stream())
                .findFirst()
                .ifPresent(member -> accepted.complete(OpenSpace.shown(authority, member)));
        synchronized (deciding) {
            HostedInvitation before = invitation();
            before.asking().stream()
                    .map(HostedInvitation.Asking::guest)
                    .filter(this::isIn)
                    .forEach(guest -> keep(invitation().afterAdmission(guest.identity())));
        }
        tellWaiting();
    }

    /** Tells those who wait and are connected what was decided about them. */
    private void tellWaiting() {
        for (Knock each : waiting) {
            each.tell();
        }
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
        // A guest that went away leaves nothing behind: its attempt was counted when it began, its request is kept.
    }

    /** One guest's attempt. */
    private final class Knock implements ChannelHandler {
        private final Session session;
        private final Channel channel;
        private @Nullable InvitationHost host; // guarded by deciding
        private volatile boolean proving;

        Knock(Session session, Channel channel) {
            this.session = session;
            this.channel = channel;
        }

        @Override
        public void message(Bytes message) {
            try {
                synchronized (deciding) {
                    if (host == null) {
                        IdentityChain guest =
                                IdentityChain.verify(session.peer().chain());
                        host = new InvitationHost(
                                OpenInvitation.this, guest, session.binding(), seams.random(), seams.clock());
                        waiting.add(this);
                    }
                    proving = true;
                    channel.send(host.received(message));
                    proving = host.isProving();
                }
                endIfBurnt();
            } catch (MalformedException | HearthException e) {
                session.close(); // malformed, or this device can't admit now: the guest may try another host
            }
        }

        private void tell() {
            synchronized (deciding) {
                if (host != null) {
                    host.decided().ifPresent(channel::send);
                }
            }
        }

        @Override
        public void closed(String reason) {
            waiting.remove(this);
            endIfBurnt();
        }
    }
}
