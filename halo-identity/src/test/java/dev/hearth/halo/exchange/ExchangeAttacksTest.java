package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.People;
import dev.hearth.halo.Role;
import dev.hearth.halo.crypto.VerifyKey;
import dev.hearth.testkit.Damage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Attack A32, and A5 on credentials for exchange. Each test was seen to fail with its defence taken out. */
final class ExchangeAttacksTest {
    private static final String ASSERTION = "assertionMethod";

    private final Exchange exchange = new Exchange();
    private final LocalIdentity mallory = People.person("Mallory");

    private Json.Fields right() throws MalformedException {
        return Exchange.signed(
                Exchange.plain(Exchange.key(exchange.ann).toString()),
                Exchange.options(exchange.ann, ASSERTION),
                exchange.ann);
    }

    private static Json.Fields withProof(Json.Fields secured, Json.Fields proof) {
        return secured.with("proof", proof);
    }

    @Test
    void whatIsIssuedIsValidAndSaysWhoStandsBehindIt() throws MalformedException {
        VerifiedCredential device = exchange.verifier
                .credential(exchange.issuer.device(Exchange.DAY).toString())
                .orThrow();
        assertThat(device.identity()).contains(exchange.ann.id());
        assertThat(device.issuer()).isEqualTo(exchange.issuer.key().toString());
        assertThat(device.claims().text("name")).contains("Ann");
        assertThat(device.claims().text("device"))
                .contains(exchange.ann.device().value().hex());
        assertThat(device.validUntil()).contains(Exchange.START.plus(Exchange.DAY));

        SpaceId space = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        HeldCredential held = exchange.issuer.membership(space, exchange.bob.id(), Role.WRITER, Exchange.DAY);
        VerifiedCredential member =
                exchange.verifier.credential(held.toString()).orThrow();
        assertThat(member.identity()).contains(exchange.ann.id());
        assertThat(member.subject()).contains(CredentialIssuer.identity(exchange.bob.id()));
        assertThat(member.claims().text("role")).contains("WRITER");
        assertThat(member.types()).contains(CredentialIssuer.MEMBERSHIP);
        assertThat(exchange.verifier.credential(right().canonical())).isInstanceOf(Verification.Valid.class);
    }

    /** Blanks, order and escapes are not content: a document that was written otherwise is the same one. */
    @Test
    void a32AnotherSpellingOfTheSameDocumentIsTheSame() throws MalformedException {
        Json.Fields right = right();
        List<String> members = new ArrayList<>();
        right.all().forEach((name, value) -> members.add(0, "\n \"" + name + "\" :\t" + value.canonical()));
        String respelled = "{" + String.join(",", members).replace("urn:example", "\\u0075rn:ex\\u0061mple") + " }";
        assertThat(respelled).isNotEqualTo(right.canonical());
        assertThat(exchange.verifier.credential(respelled)).isInstanceOf(Verification.Valid.class);
    }

    @Test
    void a32ANameThatComesTwiceIsRefused() throws MalformedException {
        String right = right().canonical();
        String twice = right.replace("\"issuer\":", "\"issuer\":\"did:example:other\",\"issuer\":");
        assertThat(exchange.verifier.credential(twice)).isEqualTo(new Verification.Invalid<>(Reason.MALFORMED));
        String inside = right.replace("\"proofPurpose\":", "\"proofPurpose\":\"authentication\",\"proofPurpose\":");
        assertThat(exchange.verifier.credential(inside)).isEqualTo(new Verification.Invalid<>(Reason.MALFORMED));
    }

    @Test
    void a32EveryChangedByteIsNoticed() {
        byte[] right = exchange.aboutBob().disclosing(Set.of("city")).toString().getBytes(StandardCharsets.UTF_8);
        VerifiedCredential said =
                exchange.verifier.credential(Bytes.of(right).asUtf8()).orThrow();
        for (int i = 0; i < right.length; i++) {
            byte[] changed = right.clone();
            changed[i] ^= (byte) (1 << i % 7);
            Verification<VerifiedCredential> answer =
                    exchange.verifier.credential(Bytes.of(changed).asUtf8());
            assertThat(answer)
                    .as("byte %s", i)
                    .satisfiesAnyOf(
                            it -> assertThat(it).isInstanceOf(Verification.Invalid.class),
                            it -> assertThat(it).isEqualTo(new Verification.Valid<>(said)));
        }
    }

    @Test
    void a32DamagedTextsAreRefusedWithAReason() {
        byte[] right = exchange.aboutBob().toString().getBytes(StandardCharsets.UTF_8);
        int inputs = Damage.every(right, 1, bytes -> {
            Verification<VerifiedCredential> answer =
                    exchange.verifier.credential(Bytes.of(bytes).asUtf8());
            if (answer instanceof Verification.Invalid<VerifiedCredential> it) {
                throw new MalformedException(it.reason().name());
            }
        });
        assertThat(inputs).isGreaterThan(right.length);
    }

    @Test
    void a32AnotherPurposeIsRefused() throws MalformedException {
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        for (String purpose : List.of("authentication", "keyAgreement", "")) {
            exchange.assertRefused(
                    Exchange.signed(document, Exchange.options(exchange.ann, purpose), exchange.ann),
                    Reason.WRONG_PURPOSE);
        }
        exchange.assertRefused(
                Exchange.signed(
                        document, Exchange.options(exchange.ann, ASSERTION).without("proofPurpose"), exchange.ann),
                Reason.WRONG_PURPOSE);
    }

    @Test
    void a32ASwappedIssuerIsRefused() throws MalformedException {
        Json.Fields right = right();
        exchange.assertRefused(right.with("issuer", Exchange.key(mallory).toString()), Reason.WRONG_SIGNATURE);
        Json.Fields claimed = Exchange.plain(Exchange.key(exchange.ann).toString());
        exchange.assertRefused(
                Exchange.signed(claimed, Exchange.options(mallory, ASSERTION), mallory), Reason.FOREIGN_KEY);
        exchange.assertRefused(
                Exchange.signed(claimed, Exchange.options(exchange.ann, ASSERTION), mallory), Reason.WRONG_SIGNATURE);
        Json.Fields named = Exchange.plain("unused")
                .with(
                        "issuer",
                        Json.Fields.NONE.with("id", Exchange.key(exchange.ann).toString()));
        exchange.assertRefused(
                Exchange.signed(named, Exchange.options(mallory, ASSERTION), mallory), Reason.FOREIGN_KEY);
        assertThat(exchange.verifier.credential(
                        Exchange.signed(named, Exchange.options(exchange.ann, ASSERTION), exchange.ann)
                                .canonical()))
                .isInstanceOf(Verification.Valid.class);
    }

    @Test
    void a32AlteredOptionsOfTheProofAreRefused() throws MalformedException {
        Json.Fields right = right();
        Json.Fields proof = Exchange.proofOf(right);
        Map<String, Reason> altered = Map.of(
                "created", Reason.WRONG_SIGNATURE,
                "expires", Reason.WRONG_SIGNATURE,
                "nonce", Reason.WRONG_SIGNATURE,
                "id", Reason.WRONG_SIGNATURE,
                "domain", Reason.WRONG_SIGNATURE,
                "type", Reason.UNKNOWN_SUITE,
                "cryptosuite", Reason.UNKNOWN_SUITE,
                "verificationMethod", Reason.FOREIGN_KEY);
        for (Map.Entry<String, Reason> each : altered.entrySet()) {
            Json.Fields changed = proof.with(each.getKey(), "2026-02-01T00:00:00Z");
            exchange.assertRefused(withProof(right, changed), each.getValue());
        }
        for (String name : List.of("created", "@context")) {
            exchange.assertRefused(withProof(right, proof.without(name)), Reason.WRONG_SIGNATURE);
        }
        exchange.assertRefused(
                right.with("@context", Json.texts(CredentialIssuer.VERSION, "https://example.org/other")),
                Reason.WRONG_SIGNATURE);
        exchange.assertRefused(right.with("added", "x"), Reason.WRONG_SIGNATURE);
        exchange.assertRefused(right.without("proof"), Reason.PROOFS);
    }

    /** By the standard a proof may cover the start of the document's contexts, and the rest is then dropped. */
    @Test
    void a32AProofThatCoversOtherContextsIsRefused() throws MalformedException {
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        for (Json contexts : List.of(Json.texts(), Json.texts(CredentialIssuer.VERSION, "https://example.org/more"))) {
            Json.Fields options = Exchange.options(exchange.ann, ASSERTION)
                    .with("type", Proof.TYPE)
                    .with("cryptosuite", Proof.SUITE)
                    .with("@context", contexts);
            Bytes signature = exchange.ann.signForExchange(DataIntegrity.hash(options, document));
            exchange.assertRefused(
                    withProof(document, options.with("proofValue", Base58.encode(signature))), Reason.WRONG_SIGNATURE);
        }
    }

    private Json.Fields proof(Json.Fields document, String id, LocalIdentity signer) throws MalformedException {
        Json.Fields options = Exchange.options(signer, ASSERTION).with("id", id);
        return Exchange.proofOf(Exchange.signed(document, options, signer));
    }

    private Json.Fields chained(Json.Fields document, Json previous, LocalIdentity signer, Json.Fields... over)
            throws MalformedException {
        Json.Fields options = Exchange.options(signer, ASSERTION).with("previousProof", previous);
        Json.Fields with = document.with("proof", new Json.Items(List.of(over)));
        return Exchange.proofOf(Exchange.signed(with, options, signer));
    }

    private static Json.Fields proven(Json.Fields document, Json.Fields... proofs) {
        return document.with("proof", new Json.Items(List.of(proofs)));
    }

    @Test
    void a32OfASetAllProofsMustBeRightAndOneTheIssuers() throws MalformedException {
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        Json.Fields one = proof(document, "urn:1", exchange.ann);
        Json.Fields other = proof(document, "urn:2", exchange.bob);
        VerifiedCredential both = exchange.verifier
                .credential(proven(document, other, one).canonical())
                .orThrow();
        assertThat(both.signers()).containsExactlyInAnyOrder(Exchange.key(exchange.ann), Exchange.key(exchange.bob));
        exchange.assertRefused(proven(document, other), Reason.FOREIGN_KEY);
        exchange.assertRefused(
                proven(
                        document,
                        one,
                        other.with("created", Exchange.START.minusSeconds(1).toString())),
                Reason.WRONG_SIGNATURE);
        exchange.assertRefused(
                proven(document, one, other.with("cryptosuite", "eddsa-rdfc-2022")), Reason.UNKNOWN_SUITE);
        exchange.assertRefused(proven(document, one, one), Reason.PROOFS);
        exchange.assertRefused(proven(document), Reason.PROOFS);
    }

    @Test
    void a32OfAChainNoLinkCanBeLeftOutOrChanged() throws MalformedException {
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        Json.Fields one = proof(document, "urn:1", exchange.ann);
        Json.Fields two = proof(document, "urn:2", exchange.bob);
        Json.Fields last = chained(document, Json.texts("urn:1", "urn:2"), exchange.bob, one, two);
        assertThat(exchange.verifier.credential(proven(document, last, two, one).canonical()))
                .isInstanceOf(Verification.Valid.class);
        Json.Fields afterOne = chained(document, new Json.Text("urn:1"), exchange.bob, one);
        assertThat(exchange.verifier.credential(proven(document, one, afterOne).canonical()))
                .isInstanceOf(Verification.Valid.class);
        exchange.assertRefused(proven(document, one, last), Reason.PROOFS);
        exchange.assertRefused(proven(document, one, afterOne.with("previousProof", "urn:none")), Reason.PROOFS);
        exchange.assertRefused(
                proven(document, one, two, afterOne.with("previousProof", "urn:2")), Reason.WRONG_SIGNATURE);
        exchange.assertRefused(proven(document, one, afterOne.without("previousProof")), Reason.WRONG_SIGNATURE);
        Json.Fields again = proof(document, "urn:1", mallory);
        exchange.assertRefused(
                proven(document, proof(document, "urn:0", exchange.ann), again, afterOne), Reason.WRONG_SIGNATURE);
    }

    @Test
    void a32ProofsAreBoundedInNumber() throws MalformedException {
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        Json.Fields[] proofs = new Json.Fields[DataIntegrity.MAX_PROOFS + 1];
        for (int i = 0; i < proofs.length; i++) {
            proofs[i] = proof(document, "urn:" + i, exchange.ann);
        }
        exchange.assertRefused(proven(document, proofs), Reason.PROOFS);
        Json.Fields[] fewer = List.of(proofs).subList(1, proofs.length).toArray(Json.Fields[]::new);
        assertThat(exchange.verifier.credential(proven(document, fewer).canonical()))
                .isInstanceOf(Verification.Valid.class);
    }

    @Test
    void a5WhatIsExpiredOrNotYetValidIsRefused() throws MalformedException {
        HeldCredential held = exchange.issuer.device(Exchange.DAY);
        exchange.moveTo(Exchange.START.plus(Exchange.DAY).minusSeconds(1));
        assertThat(exchange.verifier.credential(held.toString())).isInstanceOf(Verification.Valid.class);
        exchange.moveTo(Exchange.START.plus(Exchange.DAY));
        exchange.assertRefused(held.json(), Reason.EXPIRED);
        exchange.moveTo(Exchange.START.minus(Duration.ofMinutes(1)));
        exchange.assertRefused(held.json(), Reason.NOT_YET_VALID);

        exchange.moveTo(Exchange.START);
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        Json.Fields options = Exchange.options(exchange.ann, ASSERTION);
        String later = Exchange.START.plusSeconds(60).toString();
        String now = Exchange.START.toString();
        exchange.assertRefused(
                Exchange.signed(document.with("validFrom", later), options, exchange.ann), Reason.NOT_YET_VALID);
        exchange.assertRefused(
                Exchange.signed(document.with("validUntil", now), options, exchange.ann), Reason.EXPIRED);
        exchange.assertRefused(
                Exchange.signed(document, options.with("created", later), exchange.ann), Reason.NOT_YET_VALID);
        exchange.assertRefused(Exchange.signed(document, options.with("expires", now), exchange.ann), Reason.EXPIRED);
        exchange.assertRefused(
                Exchange.signed(document.with("validUntil", "2027-01-01"), options, exchange.ann), Reason.MALFORMED);
    }

    @Test
    void whatIsNoCredentialOfThisVersionIsRefused() throws MalformedException {
        Json.Fields document = Exchange.plain(Exchange.key(exchange.ann).toString());
        Json.Fields options = Exchange.options(exchange.ann, ASSERTION);
        for (Json.Fields other : List.of(
                document.with("type", "Other"),
                document.without("type"),
                document.with("@context", "https://www.w3.org/2018/credentials/v1"),
                document.without("@context"))) {
            exchange.assertRefused(Exchange.signed(other, options, exchange.ann), Reason.WRONG_TYPE);
        }
        exchange.assertRefused(
                Exchange.signed(document, options.with("domain", "shop.example"), exchange.ann), Reason.WRONG_DOMAIN);
        exchange.assertRefused(
                Exchange.signed(document, options.with("challenge", "1"), exchange.ann), Reason.WRONG_CHALLENGE);
    }

    @Test
    void anIdentityIsOfItsOwnExchangeKeyAlone() throws MalformedException {
        Json anns = exchange.issuer
                .device(Exchange.DAY)
                .credential()
                .get("evidence")
                .orElseThrow();
        Json.Fields borrowed = Exchange.plain(Exchange.key(mallory).toString()).with("evidence", anns);
        exchange.assertRefused(
                Exchange.signed(borrowed, Exchange.options(mallory, ASSERTION), mallory), Reason.WRONG_EVIDENCE);
        Json.Fields own = IdentityEvidence.of(mallory);
        Json.Fields chain = anns.oneOrMore().get(0).asFields();
        Json.Fields mixed = own.with("chain", chain.get("chain").orElseThrow());
        exchange.assertRefused(
                Exchange.signed(borrowed.with("evidence", mixed), Exchange.options(mallory, ASSERTION), mallory),
                Reason.WRONG_EVIDENCE);
    }

    @Test
    void aDeviceCredentialSaysWhatItsEvidenceProves() throws MalformedException {
        Json.Fields claims = CredentialIssuer.deviceClaims(exchange.ann.chain());
        CredentialIssuer liar = new CredentialIssuer(mallory, exchange, People.SEAMS.random());
        HeldCredential lie = liar.issue(
                new CredentialDraft(CredentialIssuer.DEVICE, liar.key().toString(), claims, Set.of(), Exchange.DAY));
        exchange.assertRefused(lie.json(), Reason.WRONG_EVIDENCE);
        Json.Fields bare = Exchange.plain(liar.key().toString())
                .with("type", Json.texts("VerifiableCredential", CredentialIssuer.DEVICE))
                .with("credentialSubject", claims);
        exchange.assertRefused(
                Exchange.signed(bare, Exchange.options(mallory, ASSERTION), mallory), Reason.WRONG_EVIDENCE);
    }

    /** A key that signs documents signs nothing under a label, and is of one device and identity alone. */
    @Test
    void theExchangeKeyIsAKeyOfItsOwn() throws MalformedException {
        Bytes message = Bytes.utf8("message");
        VerifyKey own = VerifyKey.of(exchange.ann.exchangeKey());
        VerifyKey device = VerifyKey.of(exchange.ann.device().value());
        assertThat(own.raw()).isNotEqualTo(device.raw()).isEqualTo(exchange.ann.exchangeKey());
        assertThat(own.raw()).isNotEqualTo(exchange.bob.exchangeKey());
        Bytes unlabelled = exchange.ann.signForExchange(message);
        assertThat(own.verifyUnlabelled(message, unlabelled)).isTrue();
        assertThat(own.verify("", message, unlabelled)).isFalse();
        assertThat(device.verifyUnlabelled(message, unlabelled)).isFalse();
        assertThat(device.verifyUnlabelled(message, exchange.ann.sign("", message)))
                .isFalse();
    }
}
