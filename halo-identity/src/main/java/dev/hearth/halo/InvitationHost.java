package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Cpace;
import dev.hearth.halo.crypto.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inviter's side of one attempt, a step machine over the messages of one session.
 *
 * <pre>
 * guest -> host  1 | run id 16 | share 32
 * host -> guest  2 | share 32
 * guest -> host  3 | confirmation 32
 * host -> guest  4 | confirmation 32 | sealed credentials
 * host -> guest  5 | refusal u8 | attempts left u8
 * </pre>
 *
 * <p>An attempt counts as wrong when it is begun, and is given back when the confirmation is right: breaking off helps
 * nobody to more attempts. Not thread-safe.
 */
public final class InvitationHost {
    static final int HELLO = 1;
    static final int SHARE = 2;
    static final int CONFIRM = 3;
    static final int WELCOME = 4;
    static final int REFUSAL = 5;

    static final Limit MAX_MESSAGE = new Limit("bytes of an invitation message", 1 << 20);
    static final Limit MAX_CREDENTIALS = new Limit("credentials of a space that is joined", 10_000);

    private final Desk desk;
    private final IdentityChain guest;
    private final Bytes binding;
    private final SecureRandom random;
    private final InstantSource clock;
    private @Nullable Handshake handshake;
    private boolean over;

    /** What the inviter keeps and does; called by one attempt at a time. */
    public interface Desk {
        /** Returns the invitation as it is now. */
        HostedInvitation invitation();

        /** Keeps the changed invitation, durably, before this returns. */
        void keep(HostedInvitation changed);

        /** Admits the guest in the invitation's role and returns the space's credentials. */
        List<Bytes> admit(IdentityChain guest, Role role);
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
        if (over) {
            throw new MalformedException("The attempt is over");
        }
        if (kind == HELLO && handshake == null) {
            return hello(in);
        }
        if (kind == CONFIRM && handshake != null) {
            return confirm(in, handshake);
        }
        throw new MalformedException("Invitation message out of turn");
    }

    private Bytes hello(ByteReader in) throws MalformedException {
        Bytes run = in.raw(Handshake.RUN);
        Bytes share = in.raw(32);
        in.end();
        HostedInvitation invitation = desk.invitation();
        Optional<Refusal> refusal = refusal(invitation);
        if (refusal.isPresent()) {
            return refuse(refusal.get(), invitation);
        }
        Cpace cpace = Handshake.start(invitation.code(), binding, invitation.id(), run, random);
        Secret key = cpace.finishResponder(Bytes.EMPTY, share, Bytes.EMPTY);
        desk.keep(invitation.afterWrongCode());
        handshake = Handshake.agreed(key);
        return new ByteWriter().u8(SHARE).raw(cpace.share()).toBytes();
    }

    private Optional<Refusal> refusal(HostedInvitation invitation) {
        if (invitation.spent()) {
            return Optional.of(Refusal.SPENT);
        }
        return clock.instant().isBefore(invitation.expires()) ? Optional.empty() : Optional.of(Refusal.EXPIRED);
    }

    private Bytes confirm(ByteReader in, Handshake agreed) throws MalformedException {
        Bytes confirmation = in.raw(Handshake.CONFIRMATION);
        in.end();
        over = true;
        HostedInvitation invitation = desk.invitation();
        if (!Handshake.same(confirmation, agreed.guestConfirmation())) {
            return refuse(Refusal.CODE_WRONG, invitation);
        }
        if (invitation.usesLeft() <= 0) {
            return refuse(Refusal.SPENT, invitation);
        }
        desk.keep(invitation.afterRightCode());
        List<Bytes> credentials;
        try {
            credentials = desk.admit(guest, invitation.role());
        } catch (HearthException e) {
            if (e.code() == ErrorCode.KEY_MISSING) {
                return refuse(Refusal.KEY_MISSING, invitation);
            }
            throw e;
        }
        ByteWriter bundle = new ByteWriter(1_024).varint(credentials.size());
        credentials.forEach(bundle::sized);
        return new ByteWriter()
                .u8(WELCOME)
                .raw(agreed.hostConfirmation())
                .raw(agreed.seal(bundle.toBytes()))
                .toBytes();
    }

    private Bytes refuse(Refusal refusal, HostedInvitation invitation) {
        over = true;
        return new ByteWriter()
                .u8(REFUSAL)
                .u8(refusal.code)
                .u8(Math.max(0, invitation.attemptsLeft()))
                .toBytes();
    }

    /** Why a guest is turned away, and the number that says so. */
    private enum Refusal {
        CODE_WRONG(0),
        EXPIRED(1),
        SPENT(2),
        KEY_MISSING(3);

        private final int code;

        Refusal(int code) {
            this.code = code;
        }
    }
}
