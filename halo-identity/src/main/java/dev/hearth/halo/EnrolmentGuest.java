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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The new device's side of {@link EnrolmentHost}. Not thread-safe. */
public final class EnrolmentGuest {
    private final LocalIdentity self;
    private final Bytes run;
    private final Cpace cpace;
    private @Nullable Handshake agreed;
    private @Nullable LocalIdentity joined;
    private boolean saidYes;

    /** What a message of the other device leads to. */
    public sealed interface Step {
        /** Send this, and wait for the next message. */
        record Answer(Bytes message) implements Step {}

        /** Show this to the user, who compares it; {@link EnrolmentGuest#agree} sends the yes. */
        record Compare(SafetyEmoji emoji, String identity) implements Step {}

        /** This device belongs to the identity now; the credentials are those of its personal space. */
        record Enrolled(LocalIdentity identity, List<Bytes> credentials) implements Step {
            /** Copies its input. */
            public Enrolled {
                credentials = List.copyOf(credentials);
            }
        }
    }

    /** Begins with the code that the other device shows, as the device of {@code self}, which has no identity yet. */
    public EnrolmentGuest(LocalIdentity self, String code, Bytes binding, Bytes invitation, SecureRandom random) {
        byte[] drawn = new byte[Handshake.RUN];
        random.nextBytes(drawn);
        this.self = self;
        this.run = Bytes.of(drawn);
        this.cpace = Handshake.start(code, binding, invitation, run, random);
    }

    /** Returns the first message. */
    public Bytes hello() {
        return new ByteWriter()
                .u8(EnrolmentHost.HELLO)
                .raw(run)
                .raw(cpace.share())
                .toBytes();
    }

    /**
     * Takes a message of the other device. Throws CODE_WRONG with the attempts left, or where it does not know the
     * code; DEVICE_DECLINED when its user said no.
     */
    public Step received(Bytes message) throws MalformedException {
        EnrolmentHost.MAX_MESSAGE.check(message.size());
        ByteReader in = new ByteReader(message);
        int kind = in.u8();
        if (kind == EnrolmentHost.REFUSAL) {
            throw refused(in);
        } else if (kind == EnrolmentHost.SHARE && agreed == null) {
            return confirm(in);
        } else if (kind == EnrolmentHost.OFFER && agreed != null && joined == null) {
            return compare(in, agreed);
        } else if (kind == EnrolmentHost.WELCOME && agreed != null && joined != null && saidYes) {
            return new Step.Enrolled(joined, CredentialBundle.decode(agreed.open("bundle", in.rest())));
        }
        throw new MalformedException("Enrolment message out of turn");
    }

    private Step confirm(ByteReader in) throws MalformedException {
        Bytes share = in.raw(32);
        in.end();
        Handshake handshake = Handshake.agreed(cpace.finishInitiator(Bytes.EMPTY, share, Bytes.EMPTY));
        agreed = handshake;
        return new Step.Answer(new ByteWriter()
                .u8(EnrolmentHost.CONFIRM)
                .raw(handshake.guestConfirmation())
                .toBytes());
    }

    private Step compare(ByteReader in, Handshake handshake) throws MalformedException {
        if (!Handshake.same(in.raw(Handshake.CONFIRMATION), handshake.hostConfirmation())) {
            throw new HearthException(ErrorCode.CODE_WRONG);
        }
        Bytes enrolment = handshake.open("enrolment", in.rest());
        LocalIdentity enrolled = self.join(enrolment);
        joined = enrolled;
        return new Step.Compare(handshake.emoji(enrolment), enrolled.name());
    }

    /** Returns the message that says yes; asked for after {@link Step.Compare}. */
    public Bytes agree() {
        saidYes = true;
        return new ByteWriter()
                .u8(EnrolmentHost.AGREE)
                .raw(Objects.requireNonNull(agreed)
                        .seal("chain", Objects.requireNonNull(joined).chain().encoded()))
                .toBytes();
    }

    private HearthException refused(ByteReader in) throws MalformedException {
        int left = in.u8();
        in.end();
        return saidYes
                ? new HearthException(ErrorCode.DEVICE_DECLINED)
                : new HearthException(ErrorCode.CODE_WRONG, Map.of("attempts left", String.valueOf(left)));
    }
}
