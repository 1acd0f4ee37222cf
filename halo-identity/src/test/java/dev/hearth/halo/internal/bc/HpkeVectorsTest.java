package dev.hearth.halo.internal.bc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.halo.crypto.Vectors;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** RFC 9180's vectors and those of X-Wing: ours through our own class, all others against the provider. */
final class HpkeVectorsTest {
    private static final int KDF_HKDF_SHA256 = 1;

    private static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.path(field).asText());
    }

    @Test
    void opensWhatTheRfcSealed() {
        int used = 0;
        for (JsonNode vector : Vectors.read("hpke/rfc9180-from-draft.json")) {
            boolean ours = vector.get("suite").asText().startsWith("DHKEM(X25519, HKDF-SHA256), HKDF-SHA256")
                    && vector.get("modeName").asText().equals("Base")
                    && vector.get("encryptions").size() > 0;
            if (ours) {
                JsonNode setup = vector.get("setup");
                JsonNode first = vector.get("encryptions").get(0);
                short aead = (short) setup.get("aead_id").asInt();
                byte[] sealed = joined(hex(setup, "enc"), hex(first, "ct"));
                assertThat(Sealing.open(aead, hex(setup, "skRm"), hex(setup, "info"), hex(first, "aad"), sealed))
                        .isEqualTo(hex(first, "pt"));
                used++;
            }
        }
        assertThat(used).isEqualTo(2);
    }

    private static byte[] joined(byte[] encapsulated, byte[] ciphertext) {
        byte[] sealed = Arrays.copyOf(encapsulated, encapsulated.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, sealed, encapsulated.length, ciphertext.length);
        return sealed;
    }

    /** All modes, curves and ciphers of the RFC. */
    @Test
    void theProviderKeepsToTheRfc() throws InvalidCipherTextException {
        int count = 0;
        for (JsonNode vector : Vectors.read("hpke/rfc9180-from-draft.json")) {
            JsonNode setup = vector.get("setup");
            opensAndExports(receiver(setup), vector.get("encryptions"), vector.get("exports"));
            count++;
        }
        assertThat(count).isEqualTo(28);
    }

    private static HPKEContext receiver(JsonNode setup) {
        int mode = setup.get("mode").asInt();
        HPKE hpke = new HPKE(
                (byte) mode,
                (short) setup.get("kem_id").asInt(),
                (short) setup.get("kdf_id").asInt(),
                (short) setup.get("aead_id").asInt());
        AsymmetricCipherKeyPair key = hpke.deserializePrivateKey(hex(setup, "skRm"), hex(setup, "pkRm"));
        byte[] encapsulated = hex(setup, "enc");
        byte[] info = hex(setup, "info");
        byte[] psk = hex(setup, "psk");
        byte[] pskId = hex(setup, "psk_id");
        return switch (mode) {
            case 0 -> hpke.setupBaseR(encapsulated, key, info);
            case 1 -> hpke.setupPSKR(encapsulated, key, info, psk, pskId);
            case 2 -> hpke.setupAuthR(encapsulated, key, info, sender(hpke, setup));
            default -> hpke.setupAuthPSKR(encapsulated, key, info, psk, pskId, sender(hpke, setup));
        };
    }

    private static AsymmetricKeyParameter sender(HPKE hpke, JsonNode setup) {
        return hpke.deserializePublicKey(hex(setup, "pkSm"));
    }

    private static void opensAndExports(HPKEContext context, JsonNode encryptions, JsonNode exports)
            throws InvalidCipherTextException {
        int next = 0;
        for (JsonNode each : encryptions) {
            int number = each.path("sequence number").asInt(next);
            for (; next < number; next++) {
                context.seal(new byte[0], new byte[0]); // the numbers between are not published
            }
            assertThat(context.open(hex(each, "aad"), hex(each, "ct"))).isEqualTo(hex(each, "pt"));
            next++;
        }
        for (JsonNode each : exports) {
            assertThat(context.export(
                            hex(each, "exporter_context"), each.get("L").asInt()))
                    .isEqualTo(hex(each, "exported_value"));
        }
    }

    /** Of the two sets the second has a key derivation of its own, so that only its encapsulation says something. */
    @Test
    void xWing() throws InvalidCipherTextException {
        int whole = 0;
        JsonNode vectors = Vectors.read("hpke/test-vectors-go-8aa8a04.json");
        for (JsonNode vector : vectors) {
            XWingPrivateKeyParameters key = new XWingPrivateKeyParameters(hex(vector, "skRm"));
            assertThat(Sealing.hybridPublicKey(hex(vector, "skRm"))).isEqualTo(hex(vector, "pkRm"));
            assertThat(new XWingKEMExtractor(key).extractSecret(hex(vector, "enc")))
                    .isEqualTo(hex(vector, "shared_secret"));
            if (vector.get("kdf_id").asInt() == KDF_HKDF_SHA256) {
                xWingWhole(vector);
                whole++;
            }
        }
        assertThat(vectors.size()).isEqualTo(2);
        assertThat(whole).isEqualTo(1);
    }

    private static void xWingWhole(JsonNode vector) throws InvalidCipherTextException {
        opensAndExports(receiver(vector), vector.get("encryptions"), vector.get("exports"));
        JsonNode first = vector.get("encryptions").get(0);
        byte[] sealed = joined(hex(vector, "enc"), hex(first, "ct"));
        short aead = (short) vector.get("aead_id").asInt();
        assertThat(Sealing.openHybrid(aead, hex(vector, "skRm"), hex(vector, "info"), hex(first, "aad"), sealed))
                .isEqualTo(hex(first, "pt"));
        byte[] ours = Objects.requireNonNull(
                Sealing.sealHybrid(hex(vector, "pkRm"), hex(vector, "info"), hex(first, "aad"), sealed));
        assertThat(ours).hasSize(Sealing.HYBRID_ENCAPSULATION + sealed.length + 16);
        assertThat(Sealing.openHybrid(hex(vector, "skRm"), hex(vector, "info"), hex(first, "aad"), ours))
                .isEqualTo(sealed);
    }
}
