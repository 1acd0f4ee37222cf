package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.People;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** Ann issues, Bob holds, somebody verifies, and the clock is moved by hand. */
final class Exchange implements InstantSource {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    final LocalIdentity ann = People.person("Ann");
    final LocalIdentity bob = People.person("Bob");
    final CredentialIssuer issuer = new CredentialIssuer(ann, this, People.SEAMS.random());
    final CredentialIssuer holder = new CredentialIssuer(bob, this, People.SEAMS.random());
    final CredentialVerifier verifier = new CredentialVerifier(this);
    private Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    void moveTo(Instant instant) {
        now = instant;
    }

    /** What Ann says about Bob: a nickname for all, and a city and a year for whom he shows them. */
    HeldCredential aboutBob() {
        Json.Fields claims =
                Json.Fields.NONE.with("nickname", "Bobby").with("city", "Graz").with("born", new Json.Numeral(1990));
        return issuer.issue(
                new CredentialDraft("ExampleCredential", holder.key().toString(), claims, Set.of("city", "born"), DAY));
    }

    /** Signs whatever document by whatever options, as an issuer could that does not keep to the rules. */
    static Json.Fields signed(Json.Fields document, Json.Fields options, LocalIdentity signer) {
        return DataIntegrity.sign(document, options, signer::signForExchange);
    }

    static Json.Fields options(LocalIdentity signer, String purpose) throws MalformedException {
        return Json.Fields.NONE
                .with("proofPurpose", purpose)
                .with("verificationMethod", key(signer).method())
                .with("created", START.toString());
    }

    static DidKey key(LocalIdentity signer) throws MalformedException {
        return DidKey.of(DidKey.Kind.SIGNING, signer.exchangeKey());
    }

    /** A credential of the shortest form, not signed yet. */
    static Json.Fields plain(String issuer) {
        return Json.Fields.NONE
                .with("@context", Json.texts(CredentialIssuer.VERSION))
                .with("type", Json.texts("VerifiableCredential"))
                .with("issuer", issuer)
                .with("credentialSubject", Json.Fields.NONE.with("id", "urn:example:someone"));
    }

    static Json.Fields proofOf(Json.Fields secured) throws MalformedException {
        return secured.get("proof").orElseThrow().asFields();
    }

    void assertRefused(Json credential, Reason reason) {
        assertThat(verifier.credential(credential.canonical())).isEqualTo(new Verification.Invalid<>(reason));
    }

    void assertRefused(Json presentation, PresentationRequest request, Reason reason) {
        assertThat(verifier.presentation(presentation.canonical(), request))
                .isEqualTo(new Verification.Invalid<>(reason));
    }

    static Bytes session(int number) {
        return Bytes.of((byte) number, (byte) 1, (byte) 2);
    }
}
