package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Cpace;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A device's side of letting another device of the same person into its identity, a step machine over the messages of
 * one session.
 *
 * <pre>
 * new -> old  1 | run id 16 | share 32
 * old -> new  2 | share 32
 * new -> old  3 | confirmation 32
 * old -> new  4 | confirmation 32 | sealed enrolment           both show seven emoji from here on
 * new -> old  5 | sealed identity chain                        its user saw the same
 * old -> new  6 | sealed credentials of the personal space     its user saw the same too
 * old -> new  7 | attempts left u8                             no
 * </pre>
 *
 * <p>The code runs through CPace, bound to the session, so that it is no use to who overhears the exchange; what the
 * emoji stand for follows from the key that it yields, so that they differ for who has the code and sits between. An
 * attempt counts as wrong when it is begun, and is given back when the confirmation is right. Until the old device's
 * user said yes the new one has nothing but a statement that no space knows. Not thread-safe.
 */
public final class EnrolmentHost {
    static final int HELLO = 1;
    static final int SHARE = 2;
    static final int CONFIRM = 3;
    static final int OFFER = 4;
    static final int AGREE = 5;
    static final int WELCOME = 6;
    static final int REFUSAL = 7;

    static final Limit MAX_MESSAGE = new Limit("bytes of an enrolment message", 1 << 20);

    private final LocalIdentity identity;
    private final IdentityChain guest;
    private final Attempts attempts;
    private final Bytes binding;
    private final Bytes invitation;
    private final SecureRandom random;
    private @Nullable Handshake agreed;
    private @Nullable SafetyEmoji emoji;
    private @Nullable IdentityChain enrolled;
    private State state = State.NEW;

    private enum State {
        NEW,
        AGREEING,
        OFFERED,
        OVER
    }

    /** The code of an invitation and how many wrong ones it still bears, for all its sessions together. Thread-safe. */
    public static final class Attempts {
        private final String code;
        private int left = HostedInvitation.ATTEMPTS;

        private Attempts(String code) {
            this.code = code;
        }

        /** Draws a code of eight digits. */
        public static Attempts random(SecureRandom random) {
            return new Attempts(HostedInvitation.code(random));
        }

        /** Returns the code. */
        public String code() {
            return code;
        }

        /** Returns how many wrong codes it still bears. */
        public synchronized int left() {
            return left;
        }

        private synchronized boolean take() {
            return left > 0 && left-- > 0;
        }

        private synchronized void giveBack() {
            left++;
        }
    }

    /**
     * Hosts an attempt of {@code guest}, a device that has no identity yet, over the session that {@code binding}
     * names.
     */
    public EnrolmentHost(
            LocalIdentity identity,
            IdentityChain guest,
            Attempts attempts,
            Bytes binding,
            Bytes invitation,
            SecureRandom random) {
        this.identity = identity;
        this.guest = guest;
        this.attempts = attempts;
        this.binding = binding;
        this.invitation = invitation;
        this.random = random;
    }

    /** Takes a message and returns the answer, if there is one. Throws on one that is out of turn or malformed. */
    public Optional<Bytes> received(Bytes message) throws MalformedException {
        MAX_MESSAGE.check(message.size());
        ByteReader in = new ByteReader(message);
        int kind = in.u8();
        if (kind == HELLO && state == State.NEW) {
            return Optional.of(hello(in));
        } else if (kind == CONFIRM && state == State.AGREEING && agreed != null) {
            return Optional.of(confirm(in, agreed));
        } else if (kind == AGREE && state == State.OFFERED && agreed != null && enrolled == null) {
            enrolled = agreedTo(agreed.open("chain", in.rest()));
            return Optional.empty();
        }
        throw new MalformedException("Enrolment message out of turn");
    }

    private Bytes hello(ByteReader in) throws MalformedException {
        Bytes run = in.raw(Handshake.RUN);
        Bytes share = in.raw(32);
        in.end();
        if (!attempts.take()) {
            return refuse();
        }
        Cpace cpace = Handshake.start(attempts.code(), binding, invitation, run, random);
        agreed = Handshake.agreed(cpace.finishResponder(Bytes.EMPTY, share, Bytes.EMPTY));
        state = State.AGREEING;
        return new ByteWriter().u8(SHARE).raw(cpace.share()).toBytes();
    }

    private Bytes confirm(ByteReader in, Handshake handshake) throws MalformedException {
        Bytes confirmation = in.raw(Handshake.CONFIRMATION);
        in.end();
        if (!Handshake.same(confirmation, handshake.guestConfirmation())) {
            return refuse();
        }
        attempts.giveBack();
        Bytes enrolment = identity.enrol(guest);
        emoji = handshake.emoji(enrolment);
        state = State.OFFERED;
        return new ByteWriter()
                .u8(OFFER)
                .raw(handshake.hostConfirmation())
                .raw(handshake.seal("enrolment", enrolment))
                .toBytes();
    }

    private IdentityChain agreedTo(Bytes encoded) throws MalformedException {
        IdentityChain chain = IdentityChain.verify(encoded);
        if (!chain.identity().equals(identity.id()) || !chain.device().equals(guest.device())) {
            throw new MalformedException("Chain of another enrolment");
        }
        return chain;
    }

    /** Returns whether the last message was sent. */
    public boolean isOver() {
        return state == State.OVER;
    }

    /** Returns what to show and compare, once the code was right. */
    public Optional<SafetyEmoji> emoji() {
        return Optional.ofNullable(emoji);
    }

    /** Returns the new device, once its user has said yes. */
    public Optional<IdentityChain> enrolled() {
        return Optional.ofNullable(enrolled);
    }

    /** Returns the last message: the new device has been let in, and gets the credentials of the personal space. */
    public Bytes welcome(List<Bytes> credentials) {
        state = State.OVER;
        Handshake handshake = Objects.requireNonNull(agreed);
        return new ByteWriter()
                .u8(WELCOME)
                .raw(handshake.seal("bundle", CredentialBundle.encode(credentials)))
                .toBytes();
    }

    /** Returns the last message: no. */
    public Bytes refuse() {
        state = State.OVER;
        return new ByteWriter().u8(REFUSAL).u8(attempts.left()).toBytes();
    }
}
