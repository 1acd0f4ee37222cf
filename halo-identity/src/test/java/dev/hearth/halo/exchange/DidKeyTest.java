package dev.hearth.halo.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.Vectors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The {@code did:key} vectors. Their documents are of an earlier edition, with other types of keys: here the names, the
 * keys and what they are for are compared. The curves bls12381 and nist-curves are skipped: those kinds are refused.
 */
final class DidKeyTest {
    private static final List<String> RELATIONS = List.of(
            "assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation", "keyAgreement");

    @Test
    void theSigningKeysOfTheVectors() throws MalformedException {
        int count = 0;
        for (Map.Entry<String, JsonNode> each :
                Vectors.read("did-key/test-vectors/ed25519-x25519.json").properties()) {
            Bytes seed = Bytes.fromHex(each.getValue().get("seed").asText());
            Bytes key = SigningKey.of(Secret.of(seed)).verifyKey();
            DidKey did = DidKey.of(DidKey.Kind.SIGNING, key);
            assertThat(did).hasToString(each.getKey()).isEqualTo(DidKey.parse(each.getKey()));
            requireSameDocument(did, each.getValue().get("didDocument"));
            count++;
        }
        assertThat(count).isEqualTo(5);
    }

    @Test
    void theAgreementKeysOfTheVectors() throws MalformedException {
        JsonNode documents = Vectors.read("did-key/test-vectors/x25519.json").get("didDocument");
        for (Map.Entry<String, JsonNode> each : documents.properties()) {
            DidKey did = DidKey.parse(each.getKey());
            assertThat(did.kind()).isEqualTo(DidKey.Kind.AGREEMENT);
            assertThat(did).hasToString(each.getKey());
            requireSameDocument(did, each.getValue());
        }
        assertThat(documents.size()).isEqualTo(4);
    }

    private static void requireSameDocument(DidKey did, JsonNode expected) throws MalformedException {
        Json.Fields document = did.document();
        assertThat(document.text("id")).contains(expected.get("id").asText());
        List<JsonNode> methods = new ArrayList<>();
        expected.get("verificationMethod").forEach(methods::add);
        List<Json> ours = document.required("verificationMethod").oneOrMore();
        assertThat(ours).hasSameSizeAs(methods);
        for (int i = 0; i < ours.size(); i++) {
            Json.Fields method = ours.get(i).asFields();
            assertThat(method.text("id")).contains(methods.get(i).get("id").asText());
            assertThat(method.text("controller")).contains(expected.get("id").asText());
            Bytes key = Base58.decode(method.text("publicKeyMultibase").orElseThrow());
            assertThat(key.slice(2, key.size())).isEqualTo(key(methods.get(i)));
        }
        for (String relation : RELATIONS) {
            Set<String> names = new TreeSet<>();
            expected.path(relation).forEach(name -> names.add(name.asText()));
            Set<String> our = new TreeSet<>();
            for (Json name : document.get(relation).map(Json::oneOrMore).orElse(List.of())) {
                our.add(name.asText());
            }
            assertThat(our).as(relation).isEqualTo(names);
        }
    }

    private static Bytes key(JsonNode method) throws MalformedException {
        return method.has("publicKeyBase58")
                ? Base58.decode("z" + method.get("publicKeyBase58").asText())
                : Bytes.of(Base64.getUrlDecoder()
                        .decode(method.get("publicKeyJwk").get("x").asText()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did:web:localhost",
                "did:key:",
                "did:key:z",
                "did:key:z6Mk",
                "did:key:u6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
                "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0",
                "did:key:zDnaeTiq1PdzvZXUaMdezchcMJQpBdH2VN4pgrrEhMCCbmwSb",
                "did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"
            })
    void othersAreRefused(String did) {
        assertThatThrownBy(() -> DidKey.parse(did)).isInstanceOf(MalformedException.class);
    }

    /** RFC 8032, 7.1, tests 1 and 2, by the seeds there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
            })
    void aKeyComesBackFromItsText(String key) throws MalformedException {
        DidKey did = DidKey.of(DidKey.Kind.SIGNING, Bytes.fromHex(key));
        assertThat(DidKey.parse(did.toString()).raw()).isEqualTo(did.raw());
        assertThat(DidKey.ofMethod(did.method())).isEqualTo(did);
        assertThatThrownBy(() -> DidKey.ofMethod(did + "#other")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> DidKey.ofMethod(did.toString())).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> DidKey.ofMethod(did.agreement().method())).isInstanceOf(MalformedException.class);
    }

    @Test
    void base58KeepsZerosInFront() throws MalformedException {
        for (String hex : List.of("", "00", "0000", "00ff", "ff", "0080", "01")) {
            Bytes bytes = Bytes.fromHex(hex);
            assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
        }
        assertThat(Base58.encode(Bytes.utf8("Hello World!"))).isEqualTo("z2NEpo7TZRRrLZSi2U");
        assertThatThrownBy(() -> Base58.decode("z" + "1".repeat(128))).hasMessageContaining("multibase");
    }
}
