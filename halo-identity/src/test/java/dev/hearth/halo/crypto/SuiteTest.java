package dev.hearth.halo.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Sealing;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** The bytes that every signature and every seal covers, as {@code docs/formats.md} lays them down. */
final class SuiteTest {
    private static final String CLASSICAL = "0468616c6f01016403010203";
    private static final String HYBRID = "0468616c6f02016403010203";

    private final SecureRandom random = new SecureRandom();

    @Test
    void whatIsCoveredHasTheSuitesByte() throws MalformedException {
        Bytes message = Bytes.of((byte) 1, (byte) 2, (byte) 3);
        assertThat(Bytes.of(Suite.CLASSICAL.signed("d", message)).hex()).isEqualTo(CLASSICAL);
        assertThat(Bytes.of(Suite.HYBRID.signed("d", message)).hex()).isEqualTo(HYBRID);
        for (Suite suite : Suite.values()) {
            assertThat(Suite.ofCode(suite.code())).isEqualTo(suite);
        }
        for (long code : new long[] {-1, 0, 3, 257}) {
            assertThatThrownBy(() -> Suite.ofCode(code)).isInstanceOf(MalformedException.class);
        }
    }

    /** What is sealed by X-Wing, but under what a seal of the first suite covers, is of neither suite. */
    @Test
    void aSealIsOfOneSuite() throws MalformedException {
        HybridKey key = HybridKey.generate(random);
        Secret secret = Secret.random(random, 32);
        byte[] plaintext = secret.reveal();
        for (Suite suite : Suite.values()) {
            byte[] sealed = Sealing.sealHybrid(
                    key.publicKey().toArray(), suite.signed("d", Bytes.EMPTY), new byte[] {9}, plaintext);
            Bytes wrap = Bytes.concat(Bytes.of((byte) 2), Bytes.of(java.util.Objects.requireNonNull(sealed)));
            if (suite == Suite.HYBRID) {
                assertThat(Hpke.openSecret(key, "d", Bytes.of((byte) 9), wrap)).isEqualTo(secret);
            } else {
                assertThatThrownBy(() -> Hpke.openSecret(key, "d", Bytes.of((byte) 9), wrap))
                        .isInstanceOf(MalformedException.class);
            }
        }
        assertThatThrownBy(() -> HybridKey.of(Secret.random(random, 31))).isInstanceOf(IllegalArgumentException.class);
        assertThat(key.toString())
                .doesNotContain(Bytes.of(key.seed().reveal()).hex().substring(0, 8));
    }
}
