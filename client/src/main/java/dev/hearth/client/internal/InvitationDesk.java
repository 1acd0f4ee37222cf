package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.halo.Authority;
import dev.hearth.halo.DelegatedInvitation;
import dev.hearth.halo.HostedInvitation;
import dev.hearth.halo.InvitationKey;
import dev.hearth.halo.InvitationTerms;
import dev.hearth.mesh.Mesh;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The invitations of a client's open spaces: those by code that it made, former runs included, and those by link that
 * any member delegated, which it hosts while its identity may admit their role. Thread-safe.
 */
final class InvitationDesk implements AutoCloseable {
    /** Invitations by link of one member that are hosted at a time; who delegates more harms its own alone. */
    private static final int MOST_OF_MEMBER = 64;

    private final Mesh mesh;
    private final IdentityId self;
    private final Registry registry;
    private final Supplier<List<URI>> signals;
    private final Seams seams;
    private final Map<Bytes, OpenInvitation> known = new ConcurrentHashMap<>();

    /** Held while spaces come and go, and while what is hosted is brought in line with credentials. */
    private final Object hosting = new Object();

    private final Map<SpaceId, Subscription> watched = new HashMap<>(); // guarded by hosting

    InvitationDesk(Mesh mesh, IdentityId self, Registry registry, Supplier<List<URI>> signals, Seams seams) {
        this.mesh = mesh;
        this.self = self;
        this.registry = registry;
        this.signals = signals;
        this.seams = seams;
    }

    IdentityId self() {
        return self;
    }

    List<URI> signals() {
        return signals.get();
    }

    Invitation invite(OpenSpace space, InvitationOptions options) {
        InvitationTerms terms = new InvitationTerms(
                options.role(),
                seams.clock().instant().plus(options.validity()),
                options.uses(),
                options.approval(),
                options.guest());
        if (options.code()) {
            return add(space, HostedInvitation.byCode(terms, seams.random()));
        }
        InvitationKey key = InvitationKey.generate(seams.random());
        HostedInvitation invitation = HostedInvitation.byLink(terms, key);
        keep(space.id(), invitation); // first, for the link's secret is nowhere else
        space.access().delegate(key, terms);
        return add(space, invitation);
    }

    private OpenInvitation add(OpenSpace space, HostedInvitation invitation) {
        keep(space.id(), invitation);
        synchronized (hosting) {
            OpenInvitation open =
                    known.computeIfAbsent(invitation.id(), id -> new OpenInvitation(this, space, invitation, seams));
            open.host(mesh);
            return open;
        }
    }

    /** Returns the invitations to a space that this device knows of, whether they can be used or not. */
    List<Invitation> of(OpenSpace space) {
        bringInLine(space);
        List<Invitation> list = new ArrayList<>();
        known.values().stream()
                .filter(each -> each.space() == space)
                .sorted((one, other) -> one.expires().compareTo(other.expires()))
                .forEach(list::add);
        return list;
    }

    /** Returns the space of an invitation that is open here. */
    Optional<OpenSpace> space(Bytes invitation) {
        return Optional.ofNullable(known.get(invitation)).map(OpenInvitation::space);
    }

    /** Hosts the invitations to a space that was closed meanwhile, or whose client was. */
    void reopen(OpenSpace space) {
        synchronized (hosting) {
            Subscription changes =
                    space.access().onChange(() -> seams.blocking().execute(() -> bringInLine(space)));
            Subscription former = watched.put(space.id(), changes);
            if (former != null) {
                former.close();
            }
            Set<Bytes> delegated = space.access().authority().invitations().keySet();
            for (HostedInvitation each : kept(space.id()).values()) {
                if (each.proof() instanceof HostedInvitation.Proof.Code) {
                    reopen(space, each);
                } else if (!delegated.contains(each.id())) {
                    registry.removeInvitation(each.id()); // the device failed before it had said it
                }
            }
        }
        bringInLine(space);
    }

    private void reopen(OpenSpace space, HostedInvitation invitation) {
        OpenInvitation open = new OpenInvitation(this, space, invitation, seams);
        if (open.isAwaited()) {
            known.put(invitation.id(), open);
            open.host(mesh);
        } else {
            registry.removeInvitation(invitation.id());
        }
    }

    /** Hosts what the credentials say is to be hosted here, and nothing else. */
    private void bringInLine(OpenSpace space) {
        List<OpenInvitation> changed = new ArrayList<>();
        synchronized (hosting) {
            if (!watched.containsKey(space.id())) {
                return;
            }
            Authority authority = space.access().authority();
            Map<Bytes, HostedInvitation> kept = null;
            Map<IdentityId, Integer> ofMember = new HashMap<>();
            for (DelegatedInvitation each : authority.invitations().values()) {
                OpenInvitation open = known.get(each.id());
                if (open == null) {
                    kept = kept == null ? kept(space.id()) : kept;
                    HostedInvitation invitation = kept.getOrDefault(each.id(), HostedInvitation.byLink(each));
                    open = new OpenInvitation(this, space, invitation, seams);
                    known.put(each.id(), open);
                }
                boolean mayAdmit = authority
                        .roleOfDevice(space.access().self())
                        .filter(own -> own.canAdmit(each.terms().role()))
                        .isPresent();
                if (mayAdmit && open.isAwaited() && ofMember.merge(each.inviter(), 1, Integer::sum) <= MOST_OF_MEMBER) {
                    open.host(mesh);
                } else {
                    open.leave();
                }
            }
            known.values().stream().filter(each -> each.space() == space).forEach(changed::add);
        }
        changed.forEach(OpenInvitation::refresh);
    }

    private Map<Bytes, HostedInvitation> kept(SpaceId space) {
        Map<Bytes, HostedInvitation> kept = new LinkedHashMap<>();
        registry.invitations().values().stream()
                .map(Kept::decode)
                .filter(each -> each.space().equals(space))
                .forEach(each -> kept.put(each.invitation().id(), each.invitation()));
        return kept;
    }

    /** Stops to host the invitations to a space that is closed; they go on when it is opened again. */
    void shelve(SpaceId space) {
        synchronized (hosting) {
            Subscription changes = watched.remove(space);
            if (changes != null) {
                changes.close();
            }
            Set<Bytes> gone = new HashSet<>();
            known.forEach((id, invitation) -> {
                if (invitation.space().id().equals(space)) {
                    invitation.leave();
                    gone.add(id);
                }
            });
            known.keySet().removeAll(gone);
        }
    }

    /** Forgets the invitations to a space that ended. */
    void forget(SpaceId space) {
        shelve(space);
        kept(space).keySet().forEach(registry::removeInvitation);
    }

    void keep(SpaceId space, HostedInvitation invitation) {
        registry.putInvitation(invitation.id(), new Kept(space, invitation).encode());
    }

    @Override
    public void close() {
        synchronized (hosting) {
            watched.values().forEach(Subscription::close);
            watched.clear();
            known.values().forEach(OpenInvitation::leave);
        }
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
