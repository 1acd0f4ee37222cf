package dev.hearth.halo.exchange;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Issues W3C Verifiable Credentials, version 2.0, and presents them, by the exchange key of a device, with the proof of
 * its identity as evidence. Throws KEYCHAIN_LOCKED once the keychain is locked. Thread-safe.
 */
public final class CredentialIssuer {
    /** What a credential about a device of an identity is. */
    public static final String DEVICE = "HearthDeviceCredential";

    /** What a credential about a member of a space is. */
    public static final String MEMBERSHIP = "HearthMembershipCredential";

    /** How long a presentation counts. */
    public static final Duration PRESENTATION = Duration.ofSeconds(60);

    static final String VERSION = "https://www.w3.org/ns/credentials/v2";
    static final String PRESENTATION_TYPE = "VerifiablePresentation";
    static final String CREDENTIAL_TYPE = "VerifiableCredential";
    static final String CHANNEL = "channelBinding";

    /**
     * Gives every name that the first one does not define a meaning that is the issuer's own; neither is ever fetched.
     */
    private static final Json CONTEXT = Json.texts(VERSION, "https://www.w3.org/ns/credentials/undefined-terms/v2");

    private final LocalIdentity self;
    private final InstantSource clock;
    private final SecureRandom random;

    /** Issues and presents for {@code self}. */
    public CredentialIssuer(LocalIdentity self, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.clock = clock;
        this.random = random;
    }

    /** Returns the key that issues and presents, which is the issuer's and the holder's name. */
    public DidKey key() {
        try {
            return DidKey.of(DidKey.Kind.SIGNING, self.exchangeKey());
        } catch (MalformedException e) {
            throw new IllegalStateException("A key that was just derived is not valid", e);
        }
    }

    /** Says that this device belongs to this identity, which calls itself so. */
    public HeldCredential device(Duration validity) {
        Json.Fields claims = deviceClaims(self.chain());
        return issue(new CredentialDraft(DEVICE, key().toString(), claims, Set.of(), validity));
    }

    static Json.Fields deviceClaims(IdentityChain chain) {
        return Json.Fields.NONE
                .with("identity", identity(chain.identity()))
                .with("device", chain.device().value().hex())
                .with("name", chain.name());
    }

    /** Returns the URI of an identity, as a subject. */
    public static String identity(IdentityId identity) {
        return IdentityEvidence.name(identity);
    }

    /** Says that {@code member} has {@code role} in {@code space}; that it is so is for the caller to know. */
    public HeldCredential membership(SpaceId space, IdentityId member, Role role, Duration validity) {
        Json.Fields claims = Json.Fields.NONE
                .with("space", "urn:hearth:space:" + space.value().hex())
                .with("role", role.name());
        return issue(new CredentialDraft(MEMBERSHIP, identity(member), claims, Set.of(), validity));
    }

    /** Issues a credential; throws {@link IllegalArgumentException} when it is larger than what is read. */
    public HeldCredential issue(CredentialDraft draft) {
        List<Disclosure> hidden = new ArrayList<>();
        Json.Fields subject = Json.Fields.NONE.with(CredentialDraft.ID, draft.subject());
        for (Map.Entry<String, Json> claim : draft.claims().all().entrySet()) {
            if (draft.hidden().contains(claim.getKey())) {
                hidden.add(Disclosure.of(claim.getKey(), claim.getValue(), random));
            } else {
                subject = subject.with(claim.getKey(), claim.getValue());
            }
        }
        if (!hidden.isEmpty()) {
            subject = subject.with(CredentialDraft.HIDDEN, digests(hidden));
        }
        Instant now = now();
        Json.Fields document = base(CREDENTIAL_TYPE)
                .with("type", Json.texts(CREDENTIAL_TYPE, draft.type()))
                .with("issuer", key().toString())
                .with("validFrom", now.toString())
                .with("validUntil", now.plus(draft.validity()).toString())
                .with("credentialSubject", subject);
        Json.Fields options = options("assertionMethod").with("created", now.toString());
        HeldCredential held = new HeldCredential(DataIntegrity.sign(document, options, self::signForExchange), hidden);
        requireReadable(held.json());
        return held;
    }

    /** In the order of the hashes, which says nothing about the names. */
    private static Json digests(List<Disclosure> hidden) {
        return Json.texts(
                hidden.stream().map(each -> each.digest().value()).sorted().toArray(String[]::new));
    }

    /** Answers a request with credentials about this device or identity, and what they disclose. */
    public Json.Fields present(List<HeldCredential> credentials, PresentationRequest request) {
        Json.Fields document = base(PRESENTATION_TYPE)
                .with("holder", key().toString())
                .with(
                        "verifiableCredential",
                        new Json.Items(credentials.stream()
                                .<Json>map(HeldCredential::credential)
                                .toList()))
                .with(
                        "disclosures",
                        new Json.Items(credentials.stream()
                                .map(CredentialIssuer::disclosed)
                                .toList()));
        Instant now = now();
        Json.Fields options = options("authentication")
                .with("created", now.toString())
                .with("expires", now.plus(PRESENTATION).toString())
                .with("domain", request.domain())
                .with("challenge", request.challenge());
        Json.Fields bound =
                request.channel().map(channel -> options.with(CHANNEL, channel)).orElse(options);
        Json.Fields presentation = DataIntegrity.sign(document, bound, self::signForExchange);
        requireReadable(presentation);
        return presentation;
    }

    private static Json disclosed(HeldCredential held) {
        return new Json.Items(held.disclosures().stream().map(Disclosure::json).toList());
    }

    private Json.Fields base(String type) {
        return Json.Fields.NONE
                .with("@context", CONTEXT)
                .with("type", Json.texts(type))
                .with("evidence", new Json.Items(List.of(IdentityEvidence.of(self))));
    }

    private Json.Fields options(String purpose) {
        return Json.Fields.NONE.with("proofPurpose", purpose).with("verificationMethod", key().method());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static void requireReadable(Json made) {
        Bytes text = made.canonicalBytes();
        try {
            Json.parse(text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(
                    "a document larger or deeper than what is read, got " + text.size() + " bytes", e);
        }
    }
}
