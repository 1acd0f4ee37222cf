package dev.hearth.halo.internal.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.halo.crypto.Vectors;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.modes.XChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.junit.jupiter.api.Test;

/**
 * Wycheproof against the providers themselves. ML-KEM and AES-GCM of Bouncy Castle are in use, inside of HPKE; the rest
 * is not in the product, and shows that a version of a provider is what it was.
 */
final class ProviderVectorsTest {
    private static byte[] hex(JsonNode test, String field) {
        return Vectors.hex(test, field);
    }

    private static boolean isValid(JsonNode test) {
        return test.get("result").asText().equals("valid");
    }

    private static String name(JsonNode test) {
        return "test " + test.get("tcId");
    }

    @Test
    void mlKemKeys() {
        int count = Vectors.wycheproof("mlkem_768_keygen_seed_test.json", (group, test) -> {
            MLKEMPrivateKeyParameters key =
                    new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, hex(test, "seed"));
            assertThat(key.getPublicKey()).as(name(test)).isEqualTo(hex(test, "ek"));
            assertThat(key.withPreferredFormat(MLKEMPrivateKeyParameters.EXPANDED_KEY)
                            .getEncoded())
                    .as(name(test))
                    .isEqualTo(hex(test, "dk"));
        });
        assertThat(count).isEqualTo(100);
    }

    @Test
    void mlKemEncapsulation() {
        int count = Vectors.wycheproof("mlkem_768_encaps_test.json", (group, test) -> {
            if (isValid(test)) {
                SecretWithEncapsulation made = encapsulate(test);
                assertThat(made.getEncapsulation()).as(name(test)).isEqualTo(hex(test, "c"));
                assertThat(made.getSecret()).as(name(test)).isEqualTo(hex(test, "K"));
            } else {
                assertThatThrownBy(() -> encapsulate(test)).as(name(test)).isInstanceOf(IllegalArgumentException.class);
            }
        });
        assertThat(count).isEqualTo(265);
    }

    private static SecretWithEncapsulation encapsulate(JsonNode test) {
        MLKEMPublicKeyParameters key = new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, hex(test, "ek"));
        return MLKEMGenerator.internalGenerateEncapsulated(key, hex(test, "m"));
    }

    @Test
    void mlKemDecapsulation() {
        int count = Vectors.wycheproof("mlkem_768_test.json", (group, test) -> {
            if (isValid(test)) {
                assertThat(decapsulate(test)).as(name(test)).isEqualTo(hex(test, "K"));
            } else {
                assertThatThrownBy(() -> decapsulate(test)).as(name(test)).isInstanceOf(IllegalArgumentException.class);
            }
        });
        assertThat(count).isEqualTo(193);
    }

    private static byte[] decapsulate(JsonNode test) {
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, hex(test, "seed"));
        return new MLKEMExtractor(key).extractSecret(hex(test, "c"));
    }

    @Test
    void chaCha20Poly1305() {
        assertThat(aead("chacha20_poly1305_test.json", ChaCha20Poly1305::new)).isEqualTo(325);
    }

    @Test
    void xChaCha20Poly1305() {
        assertThat(aead("xchacha20_poly1305_test.json", XChaCha20Poly1305::new)).isEqualTo(315);
    }

    @Test
    void aesGcmSiv() {
        assertThat(aead("aes_gcm_siv_test.json", GCMSIVBlockCipher::new)).isEqualTo(202);
    }

    @Test
    void aesGcmOfAllSizes() {
        assertThat(aead("aes_gcm_test.json", () -> GCMBlockCipher.newInstance(AESEngine.newInstance())))
                .isEqualTo(316);
    }

    private static int aead(String file, Supplier<AEADCipher> cipher) {
        return Vectors.wycheproof(file, (group, test) -> {
            byte[] sealed = joined(test);
            if (isValid(test)) {
                assertThat(run(cipher.get(), true, test, hex(test, "msg")))
                        .as(name(test))
                        .isEqualTo(sealed);
                assertThat(run(cipher.get(), false, test, sealed))
                        .as(name(test))
                        .isEqualTo(hex(test, "msg"));
            } else {
                assertThatThrownBy(() -> run(cipher.get(), false, test, sealed))
                        .as(name(test))
                        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
            }
        });
    }

    private static byte[] joined(JsonNode test) {
        return HexFormat.of().parseHex(test.get("ct").asText() + test.get("tag").asText());
    }

    /** Returns what comes out; throws an unchecked exception whatever the reason for which the input is refused. */
    private static byte[] run(AEADCipher cipher, boolean sealing, JsonNode test, byte[] input) {
        KeyParameter key = new KeyParameter(hex(test, "key"));
        cipher.init(sealing, new AEADParameters(key, 128, hex(test, "iv"), hex(test, "aad")));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        try {
            int written = cipher.processBytes(input, 0, input.length, output, 0);
            written += cipher.doFinal(output, written);
            return Arrays.copyOf(output, written);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JDK's, which seals content; the sizes that are ours run through our own class elsewhere. */
    @Test
    void aesGcmOfAllSizesInTheJdk() {
        int count = Vectors.wycheproof("aes_gcm_test.json", (group, test) -> {
            if (isValid(test)) {
                assertThat(jdk(test)).as(name(test)).isEqualTo(hex(test, "msg"));
            } else {
                assertThatThrownBy(() -> jdk(test)).as(name(test)).isInstanceOf(IllegalStateException.class);
            }
        });
        assertThat(count).isEqualTo(316);
    }

    private static byte[] jdk(JsonNode test) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(hex(test, "key"), "AES"),
                    new GCMParameterSpec(128, hex(test, "iv")));
            cipher.updateAAD(hex(test, "aad"));
            return cipher.doFinal(joined(test));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void hmacSha512() {
        int count = Vectors.wycheproof("hmac_sha512_test.json", (group, test) -> {
            HMac mac = new HMac(new SHA512Digest());
            mac.init(new KeyParameter(hex(test, "key")));
            byte[] message = hex(test, "msg");
            mac.update(message, 0, message.length);
            byte[] whole = new byte[mac.getMacSize()];
            mac.doFinal(whole, 0);
            byte[] tag = Arrays.copyOf(whole, group.get("tagSize").asInt() / Byte.SIZE);
            assertThat(Arrays.equals(tag, hex(test, "tag"))).as(name(test)).isEqualTo(isValid(test));
        });
        assertThat(count).isEqualTo(174);
    }

    @Test
    void hkdfSha512() {
        int count = Vectors.wycheproof("hkdf_sha512_test.json", (group, test) -> {
            if (isValid(test)) {
                assertThat(hkdf(test)).as(name(test)).isEqualTo(hex(test, "okm"));
            } else {
                assertThatThrownBy(() -> hkdf(test)).as(name(test)).isInstanceOf(IllegalStateException.class);
            }
        });
        assertThat(count).isEqualTo(83);
    }

    private static byte[] hkdf(JsonNode test) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA512Digest());
        generator.init(new HKDFParameters(hex(test, "ikm"), hex(test, "salt"), hex(test, "info")));
        byte[] output = new byte[test.get("size").asInt()];
        try {
            generator.generateBytes(output, 0, output.length);
            return output;
        } catch (org.bouncycastle.crypto.DataLengthException e) {
            throw new IllegalStateException(e);
        }
    }
}
