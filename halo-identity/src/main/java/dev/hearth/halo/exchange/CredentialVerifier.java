package dev.hearth.halo.exchange;

import dev.hearth.base.MalformedException;
import dev.hearth.halo.IdentityChain;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies credentials and presentations from the text alone. No context, schema, status list or identifier is ever
 * fetched: an issuer is known by a {@code did:key}, or by a key that {@link #trusting} gave. Immutable, thread-safe.
 */
public final class CredentialVerifier {
    /** Credentials that one presentation may show. */
    private static final int MAX_CREDENTIALS = 16;

    private static final List<String> ELSEWHERE =
            List.of("credentialSchema", "credentialStatus", "refreshService", "termsOfUse");

    private final InstantSource clock;
    private final Map<String, DidKey> issuers;

    /** Verifies by the time of {@code clock}. */
    public CredentialVerifier(InstantSource clock) {
        this(clock, Map.of());
    }

    private CredentialVerifier(InstantSource clock, Map<String, DidKey> issuers) {
        this.clock = clock;
        this.issuers = issuers;
    }

    /** Returns a verifier that also knows the key of {@code issuer}, a URI that is no {@code did:key}. */
    public CredentialVerifier trusting(String issuer, DidKey key) {
        Map<String, DidKey> more = new HashMap<>(issuers);
        more.put(issuer, key);
        return new CredentialVerifier(clock, Map.copyOf(more));
    }

    /** Verifies a credential, with its disclosures if it has some, as {@link HeldCredential#parse} reads it. */
    public Verification<VerifiedCredential> credential(String text) {
        return answered(() -> credential(HeldCredential.parse(text), clock.instant()));
    }

    /** Verifies the answer to {@code request}; the first right answer is the only one that counts. */
    public Verification<VerifiedPresentation> presentation(String text, PresentationRequest request) {
        return answered(() -> {
            VerifiedPresentation shown = presentation(Json.parse(text).asFields(), request, clock.instant());
            Refused.unless(request.takesAnswer(), Reason.REPLAYED);
            return shown;
        });
    }

    private interface Check<T> {
        T run() throws MalformedException, Refused;
    }

    private static <T> Verification<T> answered(Check<T> check) {
        try {
            return new Verification.Valid<>(check.run());
        } catch (MalformedException e) {
            return new Verification.Invalid<>(Reason.MALFORMED);
        } catch (Refused e) {
            return new Verification.Invalid<>(e.reason());
        }
    }

    private VerifiedCredential credential(HeldCredential held, Instant now) throws MalformedException, Refused {
        Set<String> types = types(held.credential(), CredentialIssuer.CREDENTIAL_TYPE);
        DataIntegrity integrity = DataIntegrity.verify(held.credential());
        Json.Fields document = integrity.document();
        Set<DidKey> signers = new LinkedHashSet<>();
        for (Proof proof : integrity.proofs()) {
            proof.requirePurpose("assertionMethod");
            proof.requireTime(now);
            requireForEveryone(proof);
            signers.add(proof.key());
        }
        String issuer = issuer(document);
        DidKey key = signers.stream()
                .filter(each -> isKeyOf(issuer, each))
                .findFirst()
                .orElseThrow(() -> new Refused(Reason.FOREIGN_KEY));
        Optional<Instant> from = Proof.time(document, "validFrom");
        Optional<Instant> until = Proof.time(document, "validUntil");
        Refused.unless(from.isEmpty() || !from.get().isAfter(now.plus(Proof.SKEW)), Reason.NOT_YET_VALID);
        Refused.unless(until.isEmpty() || until.get().isAfter(now), Reason.EXPIRED);
        Optional<IdentityChain> chain = IdentityEvidence.verify(document, key);
        Json.Fields subject =
                document.get("credentialSubject").orElse(Json.Fields.NONE).asFields();
        Set<Json> hidden = hidden(subject);
        Json.Fields claims = claims(subject, hidden, held.disclosures());
        if (types.contains(CredentialIssuer.DEVICE)) {
            Refused.unless(
                    chain.map(CredentialIssuer::deviceClaims).equals(Optional.of(claims)), Reason.WRONG_EVIDENCE);
        }
        return new VerifiedCredential(
                document,
                types,
                issuer,
                signers,
                chain.map(IdentityChain::identity),
                subject.text(CredentialDraft.ID),
                claims,
                hidden.size() - held.disclosures().size(),
                from,
                until,
                ELSEWHERE.stream()
                        .filter(name -> document.get(name).isPresent())
                        .toList());
    }

    private static Set<String> types(Json.Fields document, String wanted) throws MalformedException, Refused {
        List<Json> contexts = document.get("@context").map(Json::oneOrMore).orElse(List.of());
        Refused.unless(
                !contexts.isEmpty() && contexts.get(0).equals(new Json.Text(CredentialIssuer.VERSION)),
                Reason.WRONG_TYPE);
        Set<String> types = new HashSet<>();
        for (Json type : document.get("type").map(Json::oneOrMore).orElse(List.of())) {
            types.add(type.asText());
        }
        Refused.unless(types.contains(wanted), Reason.WRONG_TYPE);
        return types;
    }

    /** What was made for one verifier or session is no credential for another. */
    private static void requireForEveryone(Proof proof) throws Refused {
        Refused.unless(proof.all().get("domain").isEmpty(), Reason.WRONG_DOMAIN);
        Refused.unless(proof.all().get("challenge").isEmpty(), Reason.WRONG_CHALLENGE);
    }

    private static String issuer(Json.Fields document) throws MalformedException {
        Json issuer = document.required("issuer");
        return issuer instanceof Json.Fields it ? it.required("id").asText() : issuer.asText();
    }

    private boolean isKeyOf(String issuer, DidKey key) {
        return issuer.equals(key.toString()) || key.equals(issuers.get(issuer));
    }

    private static Set<Json> hidden(Json.Fields subject) {
        return new HashSet<>(
                subject.get(CredentialDraft.HIDDEN).map(Json::oneOrMore).orElse(List.of()));
    }

    private static Json.Fields claims(Json.Fields subject, Set<Json> hidden, List<Disclosure> disclosures)
            throws Refused {
        Set<Json> left = new HashSet<>(hidden);
        Json.Fields claims = subject;
        for (Disclosure each : disclosures) {
            boolean committed = left.remove(each.digest());
            Refused.unless(committed && claims.get(each.name()).isEmpty(), Reason.WRONG_DISCLOSURE);
            claims = claims.with(each.name(), each.value());
        }
        return claims.without(CredentialDraft.ID).without(CredentialDraft.HIDDEN);
    }

    private VerifiedPresentation presentation(Json.Fields secured, PresentationRequest request, Instant now)
            throws MalformedException, Refused {
        types(secured, CredentialIssuer.PRESENTATION_TYPE);
        DataIntegrity integrity = DataIntegrity.verify(secured);
        Refused.unless(integrity.proofs().size() == 1, Reason.PROOFS);
        Proof proof = integrity.proofs().get(0);
        Json.Fields document = integrity.document();
        proof.requirePurpose("authentication");
        Refused.unless(document.text("holder").equals(Optional.of(proof.key().toString())), Reason.FOREIGN_KEY);
        requireAnswer(proof, request);
        requireFresh(proof, now);
        Optional<IdentityChain> chain = IdentityEvidence.verify(document, proof.key());
        Set<String> names = new HashSet<>(Set.of(proof.key().toString()));
        chain.ifPresent(it -> names.add(CredentialIssuer.identity(it.identity())));
        List<VerifiedCredential> credentials = new ArrayList<>();
        for (HeldCredential held : shown(document)) {
            VerifiedCredential credential = credential(held, now);
            Refused.unless(credential.subject().filter(names::contains).isPresent(), Reason.FOREIGN_SUBJECT);
            credentials.add(credential);
        }
        return new VerifiedPresentation(proof.key(), chain.map(IdentityChain::identity), credentials);
    }

    private static void requireAnswer(Proof proof, PresentationRequest request) throws MalformedException, Refused {
        Json.Fields options = proof.all();
        Refused.unless(options.text("domain").equals(Optional.of(request.domain())), Reason.WRONG_DOMAIN);
        Refused.unless(options.text("challenge").equals(Optional.of(request.challenge())), Reason.WRONG_CHALLENGE);
        Refused.unless(options.text(CredentialIssuer.CHANNEL).equals(request.channel()), Reason.WRONG_CHANNEL);
    }

    private static void requireFresh(Proof proof, Instant now) throws MalformedException, Refused {
        if (proof.created().isEmpty() || proof.expires().isEmpty()) {
            throw new MalformedException("A presentation says when it was made and until when it counts");
        }
        proof.requireTime(now);
        Instant latest = proof.created().get().plus(CredentialIssuer.PRESENTATION);
        Refused.unless(latest.isAfter(now), Reason.EXPIRED);
    }

    private static List<HeldCredential> shown(Json.Fields document) throws MalformedException {
        List<Json> credentials = list(document, "verifiableCredential");
        List<Json> disclosures = list(document, "disclosures");
        if (credentials.size() > MAX_CREDENTIALS || disclosures.size() > credentials.size()) {
            throw new MalformedException("More credentials than one may present, or disclosures of none");
        }
        List<HeldCredential> shown = new ArrayList<>();
        for (int i = 0; i < credentials.size(); i++) {
            List<Disclosure> disclosed = new ArrayList<>();
            for (Json each : disclosures.size() > i ? disclosures.get(i).oneOrMore() : List.<Json>of()) {
                disclosed.add(Disclosure.read(each));
            }
            shown.add(new HeldCredential(credentials.get(i).asFields(), disclosed));
        }
        return shown;
    }

    private static List<Json> list(Json.Fields document, String name) {
        return document.get(name).map(Json::oneOrMore).orElse(List.of());
    }
}
