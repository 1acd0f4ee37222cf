package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One proof of a secured document, read but not verified.
 *
 * @param all the proof as it stands in the document
 * @param key whose it claims to be
 * @param signature 64 bytes
 * @param created when it says that it was made
 * @param expires until when it is to count
 */
record Proof(Json.Fields all, DidKey key, Bytes signature, Optional<Instant> created, Optional<Instant> expires) {
    static final String TYPE = "DataIntegrityProof";
    static final String SUITE = "eddsa-jcs-2022";
    static final String VALUE = "proofValue";

    /** By how much the clock of who made a proof may be ahead. */
    static final Duration SKEW = Duration.ofSeconds(30);

    static Proof read(Json json) throws MalformedException, Refused {
        Json.Fields all = json.asFields();
        Refused.unless(
                all.text("type").equals(Optional.of(TYPE))
                        && all.text("cryptosuite").equals(Optional.of(SUITE)),
                Reason.UNKNOWN_SUITE);
        return new Proof(
                all,
                key(all.required("verificationMethod").asText()),
                Base58.decode(all.required(VALUE).asText()),
                time(all, "created"),
                time(all, "expires"));
    }

    /** Only what says its key by itself is known; nothing is looked up. */
    private static DidKey key(String method) throws Refused {
        try {
            return DidKey.ofMethod(method);
        } catch (MalformedException e) {
            throw new Refused(Reason.FOREIGN_KEY);
        }
    }

    /** Reads a dateTimeStamp of XML Schema, which always has an offset. */
    static Optional<Instant> time(Json.Fields fields, String name) throws MalformedException {
        Optional<String> text = fields.text(name);
        try {
            return text.map(written -> OffsetDateTime.parse(written).toInstant());
        } catch (DateTimeException e) {
            throw new MalformedException("Not a time with an offset: " + name, e);
        }
    }

    /** Returns the proof without its signature: what it covers beside the document. */
    Json.Fields options() {
        return all.without(VALUE);
    }

    Optional<Json> id() {
        return all.get("id");
    }

    /** Returns the ids of the proofs that this one was made over, in their order. */
    List<Json> previous() {
        return all.get("previousProof").map(Json::oneOrMore).orElse(List.of());
    }

    void requirePurpose(String purpose) throws MalformedException, Refused {
        Refused.unless(all.text("proofPurpose").equals(Optional.of(purpose)), Reason.WRONG_PURPOSE);
    }

    void requireTime(Instant now) throws Refused {
        Refused.unless(created.isEmpty() || !created.get().isAfter(now.plus(SKEW)), Reason.NOT_YET_VALID);
        Refused.unless(expires.isEmpty() || expires.get().isAfter(now), Reason.EXPIRED);
    }
}
