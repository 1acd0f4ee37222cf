package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.VerifyKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * What is said about the release of a share, signed by a device of who says it: a guardian, that it was asked for the
 * share and will release it at a time; the owner, that it must not. Immutable.
 *
 * @param start what it is about
 * @param veto whether the owner forbids it
 * @param author the device that says so
 * @param signature its signature
 */
public record GuardianNote(Start start, boolean veto, IdentityChain author, Bytes signature) {
    private static final int FORMAT = 1;
    private static final int ID = 8;
    private static final String DOMAIN = "hearth guardian note";
    private static final Limit MAX_TEXT = new Limit("characters of a guardian's note", 1 << 14);
    private static final Limit SET = new Limit("identifier of a share set", (1 << 15) - 1);
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    /**
     * A guardian was asked for a share.
     *
     * @param owner whose words it is a share of
     * @param guardian who keeps it
     * @param set what the shares of one splitting have in common
     * @param since when the guardian was asked, to the second
     * @param until from when on it releases the share, unless the owner forbids it
     */
    public record Start(IdentityId owner, IdentityId guardian, int set, Instant since, Instant until) {
        /** Returns what tells this start from others: 16 digits. */
        public String id() {
            return Sha256.of(encode().encode()).value().slice(0, ID).hex();
        }

        Cbor encode() {
            return Cbor.array(
                    Cbor.of(owner.value()),
                    Cbor.of(guardian.value()),
                    Cbor.of(set),
                    Cbor.of(since.getEpochSecond()),
                    Cbor.of(until.getEpochSecond()));
        }

        static Start decode(Cbor encoded) throws MalformedException {
            List<Cbor> fields = encoded.asList(5);
            return new Start(
                    new IdentityId(fields.get(0).asBytes(IdentityId.SIZE)),
                    new IdentityId(fields.get(1).asBytes(IdentityId.SIZE)),
                    fields.get(2).asInt(SET),
                    instant(fields.get(3)),
                    instant(fields.get(4)));
        }

        private static Instant instant(Cbor field) throws MalformedException {
            long seconds = field.asLong();
            if (seconds < 0 || seconds > LAST_SECOND) {
                throw new MalformedException("Time out of range");
            }
            return Instant.ofEpochSecond(seconds);
        }
    }

    /** Signs a note: a start by its guardian, a veto by the owner. */
    public static GuardianNote sign(LocalIdentity by, Start start, boolean veto) {
        if (!by.id().equals(veto ? start.owner() : start.guardian())) {
            throw new IllegalArgumentException("by: neither the guardian nor the owner");
        }
        return new GuardianNote(start, veto, by.chain(), by.sign(DOMAIN, payload(start, veto)));
    }

    private static Bytes payload(Start start, boolean veto) {
        return Cbor.array(Cbor.of(FORMAT), Cbor.of(veto), start.encode()).encode();
    }

    /** Returns the note as text. */
    public String text() {
        Bytes encoded = Cbor.array(
                        Cbor.of(FORMAT), Cbor.of(veto), start.encode(), Cbor.of(author.encoded()), Cbor.of(signature))
                .encode();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded.toArray());
    }

    /** Reads and verifies what {@link #text()} gave. */
    public static GuardianNote parse(String text) throws MalformedException {
        MAX_TEXT.check(text.length());
        Bytes encoded;
        try {
            encoded = Bytes.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("Note that is no base64", e);
        }
        List<Cbor> fields = Cbor.decode(encoded).asList(5);
        boolean veto = fields.get(1).asBool();
        Start start = Start.decode(fields.get(2));
        IdentityChain author = IdentityChain.verify(fields.get(3).asBytes());
        Bytes signature = fields.get(4).asBytes();
        boolean right = author.identity().equals(veto ? start.owner() : start.guardian())
                && VerifyKey.of(author.device().value()).verify(DOMAIN, payload(start, veto), signature);
        if (fields.get(0).asLong() != FORMAT || !right) {
            throw new MalformedException("Note that its author did not sign");
        }
        return new GuardianNote(start, veto, author, signature);
    }
}
