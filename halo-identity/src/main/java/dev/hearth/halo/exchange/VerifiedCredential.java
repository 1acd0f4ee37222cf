package dev.hearth.halo.exchange;

import dev.hearth.base.IdentityId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a credential says, whose signature and times were found right. Whether its issuer is to be believed is for the
 * reader to decide.
 *
 * @param document the credential without its proofs
 * @param types what it is, such as {@code HearthMembershipCredential}
 * @param issuer who issued it, by its own words; a key of the issuer signed
 * @param signers the keys that signed, one of them the issuer's
 * @param identity the identity that is proven to stand behind the issuer's key
 * @param subject whom it is about
 * @param claims what it says about the subject, disclosed claims among them
 * @param withheld how many claims are hidden and were not disclosed
 * @param validFrom from when on it holds
 * @param validUntil until when it holds
 * @param unchecked properties that name something elsewhere, which was not fetched, such as {@code credentialStatus}
 */
public record VerifiedCredential(
        Json.Fields document,
        Set<String> types,
        String issuer,
        Set<DidKey> signers,
        Optional<IdentityId> identity,
        Optional<String> subject,
        Json.Fields claims,
        int withheld,
        Optional<Instant> validFrom,
        Optional<Instant> validUntil,
        List<String> unchecked) {
    /** Copies its input. */
    public VerifiedCredential {
        types = Set.copyOf(types);
        signers = Set.copyOf(signers);
        unchecked = List.copyOf(unchecked);
    }
}
