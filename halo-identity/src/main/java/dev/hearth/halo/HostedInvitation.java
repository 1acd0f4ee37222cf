package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * An invitation as its inviter keeps it. Immutable: each attempt yields a changed one, which the inviter stores before
 * it answers, so that neither a new connection nor a restart gives attempts back.
 *
 * @param id 16 random bytes
 * @param code what the guest types
 * @param role the role of whoever joins
 * @param expires when it stops working
 * @param attemptsLeft wrong codes that it still bears
 * @param usesLeft guests that may still join
 */
public record HostedInvitation(Bytes id, String code, Role role, Instant expires, int attemptsLeft, int usesLeft) {
    /** Wrong codes that an invitation bears. */
    public static final int ATTEMPTS = 3;

    private static final int FORMAT = 1;
    private static final Limit COUNT = new Limit("attempts or uses of an invitation", 1 << 20);
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999
    private static final int CODE_RANGE = 100_000_000;

    /** Makes an invitation with a random id and a code of eight digits. */
    public static HostedInvitation create(Role role, Instant expires, int uses, SecureRandom random) {
        byte[] id = new byte[InvitationLink.ID];
        random.nextBytes(id);
        String digits = String.format(Locale.ROOT, "%08d", random.nextInt(CODE_RANGE));
        String code = digits.substring(0, 4) + "-" + digits.substring(4);
        return new HostedInvitation(
                Bytes.of(id), code, role, Instant.ofEpochSecond(expires.getEpochSecond()), ATTEMPTS, uses);
    }

    /** Returns this after a wrong code. */
    public HostedInvitation afterWrongCode() {
        return new HostedInvitation(id, code, role, expires, attemptsLeft - 1, usesLeft);
    }

    /** Returns this after the attempt that was counted as wrong proved right, and a guest joins. */
    public HostedInvitation afterRightCode() {
        return new HostedInvitation(id, code, role, expires, attemptsLeft + 1, usesLeft - 1);
    }

    /** Returns whether nobody can join with it any more, whatever the time. */
    public boolean spent() {
        return attemptsLeft <= 0 || usesLeft <= 0;
    }

    /** Returns the bytes to keep. They hold the code, so they are kept sealed. */
    public Bytes encode() {
        return Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(id),
                        Cbor.of(code),
                        Cbor.of(role.code()),
                        Cbor.of(expires.getEpochSecond()),
                        Cbor.of(attemptsLeft),
                        Cbor.of(usesLeft))
                .encode();
    }

    /** Reads what {@link #encode()} gave. */
    public static HostedInvitation decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList(7);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Invitation of an unknown format");
        }
        return new HostedInvitation(
                fields.get(1).asBytes(InvitationLink.ID),
                fields.get(2).asText(),
                Role.ofCode(fields.get(3).asLong()),
                instant(fields.get(4).asLong()),
                fields.get(5).asInt(COUNT),
                fields.get(6).asInt(COUNT));
    }

    private static Instant instant(long seconds) throws MalformedException {
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new MalformedException("Time out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    @Override
    public String toString() {
        return "HostedInvitation(" + id.slice(0, 4).hex() + ", " + role + ")";
    }
}
