package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.halo.exchange.CredentialDraft;
import dev.hearth.halo.exchange.CredentialIssuer;
import dev.hearth.halo.exchange.HeldCredential;
import dev.hearth.halo.exchange.Json;
import dev.hearth.halo.exchange.PresentationRequest;
import dev.hearth.halo.exchange.VerifiedCredential;
import dev.hearth.halo.exchange.VerifiedPresentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials for exchange as a client issues, keeps, presents and verifies them. */
final class CredentialsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private static ClientOptions alone() {
        return ClientOptions.defaults().transports(List.of("tcp"));
    }

    private Client open(String name) {
        Client client = Client.open(folder.resolve(name), alone());
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    private static void assertThrows(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        thrown -> assertThat(thrown.code()).isEqualTo(code));
    }

    @Test
    void whatOneIssuesAnotherKeepsAndPresents() {
        try (Client ann = open("Ann");
                Client bob = open("Bob")) {
            Credentials anns = ann.halo().credentials();
            Credentials bobs = bob.halo().credentials();
            Json.Fields claims = Json.Fields.NONE.with("city", "Graz").with("street", "Long Lane");
            HeldCredential issued = anns.issue(
                    new CredentialDraft("Address", bobs.key().toString(), claims, Set.of("city", "street"), DAY));
            bobs.keep(issued.toString());
            bobs.keep(issued.toString());
            assertThat(bobs.kept()).containsExactly(issued);

            PresentationRequest request = anns.request("ann.example");
            String answer = bobs.present(request, List.of(bobs.kept().get(0).disclosing(Set.of("city"))));
            VerifiedPresentation shown =
                    anns.verifier().presentation(answer, request).orThrow();
            assertThat(shown.identity())
                    .contains(bob.halo().identity().orElseThrow().id());
            assertThat(shown.credentials().get(0).claims().canonical()).isEqualTo("{\"city\":\"Graz\"}");
            assertThat(answer).doesNotContain("Long Lane");
        }
        try (Client bob = open("Bob")) {
            assertThat(bob.halo().credentials().kept()).hasSize(1);
        }
    }

    @Test
    void aMemberIsAttestedByWhoMayAdmitIt() {
        try (Client ann = open("Ann")) {
            Space space = ann.spaces().create("Home");
            IdentityId own = ann.halo().identity().orElseThrow().id();
            Credentials credentials = ann.halo().credentials();
            VerifiedCredential said = credentials
                    .verifier()
                    .credential(credentials.membership(space.id(), own, DAY).toString())
                    .orThrow();
            assertThat(said.subject()).contains(CredentialIssuer.identity(own));
            assertThat(said.identity()).contains(own);
            assertThat(said.claims().canonical())
                    .contains("OWNER", space.id().value().hex());
            IdentityId stranger = new IdentityId(Bytes.of(new byte[IdentityId.SIZE]));
            assertThrows(() -> credentials.membership(space.id(), stranger, DAY), ErrorCode.MEMBER_UNKNOWN);
        }
    }

    @Test
    void theKeyIsThatOfTheDeviceWheneverItIsOpened() {
        String key;
        String device;
        try (Client ann = open("Ann")) {
            key = ann.halo().credentials().key().toString();
            device = ann.halo().credentials().device(DAY).toString();
        }
        try (Client ann = open("Ann")) {
            Credentials credentials = ann.halo().credentials();
            assertThat(credentials.key()).hasToString(key);
            assertThat(credentials.verifier().credential(device).orThrow().issuer())
                    .isEqualTo(key);
        }
    }

    @Test
    void aRefusedCredentialIsNotKept() {
        try (Client ann = open("Ann")) {
            Credentials credentials = ann.halo().credentials();
            String changed = credentials.device(DAY).toString().replace("\"Ann\"", "\"Eve\"");
            assertThrows(() -> credentials.keep(changed), ErrorCode.CREDENTIAL_REFUSED);
            assertThat(credentials.kept()).isEmpty();
        }
    }

    @Test
    void nothingIsIssuedWithoutAnIdentityOrWhileLocked() {
        try (Client nobody = Client.open(folder.resolve("nobody"), alone())) {
            assertThrows(() -> nobody.halo().credentials().device(DAY), ErrorCode.NO_IDENTITY);
        }
        try (Client ann = open("Ann")) {
            Credentials credentials = ann.halo().credentials();
            String device = credentials.device(DAY).toString();
            ann.halo().lock();
            assertThrows(credentials::key, ErrorCode.KEYCHAIN_LOCKED);
            assertThrows(() -> credentials.present(credentials.request("x"), List.of()), ErrorCode.KEYCHAIN_LOCKED);
            assertThat(credentials.verifier().credential(device).orThrow().issuer())
                    .startsWith("did:key:");
        }
    }
}
