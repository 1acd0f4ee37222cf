package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.People;
import dev.hearth.halo.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Presentations and disclosure, with attack A4. Each defence was seen to be needed by taking it out. */
final class PresentationTest {
    private final Exchange exchange = new Exchange();
    private final PresentationRequest request = PresentationRequest.fresh("shop.example", People.SEAMS.random());

    private Json.Fields shown(PresentationRequest to) {
        return exchange.holder.present(List.of(exchange.aboutBob().disclosing(Set.of("city"))), to);
    }

    @Test
    void aVerifierLearnsWhatItsHolderDisclosesAndNoMore() throws MalformedException {
        PresentationRequest received = PresentationRequest.parse(request.toString());
        String presentation = shown(received).canonical();
        VerifiedPresentation answer =
                exchange.verifier.presentation(presentation, request).orThrow();
        assertThat(answer.holder()).isEqualTo(exchange.holder.key());
        assertThat(answer.identity()).contains(exchange.bob.id());
        VerifiedCredential credential = answer.credentials().get(0);
        assertThat(credential.issuer()).isEqualTo(exchange.issuer.key().toString());
        assertThat(credential.claims().canonical()).isEqualTo("{\"city\":\"Graz\",\"nickname\":\"Bobby\"}");
        assertThat(credential.withheld()).isEqualTo(1);
        assertThat(presentation).doesNotContain("born").doesNotContain("1990");
    }

    @Test
    void aMembershipIsPresentedByItsMember() {
        SpaceId space = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        HeldCredential bobs = exchange.issuer.membership(space, exchange.bob.id(), Role.READER, Exchange.DAY);
        assertThat(exchange.verifier.presentation(
                        exchange.holder.present(List.of(bobs), request).canonical(), request))
                .isInstanceOf(Verification.Valid.class);
        PresentationRequest next = PresentationRequest.fresh("shop.example", People.SEAMS.random());
        exchange.assertRefused(exchange.issuer.present(List.of(bobs), next), next, Reason.FOREIGN_SUBJECT);
    }

    @Test
    void a4AnAnswerCountsOnce() {
        Json.Fields answer = shown(request);
        assertThat(exchange.verifier.presentation(answer.canonical(), request)).isInstanceOf(Verification.Valid.class);
        exchange.assertRefused(answer, request, Reason.REPLAYED);
    }

    @Test
    void a4AnAnswerIsForOneVerifierAndOneRequest() {
        Json.Fields answer = shown(request);
        exchange.assertRefused(
                answer, PresentationRequest.of("bank.example", request.challenge()), Reason.WRONG_DOMAIN);
        exchange.assertRefused(
                answer, PresentationRequest.fresh("shop.example", People.SEAMS.random()), Reason.WRONG_CHALLENGE);
    }

    @Test
    void a4AnAnswerIsForOneSession() {
        Json.Fields answer = shown(request.boundTo(Exchange.session(1)));
        exchange.assertRefused(answer, request.boundTo(Exchange.session(2)), Reason.WRONG_CHANNEL);
        exchange.assertRefused(answer, request, Reason.WRONG_CHANNEL);
        exchange.assertRefused(shown(request), request.boundTo(Exchange.session(1)), Reason.WRONG_CHANNEL);
        assertThat(exchange.verifier.presentation(answer.canonical(), request.boundTo(Exchange.session(1))))
                .isInstanceOf(Verification.Valid.class);
    }

    @Test
    void a4AnAnswerIsAMinuteOldAtMost() throws MalformedException {
        Json.Fields answer = shown(request);
        exchange.moveTo(Exchange.START.plusSeconds(60));
        exchange.assertRefused(answer, request, Reason.EXPIRED);
        Json.Fields patient = signed(
                answer.without("proof"),
                options(exchange.bob)
                        .with("expires", Exchange.START.plus(Exchange.DAY).toString()));
        exchange.assertRefused(patient, request, Reason.EXPIRED);
        exchange.moveTo(Exchange.START.plusSeconds(30));
        assertThat(exchange.verifier.presentation(patient.canonical(), request)).isInstanceOf(Verification.Valid.class);
        exchange.assertRefused(
                signed(answer.without("proof"), options(exchange.bob).without("expires")), request, Reason.MALFORMED);
    }

    @Test
    void a4AnAnswerSaysItselfHowLongItCountsAndIsNotFromTheFuture() throws MalformedException {
        Json.Fields document = shown(request).without("proof");
        String later = Exchange.START.plusSeconds(31).toString();
        exchange.assertRefused(
                signed(document, options(exchange.bob).with("created", later)), request, Reason.NOT_YET_VALID);
        Json.Fields brief = options(exchange.bob)
                .with("expires", Exchange.START.plusSeconds(10).toString());
        exchange.moveTo(Exchange.START.plusSeconds(10));
        exchange.assertRefused(signed(document, brief), request, Reason.EXPIRED);
    }

    private Json.Fields options(LocalIdentity signer) throws MalformedException {
        return Exchange.options(signer, "authentication")
                .with("domain", request.domain())
                .with("challenge", request.challenge())
                .with("expires", Exchange.START.plusSeconds(60).toString());
    }

    private Json.Fields signed(Json.Fields document, Json.Fields options) {
        return Exchange.signed(document, options, exchange.bob);
    }

    @Test
    void a4WhatSomebodyElseWasShownCantBeShownOn() throws MalformedException {
        Json.Fields answer = shown(request);
        exchange.verifier.presentation(answer.canonical(), request).orThrow();
        PresentationRequest next = PresentationRequest.fresh("bank.example", People.SEAMS.random());
        CredentialIssuer shop = new CredentialIssuer(People.person("Shop"), exchange, People.SEAMS.random());
        HeldCredential seen = exchange.aboutBob();
        exchange.assertRefused(shop.present(List.of(seen), next), next, Reason.FOREIGN_SUBJECT);
        Json.Fields noId = Exchange.plain(exchange.issuer.key().toString())
                .with("credentialSubject", Json.Fields.NONE.with("nickname", "x"));
        HeldCredential bearer = new HeldCredential(
                Exchange.signed(noId, Exchange.options(exchange.ann, "assertionMethod"), exchange.ann), List.of());
        exchange.assertRefused(shop.present(List.of(bearer), next), next, Reason.FOREIGN_SUBJECT);
    }

    @Test
    void aPresentationIsProvenByItsHolderForAuthentication() throws MalformedException {
        Json.Fields document = shown(request).without("proof");
        exchange.assertRefused(
                signed(document, options(exchange.bob).with("proofPurpose", "assertionMethod")),
                request,
                Reason.WRONG_PURPOSE);
        exchange.assertRefused(
                Exchange.signed(document, options(exchange.ann), exchange.ann), request, Reason.FOREIGN_KEY);
        Json.Fields right = signed(document, options(exchange.bob));
        Json proof = right.get("proof").orElseThrow();
        exchange.assertRefused(right.with("proof", new Json.Items(List.of(proof, proof))), request, Reason.PROOFS);
        exchange.assertRefused(exchange.aboutBob().credential(), request, Reason.WRONG_TYPE);
        exchange.assertRefused(right, Reason.WRONG_TYPE);
        assertThat(exchange.verifier.presentation(right.canonical(), request)).isInstanceOf(Verification.Valid.class);
    }

    @Test
    void aRefusedCredentialRefusesThePresentationOfIt() {
        HeldCredential old = exchange.aboutBob();
        exchange.moveTo(Exchange.START.plus(Exchange.DAY));
        exchange.assertRefused(exchange.holder.present(List.of(old), request), request, Reason.EXPIRED);
    }

    @Test
    void onlyWhatTheIssuerCommittedToIsDisclosed() {
        HeldCredential held = exchange.aboutBob();
        Disclosure born = held.disclosures().stream()
                .filter(each -> each.name().equals("born"))
                .findFirst()
                .orElseThrow();
        for (List<Disclosure> forged : List.of(
                List.of(new Disclosure(born.salt(), "born", new Json.Numeral(1991))),
                List.of(new Disclosure(born.salt(), "year", born.value())),
                List.of(Disclosure.of("born", born.value(), People.SEAMS.random())),
                List.of(Disclosure.of("admin", new Json.Truth(true), People.SEAMS.random())),
                List.of(born, born))) {
            exchange.assertRefused(new HeldCredential(held.credential(), forged).json(), Reason.WRONG_DISCLOSURE);
        }
    }

    /** An issuer that commits to a claim that is in the clear can't have the holder choose between the two. */
    @Test
    void aDisclosedClaimReplacesNone() throws MalformedException {
        Disclosure other = Disclosure.of("nickname", new Json.Text("Robert"), People.SEAMS.random());
        Disclosure subject = Disclosure.of("id", new Json.Text("urn:example:other"), People.SEAMS.random());
        Json.Fields document = Exchange.plain(exchange.issuer.key().toString());
        Json.Fields claims = Json.Fields.NONE
                .with("id", "urn:example:someone")
                .with("nickname", "Bobby")
                .with(
                        "hiddenClaims",
                        Json.texts(other.digest().value(), subject.digest().value()));
        Json.Fields signed = Exchange.signed(
                document.with("credentialSubject", claims),
                Exchange.options(exchange.ann, "assertionMethod"),
                exchange.ann);
        for (Disclosure each : List.of(other, subject)) {
            exchange.assertRefused(new HeldCredential(signed, List.of(each)).json(), Reason.WRONG_DISCLOSURE);
        }
    }

    /** Equal claims of two credentials have unequal hashes, since each salt is drawn anew from 128 bits. */
    @Test
    void hiddenClaimsCantBeGuessed() throws MalformedException {
        HeldCredential one = exchange.aboutBob();
        HeldCredential other = exchange.aboutBob();
        assertThat(hashes(one)).hasSize(2).doesNotContainAnyElementsOf(hashes(other));
        assertThat(one.disclosures()).extracting(Disclosure::salt).allMatch(salt -> salt.length() == 22);
        assertThat(one.disclosures()).extracting(Disclosure::salt).doesNotHaveDuplicates();
        assertThat(one.credential().canonical()).doesNotContain("Graz").doesNotContain("city");
        assertThat(one.disclosures().toString()).doesNotContain("Graz");
        String unsalted =
                new Disclosure("", "city", new Json.Text("Graz")).digest().value();
        assertThat(one.credential().canonical()).doesNotContain(unsalted);
    }

    private static List<Json> hashes(HeldCredential held) throws MalformedException {
        return held.credential()
                .get("credentialSubject")
                .orElseThrow()
                .asFields()
                .get("hiddenClaims")
                .orElseThrow()
                .oneOrMore();
    }

    @Test
    void aHeldCredentialComesBackFromItsText() throws MalformedException {
        HeldCredential held = exchange.aboutBob();
        assertThat(HeldCredential.parse(held.toString())).isEqualTo(held);
        HeldCredential bare = held.disclosing(Set.of());
        assertThat(HeldCredential.parse(bare.toString())).isEqualTo(bare);
    }

    @Test
    void whoAsksGetsTheReasonAsAnError() {
        assertThatThrownBy(() -> exchange.verifier.credential("{}").orThrow())
                .isInstanceOfSatisfying(HearthException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.CREDENTIAL_REFUSED);
                    assertThat(refused.details()).containsEntry("reason", "WRONG_TYPE");
                });
        assertThat(exchange.verifier.credential("{")).isEqualTo(new Verification.Invalid<>(Reason.MALFORMED));
    }

    @Test
    void whatIsTooLargeToBeReadIsNotIssued() {
        Json.Fields claims = Json.Fields.NONE.with("text", "a".repeat((int) Json.MAX_SIZE.max()));
        CredentialDraft draft = new CredentialDraft("Long", "urn:example:x", claims, Set.of(), Exchange.DAY);
        assertThatThrownBy(() -> exchange.issuer.issue(draft)).isInstanceOf(IllegalArgumentException.class);
    }
}
