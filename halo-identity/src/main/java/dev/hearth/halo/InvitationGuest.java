package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Cpace;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The guest's side of one attempt; see {@link InvitationHost} for the messages. Not thread-safe. */
public final class InvitationGuest {

    private final Bytes first;
    private final @Nullable Cpace cpace;
    private @Nullable Handshake handshake;

    private InvitationGuest(Bytes first, @Nullable Cpace cpace, @Nullable Handshake handshake) {
        this.first = first;
        this.cpace = cpace;
        this.handshake = handshake;
    }

    /**
     * Starts an attempt with what the guest typed.
     *
     * @param invitation the id of the invitation
     * @param code the code; digits count, anything between them does not
     * @param binding what names the session to the inviter
     * @param random randomness
     */
    public static InvitationGuest withCode(Bytes invitation, String code, Bytes binding, SecureRandom random) {
        byte[] drawn = new byte[Handshake.RUN];
        random.nextBytes(drawn);
        Bytes run = Bytes.of(drawn);
        Cpace cpace = Handshake.start(code, binding, invitation, run, random);
        Bytes hello = new ByteWriter()
                .u8(InvitationHost.HELLO)
                .raw(run)
                .raw(cpace.share())
                .toBytes();
        return new InvitationGuest(hello, cpace, null);
    }

    /** Starts an attempt of {@code guest} with the key of a link, in the session that {@code binding} names. */
    public static InvitationGuest withKey(InvitationKey key, IdentityChain guest, Bytes binding) {
        Bytes redeem = new ByteWriter()
                .u8(InvitationHost.REDEEM)
                .raw(key.redeem(guest, binding))
                .toBytes();
        return new InvitationGuest(redeem, null, InvitationKey.session(key.publicKey(), binding));
    }

    /** What a message of the host leads to: an answer, waiting, or the space's credentials at the end. */
    public sealed interface Step {
        /** The next message to the host. */
        record Answer(Bytes message) implements Step {}

        /** A member has to approve; the next message comes when one has decided. */
        record Waiting() implements Step {}

        /** The guest is a member; these are the space's credentials, each after those that it builds on. */
        record Joined(List<Bytes> credentials) implements Step {
            /** Copies its input. */
            public Joined {
                credentials = List.copyOf(credentials);
            }
        }
    }

    /** Returns the first message. */
    public Bytes first() {
        return first;
    }

    /**
     * Takes a message of the host. Throws the error of an {@link InvitationRefusal} when it refuses, with the attempts
     * left where a code was wrong, and CODE_WRONG too when the host does not know the code itself: then somebody is in
     * between. A host that does not know the invitation of a link sends what is malformed.
     */
    public Step received(Bytes message) throws MalformedException {
        InvitationHost.MAX_MESSAGE.check(message.size());
        ByteReader in = new ByteReader(message);
        int kind = in.u8();
        if (kind == InvitationHost.REFUSAL) {
            throw refused(in);
        }
        if (kind == InvitationHost.SHARE && handshake == null && cpace != null) {
            return confirm(in, cpace);
        }
        if (kind == InvitationHost.WAITING && handshake != null) {
            requireConfirmed(in, handshake);
            in.end();
            return new Step.Waiting();
        }
        if (kind == InvitationHost.WELCOME && handshake != null) {
            requireConfirmed(in, handshake);
            return joined(in, handshake);
        }
        throw new MalformedException("Invitation message out of turn");
    }

    private Step confirm(ByteReader in, Cpace run) throws MalformedException {
        Bytes share = in.raw(32);
        in.end();
        Handshake agreed = Handshake.agreed(run.finishInitiator(Bytes.EMPTY, share, Bytes.EMPTY));
        handshake = agreed;
        return new Step.Answer(new ByteWriter()
                .u8(InvitationHost.CONFIRM)
                .raw(agreed.guestConfirmation())
                .toBytes());
    }

    private void requireConfirmed(ByteReader in, Handshake agreed) throws MalformedException {
        if (!Handshake.same(in.raw(Handshake.CONFIRMATION), agreed.hostConfirmation())) {
            if (cpace != null) {
                throw new HearthException(ErrorCode.CODE_WRONG);
            }
            throw new MalformedException("A host that does not know the invitation");
        }
    }

    private static Step joined(ByteReader in, Handshake agreed) throws MalformedException {
        return new Step.Joined(CredentialBundle.decode(agreed.open("bundle", in.rest())));
    }

    private HearthException refused(ByteReader in) throws MalformedException {
        InvitationRefusal refusal = InvitationRefusal.ofCode(in.u8());
        int attemptsLeft = in.u8();
        if (cpace == null && handshake != null) {
            requireConfirmed(in, handshake);
        }
        in.end();
        return refusal == InvitationRefusal.CODE_WRONG || cpace != null
                ? new HearthException(refusal.error(), Map.of("attempts left", String.valueOf(attemptsLeft)))
                : new HearthException(refusal.error());
    }
}
