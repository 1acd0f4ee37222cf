package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.exchange.CredentialDraft;
import dev.hearth.halo.exchange.CredentialVerifier;
import dev.hearth.halo.exchange.DidKey;
import dev.hearth.halo.exchange.HeldCredential;
import dev.hearth.halo.exchange.PresentationRequest;
import java.time.Duration;
import java.util.List;

/**
 * Credentials for exchange with others, as W3C Verifiable Credentials with {@code eddsa-jcs-2022} proofs: views of what
 * is known here, and what others issued. No right in a space follows from them. Nothing is ever fetched. Thread-safe.
 *
 * <p>All but {@link #verifier()} and {@link #request} throw NO_IDENTITY without an identity and KEYCHAIN_LOCKED while
 * the keychain is locked.
 */
public interface Credentials {
    /** How long a view holds unless it is said otherwise. */
    Duration DEFAULT_VALIDITY = Duration.ofDays(90);

    /**
     * Returns the key by which this device issues and presents: what an issuer that is asked for a credential names.
     */
    DidKey key();

    /** Says that this device belongs to this identity, which calls itself so. */
    HeldCredential device(Duration validity);

    /**
     * Says which role a member has in a space now. Throws NOT_PERMITTED unless this client's identity is the owner or
     * an admin, MEMBER_UNKNOWN, SPACE_UNKNOWN, and CLOSED when the space is closed.
     */
    HeldCredential membership(SpaceId space, IdentityId member, Duration validity);

    /** Issues a credential with claims of the caller's. */
    HeldCredential issue(CredentialDraft draft);

    /** Returns what verifies credentials and presentations by this client's clock. */
    CredentialVerifier verifier();

    /** Verifies a credential and keeps it in the personal space, once. Throws CREDENTIAL_REFUSED with the reason. */
    HeldCredential keep(String text);

    /** Returns the credentials that were kept, in the order of their keeping on this device; some may have expired. */
    List<HeldCredential> kept();

    /** Returns a new request to present something to {@code verifier}, a name that the holder knows it by. */
    PresentationRequest request(String verifier);

    /**
     * Answers a request with credentials about this client's key or identity; the answer counts once, within a minute.
     * What is not to be shown is left out by {@link HeldCredential#disclosing}.
     */
    String present(PresentationRequest request, List<HeldCredential> credentials);
}
