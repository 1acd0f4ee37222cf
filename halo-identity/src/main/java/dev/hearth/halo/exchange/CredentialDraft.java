package dev.hearth.halo.exchange;

import java.time.Duration;
import java.util.Set;

/**
 * A credential to be issued.
 *
 * @param type what it is, beside {@code VerifiableCredential}
 * @param subject whom it is about, as a URI; for a holder of Hearth the key or the identity that it presents with
 * @param claims what it says about the subject
 * @param hidden names of claims that are put in as salted hashes, for the holder to disclose or not
 * @param validity how long it holds, from now on; more than zero
 */
public record CredentialDraft(String type, String subject, Json.Fields claims, Set<String> hidden, Duration validity) {
    static final String ID = "id";
    static final String HIDDEN = "hiddenClaims";

    /** Checks and copies its input. */
    public CredentialDraft {
        hidden = Set.copyOf(hidden);
        if (!claims.all().keySet().containsAll(hidden)) {
            throw new IllegalArgumentException("hidden: names of claims, got others too");
        }
        if (claims.get(ID).isPresent() || claims.get(HIDDEN).isPresent()) {
            throw new IllegalArgumentException("claims: none of the names " + ID + " and " + HIDDEN);
        }
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("validity: more than zero, got " + validity);
        }
    }
}
