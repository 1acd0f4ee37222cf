package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.halo.HostedInvitation;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.InvitationGuest;
import dev.hearth.halo.InvitationHost;
import dev.hearth.halo.InvitationKey;
import dev.hearth.halo.InvitationTerms;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.halo.SpaceInvitations;
import dev.hearth.halo.crypto.Cpace;
import dev.hearth.halo.crypto.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Times the two sides of an attempt to join without what carries their messages. */
final class InviteSides {
    private static final Bytes BINDING = Bytes.of(new byte[32]);

    private final Seams seams;
    private final LocalIdentity host;
    private final LocalIdentity guest;

    InviteSides(Seams seams, LocalIdentity host, LocalIdentity guest) {
        this.seams = seams;
        this.host = host;
        this.guest = guest;
    }

    /** What the sides of one attempt took, in nanoseconds on the processor. */
    private record Nanos(long guest, long host) {}

    /** The median of each side, in milliseconds. */
    record Millis(double guest, double host) {}

    /** Times attempts by code, or by link, at a new space each. */
    Millis attempts(Rounds rounds, boolean byCode) {
        for (int i = 0; i < rounds.warmup(); i++) {
            attempt(byCode);
        }
        long[] guests = new long[rounds.measured()];
        long[] hosts = new long[rounds.measured()];
        for (int i = 0; i < rounds.measured(); i++) {
            Nanos nanos = attempt(byCode);
            guests[i] = nanos.guest();
            hosts[i] = nanos.host();
        }
        return new Millis(median(guests), median(hosts));
    }

    private static double median(long... nanos) {
        Arrays.sort(nanos);
        return Stopwatch.rounded(nanos[nanos.length / 2] / 1e6);
    }

    /** Compares refusals of a confirmation that is wrong in its first byte, and of one that is wrong in its last. */
    double refusals(Rounds rounds) {
        Desk desk =
                new Desk(SpaceCredentials.create(host, seams), host, HostedInvitation.byCode(terms(), seams.random()));
        try {
            return TellingTime.of(rounds, seams.random(), () -> refusal(desk, 1), () -> refusal(desk, 32));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long refusal(Desk desk, int wrong) throws MalformedException {
        HostedInvitation invitation = desk.invitation();
        InvitationHost side = new InvitationHost(desk, guest.chain(), BINDING, seams.random(), seams.clock());
        InvitationGuest other = InvitationGuest.withCode(invitation.id(), invitation.code(), BINDING, seams.random());
        InvitationGuest.Step.Answer confirm =
                (InvitationGuest.Step.Answer) other.received(side.received(other.first()));
        byte[] changed = confirm.message().toArray();
        changed[wrong] ^= 1;
        Bytes message = Bytes.of(changed);
        long start = seams.nanoTime();
        side.received(message);
        return seams.nanoTime() - start;
    }

    private InvitationTerms terms() {
        return new InvitationTerms(
                Role.WRITER, seams.clock().instant().plus(Duration.ofHours(1)), 1, false, Optional.empty());
    }

    private Nanos attempt(boolean byCode) {
        SpaceCredentials space = SpaceCredentials.create(host, seams);
        InvitationTerms terms = terms();
        InvitationKey key = InvitationKey.generate(seams.random());
        new SpaceInvitations(space).delegate(host, key, terms);
        HostedInvitation invitation =
                byCode ? HostedInvitation.byCode(terms, seams.random()) : HostedInvitation.byLink(terms, key);
        InvitationHost side = new InvitationHost(
                new Desk(space, host, invitation), guest.chain(), BINDING, seams.random(), seams.clock());
        try {
            return run(byCode, invitation, key, side);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Nanos run(boolean byCode, HostedInvitation invitation, InvitationKey key, InvitationHost side)
            throws MalformedException {
        long start = Stopwatch.now();
        InvitationGuest other = byCode
                ? InvitationGuest.withCode(invitation.id(), invitation.code(), BINDING, seams.random())
                : InvitationGuest.withKey(key, guest.chain(), BINDING);
        InvitationGuest.Step step = new InvitationGuest.Step.Answer(other.first());
        long guests = Stopwatch.now() - start;
        long hosts = 0;
        while (step instanceof InvitationGuest.Step.Answer answer) {
            long before = Stopwatch.now();
            Bytes message = side.received(answer.message());
            long between = Stopwatch.now();
            step = other.received(message);
            hosts += between - before;
            guests += Stopwatch.now() - between;
        }
        return new Nanos(guests, hosts);
    }

    /** Runs CPace by itself, both sides, and returns the nanoseconds of one. */
    long cpaceNanos() {
        long start = Stopwatch.now();
        cpace();
        return (Stopwatch.now() - start) / 2;
    }

    /** Runs both sides of CPace. */
    void cpace() {
        Bytes run = Bytes.of(new byte[16]);
        Cpace one = Cpace.start(Bytes.utf8("12345678"), BINDING, run, seams.random());
        Cpace other = Cpace.start(Bytes.utf8("12345678"), BINDING, run, seams.random());
        try {
            Secret key = one.finishInitiator(Bytes.EMPTY, other.share(), Bytes.EMPTY);
            if (!key.equals(other.finishResponder(Bytes.EMPTY, one.share(), Bytes.EMPTY))) {
                throw new IllegalStateException("the sides disagree");
            }
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps nothing: what the disk takes is measured with the clients. */
    private record Desk(SpaceCredentials space, LocalIdentity owner, HostedInvitation invitation)
            implements InvitationHost.Desk {
        @Override
        public void keep(HostedInvitation changed) {}

        @Override
        public boolean isIn(IdentityChain who) {
            return space.authority().ownerOf(who.device()).isPresent();
        }

        @Override
        public Collection<IdentityId> admitted() {
            return space.authority().admittedBy(invitation.id());
        }

        @Override
        public void admit(IdentityChain who, Role role) {
            space.admit(owner, who, role, Optional.of(invitation.id()));
        }

        @Override
        public List<Bytes> bundle() {
            return space.all();
        }
    }
}
