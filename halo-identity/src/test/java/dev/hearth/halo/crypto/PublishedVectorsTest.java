package dev.hearth.halo.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Curves;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The suite against what is published: a few vectors of the RFCs here, the large sets beside the repository. */
final class PublishedVectorsTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static boolean ed25519(byte[] key, byte[] message, byte[] signature) {
        return Curves.ed25519ValidKey(key) && Curves.ed25519Verify(signature, key, message);
    }

    /** RFC 8032, section 7.1, test 3. */
    @Test
    void ed25519OfTheRfc() {
        byte[] seed = hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        byte[] key = hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        byte[] message = hex("af82");
        byte[] signature = hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        assertThat(Curves.ed25519PublicKey(seed)).isEqualTo(key);
        assertThat(Curves.ed25519Sign(seed, key, message)).isEqualTo(signature);
        assertThat(ed25519(key, message, signature)).isTrue();
        assertThat(ed25519(key, message, Arrays.copyOf(signature, 65))).isFalse();
    }

    /** RFC 7748, section 6.1. */
    @Test
    void x25519OfTheRfc() throws MalformedException {
        AgreementKey bob =
                AgreementKey.of(Secret.take(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
        assertThat(bob.publicKey().hex()).isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        Bytes alice = Bytes.fromHex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assertThat(bob.agree(alice))
                .isEqualTo(Secret.take(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")));
    }

    /** RFC 5869, appendix A.1. */
    @Test
    void hkdfOfTheRfc() {
        byte[] pseudorandomKey =
                Hkdf.extract(hex("000102030405060708090a0b0c"), hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));
        assertThat(Hkdf.expand(pseudorandomKey, hex("f0f1f2f3f4f5f6f7f8f9"), 42))
                .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    }

    /** NIST GCM test case 16 (McGrew and Viega), AES-256. */
    @Test
    void aesGcmOfNist() throws MalformedException {
        Aead aead = new Aead(Secret.take(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")));
        byte[] nonce = hex("cafebabefacedbaddecaf888");
        byte[] aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plaintext =
                hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
                        + "49a6b525b16aedf5aa0de657ba637b39");
        byte[] sealed = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056"
                + "828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
        assertThat(aead.seal(nonce, aad, plaintext)).isEqualTo(sealed);
        assertThat(aead.open(nonce, aad, sealed)).isEqualTo(plaintext);
        sealed[3] ^= 1;
        assertThatThrownBy(() -> aead.open(nonce, aad, sealed)).isInstanceOf(MalformedException.class);
    }

    @Test
    void wycheproofEd25519() {
        int count = Vectors.wycheproof("ed25519_test.json", (group, test) -> {
            byte[] key =
                    HexFormat.of().parseHex(group.get("publicKey").get("pk").asText());
            boolean valid = ed25519(key, Vectors.hex(test, "msg"), Vectors.hex(test, "sig"));
            assertThat(valid).as("test %s", test.get("tcId")).isEqualTo(isValid(test));
        });
        assertThat(count).isEqualTo(151);
    }

    @Test
    void everyEdgeCaseOfSpeccheckIsRefused() {
        int count = 0;
        for (JsonNode test : Vectors.read("ed25519-speccheck/cases.json")) {
            byte[] key = Vectors.hex(test, "pub_key");
            assertThat(ed25519(key, Vectors.hex(test, "message"), Vectors.hex(test, "signature")))
                    .as("case %d", count)
                    .isFalse();
            count++;
        }
        assertThat(count).isEqualTo(12);
    }

    @Test
    void wycheproofX25519() {
        int count = Vectors.wycheproof("x25519_test.json", (group, test) -> {
            byte[] shared = Curves.x25519(Vectors.hex(test, "private"), Vectors.hex(test, "public"));
            byte[] expected = Vectors.hex(test, "shared");
            boolean zero = Arrays.equals(expected, new byte[32]);
            assertThat(shared).as("test %s", test.get("tcId")).isEqualTo(zero ? new byte[0] : expected);
        });
        assertThat(count).isEqualTo(518);
    }

    @Test
    void wycheproofHkdf() {
        int count = Vectors.wycheproof("hkdf_sha256_test.json", (group, test) -> {
            byte[] key = Hkdf.extract(Vectors.hex(test, "salt"), Vectors.hex(test, "ikm"));
            int size = test.get("size").asInt();
            if (isValid(test)) {
                assertThat(Hkdf.expand(key, Vectors.hex(test, "info"), size))
                        .as("test %s", test.get("tcId"))
                        .isEqualTo(Vectors.hex(test, "okm"));
            } else {
                assertThatThrownBy(() -> Hkdf.expand(key, Vectors.hex(test, "info"), size))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
        assertThat(count).isEqualTo(86);
    }

    @Test
    void wycheproofHmac() {
        int count = Vectors.wycheproof("hmac_sha256_test.json", (group, test) -> {
            byte[] tag = Arrays.copyOf(
                    Hkdf.hmac(Vectors.hex(test, "key"), Vectors.hex(test, "msg")),
                    group.get("tagSize").asInt() / Byte.SIZE);
            assertThat(Arrays.equals(tag, Vectors.hex(test, "tag")))
                    .as("test %s", test.get("tcId"))
                    .isEqualTo(isValid(test));
        });
        assertThat(count).isEqualTo(174);
    }

    @Test
    void wycheproofAesGcm() {
        int[] used = {0};
        Vectors.wycheproof("aes_gcm_test.json", (group, test) -> {
            boolean ours = group.get("keySize").asInt() == 256
                    && group.get("ivSize").asInt() == 96
                    && group.get("tagSize").asInt() == 128;
            if (ours) {
                used[0]++;
                aesGcm(test);
            }
        });
        assertThat(used[0]).isEqualTo(66);
    }

    private static void aesGcm(JsonNode test) {
        Aead aead = new Aead(Secret.take(Vectors.hex(test, "key")));
        Bytes sealed = Bytes.concat(Bytes.of(Vectors.hex(test, "ct")), Bytes.of(Vectors.hex(test, "tag")));
        Bytes nonce = Bytes.of(Vectors.hex(test, "iv"));
        Bytes aad = Bytes.of(Vectors.hex(test, "aad"));
        Bytes plaintext = Bytes.of(Vectors.hex(test, "msg"));
        if (isValid(test)) {
            assertThat(aead.seal(nonce, aad, plaintext))
                    .as("test %s", test.get("tcId"))
                    .isEqualTo(sealed);
        } else {
            assertThatThrownBy(() -> aead.open(nonce, aad, sealed))
                    .as("test %s", test.get("tcId"))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void cpaceX25519() throws MalformedException {
        JsonNode vectors = Vectors.read("cpace/testvectors.json").get("G_25519");
        Bytes prs = Bytes.of(Vectors.hex(vectors, "PRS"));
        Bytes channel = Bytes.of(Vectors.hex(vectors, "CI"));
        Bytes sid = Bytes.of(Vectors.hex(vectors, "sid"));
        assertThat(Cpace.generator(prs, channel, sid)).isEqualTo(Bytes.of(Vectors.hex(vectors, "g")));
        Cpace a = Cpace.start(prs, channel, sid, Secret.take(Vectors.hex(vectors, "ya")));
        Cpace b = Cpace.start(prs, channel, sid, Secret.take(Vectors.hex(vectors, "yb")));
        Bytes dataA = Bytes.of(Vectors.hex(vectors, "ADa"));
        Bytes dataB = Bytes.of(Vectors.hex(vectors, "ADb"));
        assertThat(a.share()).isEqualTo(Bytes.of(Vectors.hex(vectors, "Ya")));
        assertThat(b.share()).isEqualTo(Bytes.of(Vectors.hex(vectors, "Yb")));
        Secret expected = Secret.take(Vectors.hex(vectors, "ISK_IR"));
        assertThat(a.finishInitiator(dataA, b.share(), dataB)).isEqualTo(expected);
        assertThat(b.finishResponder(dataB, a.share(), dataA)).isEqualTo(expected);
    }

    @Test
    void cpaceRefusesSharesOfLowOrder() throws MalformedException {
        JsonNode points = Vectors.read("cpace/testvectors.json").get("X25519_points");
        int refused = 0;
        for (JsonNode point : points) {
            byte[] share = HexFormat.of().parseHex(point.asText());
            if (Curves.x25519(scalar(), share).length == 0) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(7);
        Cpace side = Cpace.start(Bytes.utf8("1"), Bytes.EMPTY, Bytes.EMPTY, Secret.take(scalar()));
        assertThatThrownBy(() -> side.finishInitiator(Bytes.EMPTY, Bytes.of(new byte[32]), Bytes.EMPTY))
                .isInstanceOf(MalformedException.class);
    }

    private static byte[] scalar() {
        byte[] scalar = new byte[32];
        Arrays.fill(scalar, (byte) 7);
        return scalar;
    }

    private static boolean isValid(JsonNode test) {
        return test.get("result").asText().equals("valid");
    }
}
