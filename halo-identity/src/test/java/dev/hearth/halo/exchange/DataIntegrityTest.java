package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.internal.bc.Curves;
import dev.hearth.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published vectors of eddsa-jcs-2022. Skipped are those of Ed25519Signature2020 and eddsa-rdfc-2022, which need
 * RDF canonicalisation, and with them proof-set-chain, which is of the latter: all three are refused, as is tested.
 */
final class DataIntegrityTest {
    private static final String FOLDER = "vectors/vc-di-eddsa/TestVectors/";
    private static final String ISSUER = "https://vc.example/issuers/5678";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private static String file(String name) throws IOException {
        return Files.readString(Shared.file(FOLDER + name)).strip();
    }

    @Test
    void everyStepOfTheVectorIsReproduced() throws Exception {
        Json.Fields unsigned = Json.parse(file("unsigned.json")).asFields();
        Json.Fields config =
                Json.parse(file("eddsa-jcs-2022/proofConfigJCS.json")).asFields();
        assertThat(unsigned.canonical()).isEqualTo(file("eddsa-jcs-2022/canonDocJCS.txt"));
        assertThat(config.canonical()).isEqualTo(file("eddsa-jcs-2022/proofCanonJCS.txt"));
        assertThat(Sha256.of(unsigned.canonicalBytes()).value().hex()).isEqualTo(file("eddsa-jcs-2022/docHashJCS.txt"));
        assertThat(Sha256.of(config.canonicalBytes()).value().hex()).isEqualTo(file("eddsa-jcs-2022/proofHashJCS.txt"));
        assertThat(DataIntegrity.hash(config, unsigned).hex()).isEqualTo(file("eddsa-jcs-2022/combinedHashJCS.txt"));
        Bytes secret = Base58.decode(Json.parse(file("keyPair.json"))
                .asFields()
                .text("privateKeyMultibase")
                .orElseThrow());
        byte[] seed = secret.slice(2, secret.size()).toArray();
        Json.Fields signed = DataIntegrity.sign(
                unsigned,
                config.without("type").without("cryptosuite").without("@context"),
                message -> Bytes.of(Curves.ed25519Sign(seed, Curves.ed25519PublicKey(seed), message.toArray())));
        assertThat(signed).isEqualTo(Json.parse(file("eddsa-jcs-2022/signedJCS.json")));
        Proof proof = DataIntegrity.verify(signed).proofs().get(0);
        assertThat(proof.signature().hex()).isEqualTo(file("eddsa-jcs-2022/sigHexJCS.txt"));
        assertThat(proof.all().text("proofValue")).contains(file("eddsa-jcs-2022/sigBTC58JCS.txt"));
    }

    @Test
    void theSignedVectorIsValidForWhoKnowsItsIssuersKey() throws Exception {
        String signed = file("eddsa-jcs-2022/signedJCS.json");
        DidKey key = DidKey.parse("did:key:"
                + Json.parse(file("keyPair.json"))
                        .asFields()
                        .text("publicKeyMultibase")
                        .orElseThrow());
        CredentialVerifier verifier = new CredentialVerifier(CLOCK);
        VerifiedCredential verified =
                verifier.trusting(ISSUER, key).credential(signed).orThrow();
        assertThat(verified.issuer()).isEqualTo(ISSUER);
        assertThat(verified.subject()).contains("did:example:abcdefgh");
        assertThat(verified.claims().text("alumniOf")).contains("The School of Examples");
        assertThat(verified.types()).contains("AlumniCredential");
        assertThat(verified.validFrom()).contains(Instant.parse("2023-01-01T00:00:00Z"));
        assertThat(verified.identity()).isEmpty();
        assertThat(verifier.credential(signed)).isEqualTo(new Verification.Invalid<>(Reason.FOREIGN_KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ed25519Signature2020/signedEdSig.json",
                "proof-set-chain/signedProofSet2.json",
                "proof-set-chain/signedProofChain2.json"
            })
    void othersSuitesAreRefused(String name) throws Exception {
        Json.Fields signed = Json.parse(file(name)).asFields();
        assertThatThrownBy(() -> DataIntegrity.verify(signed))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_SUITE));
    }
}
