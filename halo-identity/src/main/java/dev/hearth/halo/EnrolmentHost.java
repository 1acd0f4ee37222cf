package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.Cpace;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * old -> new  7 | attempts left u8                             no, or in place of 2: it is not open to this device
 * </pre>
 *
 * <p>The code runs through CPace, bound to the session, so that it is no use to who overhears the exchange; what the
 * emoji stand for follows from the key that it yields, so that they differ for who has the code and sits between. An
 * attempt counts as wrong when it is begun, and is given back when the confirmation is right. Until the old device's
 * user said yes the new one has nothing but a statement that no space knows. A device that was let in and did not hear
 * of it goes the same way again. Not thread-safe.
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
    private final Desk desk;
    private final Bytes binding;
    private final Seams seams;
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

    /** What a device keeps of its invitation; each step is durable before it returns. */
    public interface Desk {
        /** Returns the invitation as it is now. */
        HostedEnrolment invitation();

        /** Keeps what {@code step} makes of the invitation. */
        void change(UnaryOperator<HostedEnrolment> step);
    }

    /**
     * Hosts an attempt of {@code guest}, a device that has no identity yet, over the session that {@code binding}
     * names.
     */
    public EnrolmentHost(LocalIdentity identity, IdentityChain guest, Desk desk, Bytes binding, Seams seams) {
        this.identity = identity;
        this.guest = guest;
        this.desk = desk;
        this.binding = binding;
        this.seams = seams;
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
        HostedEnrolment invitation = desk.invitation();
        if (!invitation.isOpenTo(guest.device(), seams.clock().instant())) {
            return refuse();
        }
        desk.change(HostedEnrolment::afterWrongCode);
        Cpace cpace = Handshake.start(invitation.code(), binding, invitation.id(), run, seams.random());
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
        desk.change(HostedEnrolment::afterRightCode);
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
        return new ByteWriter().u8(REFUSAL).u8(desk.invitation().attemptsLeft()).toBytes();
    }
}
