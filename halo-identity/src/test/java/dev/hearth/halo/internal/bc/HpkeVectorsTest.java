package dev.hearth.halo.internal.bc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.halo.crypto.Vectors;
import java.util.HexFormat;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;

/** RFC 9180's vectors for our KEM and KDF, with the ciphers that the RFC publishes for them. */
final class HpkeVectorsTest {
    private static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }

    @Test
    void opensWhatTheRfcSealed() {
        int used = 0;
        for (JsonNode vector : Vectors.read("hpke/rfc9180-from-draft.json")) {
            boolean ours = vector.get("suite").asText().startsWith("DHKEM(X25519, HKDF-SHA256), HKDF-SHA256")
                    && vector.get("modeName").asText().equals("Base")
                    && vector.get("encryptions").size() > 0;
            if (ours) {
                opens(vector.get("setup"), vector.get("encryptions").get(0));
                used++;
            }
        }
        assertThat(used).isEqualTo(2);
    }

    private static void opens(JsonNode setup, JsonNode first) {
        short aead = (short) setup.get("aead_id").asInt();
        assertThat(aead).isIn(HPKE.aead_AES_GCM128, HPKE.aead_AES_GCM256, HPKE.aead_CHACHA20_POLY1305);
        byte[] ciphertext = hex(first, "ct");
        byte[] encapsulated = hex(setup, "enc");
        byte[] sealed = new byte[encapsulated.length + ciphertext.length];
        System.arraycopy(encapsulated, 0, sealed, 0, encapsulated.length);
        System.arraycopy(ciphertext, 0, sealed, encapsulated.length, ciphertext.length);
        assertThat(Sealing.open(aead, hex(setup, "skRm"), hex(setup, "info"), hex(first, "aad"), sealed))
                .isEqualTo(hex(first, "pt"));
    }
}
