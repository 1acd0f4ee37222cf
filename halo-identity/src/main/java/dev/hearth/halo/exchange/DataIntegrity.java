package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The cryptosuite {@code eddsa-jcs-2022} of W3C Data Integrity: an Ed25519 signature over the SHA-256 of the proof's
 * own options and that of the document, both in canonical form. Of a document with several proofs all must be right: a
 * set of them is each over the document alone, one in a chain is also over those that it names.
 *
 * @param document the document without its proofs, as they cover it
 * @param proofs the proofs, at least one
 */
record DataIntegrity(Json.Fields document, List<Proof> proofs) {
    /** Proofs that one document may bear. */
    static final int MAX_PROOFS = 8;

    private static final String CONTEXT = "@context";
    private static final String PROOF = "proof";

    /** Returns {@code document} with a proof that {@code options} describe; {@code key} signs a message as it is. */
    static Json.Fields sign(Json.Fields document, Json.Fields options, UnaryOperator<Bytes> key) {
        Json.Fields complete = options.with("type", Proof.TYPE).with("cryptosuite", Proof.SUITE);
        Optional<Json> context = document.get(CONTEXT);
        if (context.isPresent()) {
            complete = complete.with(CONTEXT, context.get());
        }
        Bytes signature = key.apply(hash(complete, document));
        return document.with(PROOF, complete.with(Proof.VALUE, Base58.encode(signature)));
    }

    /** Reads the proofs of a document and verifies the signature of each; what they are good for is not decided yet. */
    static DataIntegrity verify(Json.Fields secured) throws MalformedException, Refused {
        List<Json> found = secured.get(PROOF).map(Json::oneOrMore).orElse(List.of());
        Refused.unless(!found.isEmpty() && found.size() <= MAX_PROOFS, Reason.PROOFS);
        List<Proof> proofs = new ArrayList<>();
        Set<Json> ids = new HashSet<>();
        for (Json each : found) {
            Proof proof = Proof.read(each);
            Refused.unless(proof.id().isEmpty() || ids.add(proof.id().get()), Reason.PROOFS);
            proofs.add(proof);
        }
        Json.Fields document = secured.without(PROOF);
        for (Proof proof : proofs) {
            requireSameContext(proof, document);
            Bytes message = hash(proof.options(), over(proof, document, proofs));
            Refused.unless(proof.key().verifies(message, proof.signature()), Reason.WRONG_SIGNATURE);
        }
        return new DataIntegrity(document, List.copyOf(proofs));
    }

    /**
     * The context says what the other names mean. A proof may cover a shorter one than the document has by the
     * standard; then what was added behind its back is part of no meaning here, and such a document is refused.
     */
    private static void requireSameContext(Proof proof, Json.Fields document) throws Refused {
        Optional<Json> covered = proof.all().get(CONTEXT);
        Refused.unless(covered.isEmpty() || covered.equals(document.get(CONTEXT)), Reason.WRONG_SIGNATURE);
    }

    private static Json.Fields over(Proof proof, Json.Fields document, List<Proof> proofs) throws Refused {
        if (proof.all().get("previousProof").isEmpty()) {
            return document;
        }
        List<Json> previous = new ArrayList<>();
        for (Json id : proof.previous()) {
            previous.add(proofs.stream()
                    .filter(other -> other.id().equals(Optional.of(id)))
                    .findFirst()
                    .orElseThrow(() -> new Refused(Reason.PROOFS))
                    .all());
        }
        return document.with(PROOF, new Json.Items(previous));
    }

    /** Returns what is signed: 64 bytes. */
    static Bytes hash(Json.Fields options, Json.Fields document) {
        return Bytes.concat(
                Sha256.of(options.canonicalBytes()).value(),
                Sha256.of(document.canonicalBytes()).value());
    }
}
