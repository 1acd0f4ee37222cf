package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Cpace;
import dev.hearth.halo.crypto.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host's side of one attempt to join, a step machine over the messages of one session.
 *
 * <pre>
 * guest -> host  1 | run id 16 | share 32                      an invitation by code
 * host -> guest  2 | share 32
 * guest -> host  3 | confirmation 32
 * guest -> host  6 | signature 64                              an invitation by link: the guest redeems it
 * host -> guest  4 | confirmation 32 | sealed credentials
 * host -> guest  7 | confirmation 32                           the guest waits for approval; 4 or 5 follows some time
 * host -> guest  5 | refusal u8 | attempts left u8             by link also | confirmation 32
 * </pre>
 *
 * <p>What the guest shows is fixed in the invitation: a message of the other way is out of turn. An attempt with a code
 * counts as wrong when it is begun, and is given back when the confirmation is right: breaking off helps nobody to more
 * attempts. What comes after the proof is the same for both: who is in already is welcomed again, so that a guest who
 * was interrupted takes up where it was; the terms decide about others. Not thread-safe.
 */
public final class InvitationHost {
    static final int HELLO = 1;
    static final int SHARE = 2;
    static final int CONFIRM = 3;
    static final int WELCOME = 4;
    static final int REFUSAL = 5;
    static final int REDEEM = 6;
    static final int WAITING = 7;

    static final Limit MAX_MESSAGE = new Limit("bytes of an invitation message", 1 << 20);

    private final Desk desk;
    private final IdentityChain guest;
    private final Bytes binding;
    private final SecureRandom random;
    private final InstantSource clock;
    private @Nullable Handshake agreed;
    private State state = State.NEW;

    private enum State {
        NEW,
        AGREEING,
        WAITING,
        OVER
    }

    /**
     * What an invitation leads to, and what its host keeps: one for each purpose, such as membership of a space; called
     * by one attempt at a time.
     */
    public interface Desk {
        /** Returns the invitation as it is now. */
        HostedInvitation invitation();

        /** Keeps the changed invitation, durably, before this returns. */
        void keep(HostedInvitation changed);

        /** Returns whether the guest is in with the device that it shows, whichever way it came. */
        boolean isIn(IdentityChain guest);

        /** Returns who came in by this invitation, whether they are in still or not. */
        Collection<IdentityId> admitted();

        /**
         * Lets the guest in, and remembers by which invitation, durably and at once. Throws KEY_MISSING, NOT_PERMITTED
         * or SPACE_DELETED, which the guest is told.
         */
        void admit(IdentityChain guest, Role role);

        /** Returns what the guest gets who is in: the space's credentials, each after those that it builds on. */
        List<Bytes> bundle();
    }

    /** Hosts an attempt of {@code guest} over the session that {@code binding} names. */
    public InvitationHost(Desk desk, IdentityChain guest, Bytes binding, SecureRandom random, InstantSource clock) {
        this.desk = desk;
        this.guest = guest;
        this.binding = binding;
        this.random = random;
        this.clock = clock;
    }

    /** Takes a message of the guest and returns the answer. Throws on a message that is out of turn or malformed. */
    public Bytes received(Bytes message) throws MalformedException {
        MAX_MESSAGE.check(message.size());
        ByteReader in = new ByteReader(message);
        int kind = in.u8();
        HostedInvitation invitation = desk.invitation();
        if (kind == HELLO && state == State.NEW && invitation.proof() instanceof HostedInvitation.Proof.Code) {
            return hello(in, invitation);
        }
        if (kind == CONFIRM && state == State.AGREEING && agreed != null) {
            return confirm(in, invitation, agreed);
        }
        if (kind == REDEEM && state == State.NEW && invitation.proof() instanceof HostedInvitation.Proof.Key key) {
            return redeem(in, key.publicKey());
        }
        throw new MalformedException("Invitation message out of turn");
    }

    /**
     * Returns whether the guest has begun an attempt with a code, and it is not known yet whether the code is right.
     */
    public boolean isProving() {
        return state == State.AGREEING;
    }

    /**
     * Returns what a guest who waits is told now, after somebody decided about it or it got in another way; empty while
     * it goes on waiting, and for a guest who does not wait.
     */
    public Optional<Bytes> decided() {
        if (state != State.WAITING) {
            return Optional.empty();
        }
        if (desk.isIn(guest)) {
            return Optional.of(welcome());
        }
        return refusal().map(this::refuse);
    }

    private Optional<InvitationRefusal> refusal() {
        return desk.invitation().refusal(guest.identity(), desk.admitted(), clock.instant());
    }

    private Bytes hello(ByteReader in, HostedInvitation invitation) throws MalformedException {
        Bytes run = in.raw(Handshake.RUN);
        Bytes share = in.raw(32);
        in.end();
        boolean known = invitation.attemptsLeft() > 0 && desk.isIn(guest);
        Optional<InvitationRefusal> refusal = known ? Optional.empty() : refusal();
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        Cpace cpace = Handshake.start(invitation.code(), binding, invitation.id(), run, random);
        Secret key = cpace.finishResponder(Bytes.EMPTY, share, Bytes.EMPTY);
        desk.keep(invitation.afterWrongCode());
        agreed = Handshake.agreed(key);
        state = State.AGREEING;
        return new ByteWriter().u8(SHARE).raw(cpace.share()).toBytes();
    }

    private Bytes confirm(ByteReader in, HostedInvitation invitation, Handshake handshake) throws MalformedException {
        Bytes confirmation = in.raw(Handshake.CONFIRMATION);
        in.end();
        if (!Handshake.same(confirmation, handshake.guestConfirmation())) {
            return refuse(InvitationRefusal.CODE_WRONG);
        }
        desk.keep(invitation.afterRightCode());
        return enter();
    }

    /** A wrong signature is no mistake of a guest: the id of the invitation follows from the key. */
    private Bytes redeem(ByteReader in, Bytes publicKey) throws MalformedException {
        Bytes signature = in.raw(64);
        in.end();
        state = State.OVER;
        if (!InvitationKey.isRedeemed(publicKey, guest, binding, signature)) {
            throw new MalformedException("Invitation redeemed with a wrong signature");
        }
        agreed = InvitationKey.session(publicKey, binding);
        return enter();
    }

    /** The guest has shown what it must. */
    private Bytes enter() {
        if (desk.isIn(guest)) {
            return welcome();
        }
        Optional<InvitationRefusal> refusal = refusal();
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        HostedInvitation invitation = desk.invitation();
        if (invitation.terms().approval()) {
            return ask(invitation);
        }
        try {
            desk.admit(guest, invitation.terms().role());
        } catch (HearthException e) {
            return refuse(InvitationRefusal.of(e.code()).orElseThrow(() -> e));
        }
        return welcome();
    }

    private Bytes ask(HostedInvitation invitation) {
        if (!invitation.isAsking(guest.identity())) {
            if (invitation.asking().size() >= HostedInvitation.MOST_ASKING) {
                return refuse(InvitationRefusal.BUSY);
            }
            desk.keep(invitation.afterAsking(guest, clock.instant()));
        }
        state = State.WAITING;
        return new ByteWriter().u8(WAITING).raw(handshake().hostConfirmation()).toBytes();
    }

    private Bytes welcome() {
        state = State.OVER;
        Bytes bundle = CredentialBundle.encode(desk.bundle());
        return new ByteWriter()
                .u8(WELCOME)
                .raw(handshake().hostConfirmation())
                .raw(handshake().seal("bundle", bundle))
                .toBytes();
    }

    private Handshake handshake() {
        if (agreed == null) {
            throw new HearthException(ErrorCode.INTERNAL);
        }
        return agreed;
    }

    private Bytes refuse(InvitationRefusal refusal) {
        state = State.OVER;
        HostedInvitation invitation = desk.invitation();
        boolean byCode = invitation.proof() instanceof HostedInvitation.Proof.Code;
        ByteWriter out =
                new ByteWriter().u8(REFUSAL).u8(refusal.code()).u8(byCode ? Math.max(0, invitation.attemptsLeft()) : 0);
        return byCode ? out.toBytes() : out.raw(handshake().hostConfirmation()).toBytes();
    }
}
