package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.HearthException;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An invitation of another device of the same person, as the device keeps it that made it. Immutable: each step yields
 * a changed one, which is stored before the answer goes out, so that neither a new connection nor a restart gives
 * attempts back, and the device that was let in is let in again where it had not heard of it.
 *
 * @param link one by code, whose inviter is this device
 * @param code eight digits, in two groups
 * @param attemptsLeft wrong codes that it still bears
 * @param admitted the one device that came in by it
 */
public record HostedEnrolment(InvitationLink link, String code, int attemptsLeft, Optional<DeviceId> admitted) {
    private static final int FORMAT = 1;
    private static final Limit ATTEMPTS = new Limit("attempts of an invitation", HostedInvitation.ATTEMPTS);
    private static final Limit CODE = new Limit("characters of a code", 16);

    /** Draws a code for {@code link}. */
    public static HostedEnrolment of(InvitationLink link, SecureRandom random) {
        return new HostedEnrolment(link, HostedInvitation.code(random), HostedInvitation.ATTEMPTS, Optional.empty());
    }

    /** Returns the invitation's id, 16 bytes. */
    public Bytes id() {
        return link.id();
    }

    /** Returns whether it works no more at {@code now}, for whatever device. */
    public boolean isOver(Instant now) {
        return attemptsLeft <= 0 || !now.isBefore(link.expires());
    }

    boolean isOpenTo(DeviceId guest, Instant now) {
        return !isOver(now) && admitted.orElse(guest).equals(guest);
    }

    HostedEnrolment afterWrongCode() {
        return new HostedEnrolment(link, code, attemptsLeft - 1, admitted);
    }

    /** Returns this after the attempt that was counted as wrong proved right. */
    HostedEnrolment afterRightCode() {
        return new HostedEnrolment(link, code, attemptsLeft + 1, admitted);
    }

    /** Returns this once a device came in. */
    public HostedEnrolment afterAdmission(DeviceId device) {
        return new HostedEnrolment(link, code, attemptsLeft, Optional.of(device));
    }

    /** Returns the bytes to keep. They hold the code, so they are kept sealed. */
    public Bytes encode() {
        return Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(link.text()),
                        Cbor.of(code),
                        Cbor.of(attemptsLeft),
                        Cbor.of(admitted.map(DeviceId::value).orElse(Bytes.EMPTY)))
                .encode();
    }

    /** Reads what {@link #encode()} gave. */
    public static HostedEnrolment decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList(5);
        if (fields.get(0).asLong() != FORMAT) {
            throw new MalformedException("Device invitation of an unknown format");
        }
        String code = fields.get(2).asText();
        CODE.check(code.length());
        Bytes device = fields.get(4).asBytes();
        return new HostedEnrolment(
                link(fields.get(1).asText()),
                code,
                fields.get(3).asInt(ATTEMPTS),
                device.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new DeviceId(fields.get(4).asBytes(DeviceId.SIZE))));
    }

    private static InvitationLink link(String text) throws MalformedException {
        try {
            InvitationLink link = InvitationLink.parse(text);
            if (link.needsCode()) {
                return link;
            }
        } catch (HearthException e) {
            throw new MalformedException("Device invitation with a malformed link", e);
        }
        throw new MalformedException("Device invitation that needs no code");
    }

    @Override
    public String toString() {
        return "HostedEnrolment(" + id().slice(0, 4).hex() + ")";
    }
}
