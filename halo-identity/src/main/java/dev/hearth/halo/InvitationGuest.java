package dev.hearth.halo;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Cpace;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guest's side of one attempt; see {@link InvitationHost} for the messages. Not thread-safe. */
public final class InvitationGuest {
    private static final Limit MAX_CREDENTIAL = new Limit("bytes of a credential", 1 << 18);

    private final Cpace cpace;
    private final Bytes run;
    private @Nullable Handshake handshake;

    /**
     * Starts an attempt with what the guest typed.
     *
     * @param link the invitation
     * @param code the code; digits count, anything between them does not
     * @param binding what names the session to the inviter
     * @param random randomness
     */
    public InvitationGuest(InvitationLink link, String code, Bytes binding, SecureRandom random) {
        byte[] drawn = new byte[Handshake.RUN];
        random.nextBytes(drawn);
        run = Bytes.of(drawn);
        cpace = Handshake.start(code, binding, link.id(), run, random);
    }

    /** What a message of the host leads to: an answer, or the space's credentials at the end. */
    public sealed interface Step {
        /** The next message to the host. */
        record Answer(Bytes message) implements Step {}

        /** The guest is a member; these are the space's credentials, each after those that it builds on. */
        record Joined(List<Bytes> credentials) implements Step {
            /** Copies its input. */
            public Joined {
                credentials = List.copyOf(credentials);
            }
        }
    }

    /** Returns the first message. */
    public Bytes hello() {
        return new ByteWriter()
                .u8(InvitationHost.HELLO)
                .raw(run)
                .raw(cpace.share())
                .toBytes();
    }

    /**
     * Takes a message of the host. Throws CODE_WRONG (with the attempts left), INVITATION_EXPIRED, INVITATION_SPENT or
     * KEY_MISSING when it refuses, and CODE_WRONG too when the host does not know the code itself: then somebody is in
     * between.
     */
    public Step received(Bytes message) throws MalformedException {
        InvitationHost.MAX_MESSAGE.check(message.size());
        ByteReader in = new ByteReader(message);
        int kind = in.u8();
        if (kind == InvitationHost.REFUSAL) {
            throw refused(in);
        }
        if (kind == InvitationHost.SHARE && handshake == null) {
            return confirm(in);
        }
        if (kind == InvitationHost.WELCOME && handshake != null) {
            return joined(in, handshake);
        }
        throw new MalformedException("Invitation message out of turn");
    }

    private Step confirm(ByteReader in) throws MalformedException {
        Bytes share = in.raw(32);
        in.end();
        Handshake agreed = Handshake.agreed(cpace.finishInitiator(Bytes.EMPTY, share, Bytes.EMPTY));
        handshake = agreed;
        return new Step.Answer(new ByteWriter()
                .u8(InvitationHost.CONFIRM)
                .raw(agreed.guestConfirmation())
                .toBytes());
    }

    private static Step joined(ByteReader in, Handshake agreed) throws MalformedException {
        if (!Handshake.same(in.raw(Handshake.CONFIRMATION), agreed.hostConfirmation())) {
            throw new HearthException(ErrorCode.CODE_WRONG);
        }
        ByteReader bundle = new ByteReader(agreed.open(in.rest()));
        int count = bundle.varint(InvitationHost.MAX_CREDENTIALS);
        List<Bytes> credentials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            credentials.add(bundle.sized(MAX_CREDENTIAL));
        }
        bundle.end();
        return new Step.Joined(credentials);
    }

    private static HearthException refused(ByteReader in) throws MalformedException {
        Optional<ErrorCode> code = switch (in.u8()) {
            case 0 -> Optional.of(ErrorCode.CODE_WRONG);
            case 1 -> Optional.of(ErrorCode.INVITATION_EXPIRED);
            case 2 -> Optional.of(ErrorCode.INVITATION_SPENT);
            case 3 -> Optional.of(ErrorCode.KEY_MISSING);
            default -> Optional.empty();
        };
        int attemptsLeft = in.u8();
        in.end();
        return new HearthException(
                code.orElseThrow(() -> new MalformedException("Refusal of an unknown kind")),
                Map.of("attempts left", String.valueOf(attemptsLeft)));
    }
}
