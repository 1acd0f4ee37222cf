package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom an invitation lets in, and as what. Fixed when it is made: no message of guest or host changes any of it.
 *
 * @param role the role of whoever joins; never owner
 * @param expires when it stops working, to the second, by the clock of the host that lets the guest in
 * @param uses how many identities may join with it, from 1 to {@value #MOST_USES}
 * @param approval whether a member lets in each guest by hand
 * @param guest the one identity that it is for; empty for whoever has it
 */
public record InvitationTerms(Role role, Instant expires, int uses, boolean approval, Optional<IdentityId> guest) {
    /** The most identities that may join with one invitation. */
    public static final int MOST_USES = 1_000;

    static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    private static final Limit USES = new Limit("uses of an invitation", MOST_USES);
    private static final int FIELDS = 5;

    /** Checks the ranges, and drops fractions of the second. */
    public InvitationTerms {
        if (role == Role.OWNER) {
            throw new IllegalArgumentException("role: a member becomes the owner by a transfer");
        }
        if (uses < 1 || uses > MOST_USES) {
            throw new IllegalArgumentException("uses: from 1 to " + MOST_USES + ", got " + uses);
        }
        expires = Instant.ofEpochSecond(expires.getEpochSecond());
    }

    Cbor encode() {
        return Cbor.array(
                Cbor.of(role.code()),
                Cbor.of(expires.getEpochSecond()),
                Cbor.of(uses),
                Cbor.of(approval),
                Cbor.of(guest.map(IdentityId::value).orElse(Bytes.EMPTY)));
    }

    static InvitationTerms decode(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList(FIELDS);
        Role role = Role.ofCode(fields.get(0).asLong());
        int uses = fields.get(2).asInt(USES);
        if (role == Role.OWNER || uses < 1) {
            throw new MalformedException("Invitation to be the owner, or for nobody");
        }
        Bytes guest = fields.get(4).asBytes();
        return new InvitationTerms(
                role,
                instant(fields.get(1).asLong()),
                uses,
                fields.get(3).asBool(),
                guest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new IdentityId(fields.get(4).asBytes(IdentityId.SIZE))));
    }

    static Instant instant(long seconds) throws MalformedException {
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new MalformedException("Time out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }
}
