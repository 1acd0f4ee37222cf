package dev.hearth.halo.exchange;

import dev.hearth.base.IdentityId;
import java.util.List;
import java.util.Optional;

/**
 * What somebody showed, in answer to a request.
 *
 * @param holder the key of who showed it
 * @param identity the identity that is proven to stand behind that key
 * @param credentials what was shown; each is about the holder
 */
public record VerifiedPresentation(DidKey holder, Optional<IdentityId> identity, List<VerifiedCredential> credentials) {
    /** Copies its input. */
    public VerifiedPresentation {
        credentials = List.copyOf(credentials);
    }
}
