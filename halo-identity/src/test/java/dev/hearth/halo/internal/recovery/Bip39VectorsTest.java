package dev.hearth.halo.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.halo.crypto.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

/** BIP-39's published vectors in English: all of them where they are, three in the sources. */
final class Bip39VectorsTest {
    private static final int ITERATIONS = 2_048;
    private static final int SEED_BITS = 512;

    @Test
    void threeThatAPlainCloneHas() throws GeneralSecurityException {
        check(
                "00000000000000000000000000000000",
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
                "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04");
        bothWays(
                "8080808080808080808080808080808080808080808080808080808080808080",
                "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic"
                        + " avoid letter advice cage absurd amount doctor acoustic bless");
        bothWays(
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote");
    }

    @Test
    void allOfThem() throws GeneralSecurityException {
        int count = 0;
        for (JsonNode vector : Vectors.read("bip39/vectors.json").get("english")) {
            check(vector.get(0).asText(), vector.get(1).asText(), vector.get(2).asText());
            count++;
        }
        assertThat(count).isEqualTo(24);
    }

    /** The seed that wallets derive from the words is not used here; that it is theirs shows that the words are. */
    private static void check(String entropy, String words, String seed) throws GeneralSecurityException {
        bothWays(entropy, words);
        char[] text = WordText.write(Bip39.words(HexFormat.of().parseHex(entropy)), WordList.BIP39);
        byte[] salt = "mnemonicTREZOR".getBytes(StandardCharsets.US_ASCII);
        byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(text, salt, ITERATIONS, SEED_BITS))
                .getEncoded();
        assertThat(HexFormat.of().formatHex(derived)).isEqualTo(seed);
    }

    private static void bothWays(String entropy, String words) {
        byte[] bytes = HexFormat.of().parseHex(entropy);
        assertThat(new String(WordText.write(Bip39.words(bytes), WordList.BIP39)))
                .isEqualTo(words);
        assertThat(Bip39.entropy(WordText.read(words.toCharArray(), WordList.BIP39)))
                .isEqualTo(bytes);
    }

    @Test
    void theListsAreThePublishedOnes() throws GeneralSecurityException {
        assertThat(hash("bip39-english.txt"))
                .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        assertThat(hash("slip39.txt")).isEqualTo("bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3");
    }

    private static String hash(String resource) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(WordList.Resource.bytes(resource));
        return HexFormat.of().formatHex(digest);
    }
}
