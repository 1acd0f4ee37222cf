package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One host of an invitation; keeps it as bytes only, as a restart would find it. */
final class TestDesk implements InvitationHost.Desk {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final Bytes BINDING = Bytes.of(new byte[32]);

    final SpaceCredentials space;
    final LocalIdentity self;
    Instant now = NOW;
    private Bytes kept;

    TestDesk(SpaceCredentials space, LocalIdentity self, HostedInvitation invitation) {
        this.space = space;
        this.self = self;
        this.kept = invitation.encode();
    }

    /** Another host of a delegated invitation, which knows it by the credentials. */
    static TestDesk of(SpaceCredentials space, LocalIdentity self, Bytes id) {
        return new TestDesk(space, self, HostedInvitation.byLink(said(space, id)));
    }

    /** Returns what the credentials say of an invitation. */
    static DelegatedInvitation said(SpaceCredentials space, Bytes id) {
        return Objects.requireNonNull(space.authority().invitations().get(id));
    }

    static InvitationTerms terms(int uses) {
        return new InvitationTerms(Role.WRITER, NOW.plusSeconds(60), uses, false, Optional.empty());
    }

    static InvitationTerms onApproval(int uses) {
        return new InvitationTerms(Role.WRITER, NOW.plusSeconds(60), uses, true, Optional.empty());
    }

    /** Delegates an invitation and returns its key. */
    static InvitationKey delegate(SpaceCredentials space, LocalIdentity by, InvitationTerms terms) {
        InvitationKey key = InvitationKey.generate(People.SEAMS.random());
        new SpaceInvitations(space).delegate(by, key, terms);
        return key;
    }

    @Override
    public HostedInvitation invitation() {
        try {
            HostedInvitation stored = HostedInvitation.decode(kept);
            DelegatedInvitation delegated = space.authority().invitations().get(stored.id());
            return delegated == null ? stored : stored.with(delegated);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void keep(HostedInvitation changed) {
        kept = changed.encode();
    }

    @Override
    public boolean isIn(IdentityChain guest) {
        return space.authority().ownerOf(guest.device()).isPresent();
    }

    @Override
    public Collection<IdentityId> admitted() {
        return space.authority().admittedBy(invitation().id());
    }

    @Override
    public void admit(IdentityChain guest, Role role) {
        space.admit(self, guest, role, Optional.of(invitation().id()));
    }

    @Override
    public List<Bytes> bundle() {
        return space.all();
    }

    InvitationHost host(IdentityChain guest, Bytes binding) {
        return new InvitationHost(this, guest, binding, People.SEAMS.random(), () -> now);
    }

    /** Runs an attempt with the code to its end. */
    InvitationGuest.Step withCode(LocalIdentity guest, String code) throws MalformedException {
        Bytes id = invitation().id();
        return run(InvitationGuest.withCode(id, code, BINDING, People.SEAMS.random()), host(guest.chain(), BINDING));
    }

    /** Runs an attempt with the key of a link to its end. */
    InvitationGuest.Step withKey(LocalIdentity guest, InvitationKey key) throws MalformedException {
        return run(InvitationGuest.withKey(key, guest.chain(), BINDING), host(guest.chain(), BINDING));
    }

    static InvitationGuest.Step run(InvitationGuest guest, InvitationHost host) throws MalformedException {
        InvitationGuest.Step step = new InvitationGuest.Step.Answer(guest.first());
        while (step instanceof InvitationGuest.Step.Answer answer) {
            step = guest.received(host.received(answer.message()));
        }
        return step;
    }

    static SpaceCredentials joined(InvitationGuest.Step step) {
        return People.restore(((InvitationGuest.Step.Joined) step).credentials());
    }
}
