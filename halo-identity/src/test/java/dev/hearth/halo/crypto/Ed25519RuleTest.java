package dev.hearth.halo.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.internal.bc.Curves;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

/**
 * The rule by which a signature is valid, where implementations differ: the key is canonical and of prime order, S is
 * below the order, the signature is 64 bytes long, and then the cofactored equation holds. Needs no published sets.
 */
final class Ed25519RuleTest {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** The eight points of small order, and their encodings that are not canonical. */
    private static final List<String> NO_KEYS = List.of(
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "0200000000000000000000000000000000000000000000000000000000000000");

    @Test
    void whatIsNoPointOfPrimeOrderIsNoKey() {
        for (String each : NO_KEYS) {
            assertThatThrownBy(() -> VerifyKey.of(Bytes.fromHex(each))).as(each).isInstanceOf(MalformedException.class);
        }
        for (int size : new int[] {0, 31, 33, 64}) {
            assertThatThrownBy(() -> VerifyKey.of(Bytes.of(new byte[size]))).isInstanceOf(MalformedException.class);
        }
    }

    /**
     * A real key plus the point of order two signs what the equation alone accepts: such keys come in several forms for
     * one secret, and so would the ids that are made of them.
     */
    @Test
    void aKeyWithAPartOfSmallOrderIsRefusedThoughTheEquationHolds() {
        byte[] seed = new byte[Curves.KEY];
        byte[] message = {1, 2, 3};
        byte[] mixed = plusOrderTwo(Curves.ed25519PublicKey(seed));
        byte[] signature = Curves.ed25519Sign(seed, mixed, message);
        assertThat(Ed25519.verify(signature, 0, mixed, 0, message, 0, message.length))
                .isTrue();
        assertThat(Curves.ed25519ValidKey(mixed)).isFalse();
        assertThatThrownBy(() -> VerifyKey.of(Bytes.of(mixed))).isInstanceOf(MalformedException.class);
    }

    /** (x, y) + (0, -1) = (-x, -y). */
    private static byte[] plusOrderTwo(byte[] key) {
        byte[] bigEndian = new byte[Curves.KEY];
        for (int i = 0; i < Curves.KEY; i++) {
            bigEndian[i] = key[Curves.KEY - 1 - i];
        }
        int sign = bigEndian[0] & 0x80;
        bigEndian[0] &= 0x7F;
        byte[] negated = P.subtract(new BigInteger(1, bigEndian)).toByteArray();
        byte[] sum = new byte[Curves.KEY];
        for (int i = 0; i < Math.min(Curves.KEY, negated.length); i++) {
            sum[i] = negated[negated.length - 1 - i];
        }
        sum[Curves.KEY - 1] |= (byte) (sign ^ 0x80);
        return sum;
    }

    @Test
    void everyChangedBitAndEveryOtherLengthIsRefused() throws MalformedException {
        SigningKey author = SigningKey.of(Secret.take(new byte[Curves.KEY]));
        VerifyKey key = VerifyKey.of(author.verifyKey());
        Bytes message = Bytes.utf8("message");
        Bytes signature = author.sign("rule", message);
        assertThat(key.verify("rule", message, signature)).isTrue();
        for (int bit = 0; bit < signature.size() * Byte.SIZE; bit++) {
            byte[] changed = signature.toArray();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(key.verify("rule", message, Bytes.of(changed))).isFalse();
        }
        for (int size = 0; size < signature.size(); size++) {
            assertThat(key.verify("rule", message, signature.slice(0, size))).isFalse();
        }
        assertThat(key.verify("rule", message, Bytes.concat(signature, Bytes.of((byte) 0))))
                .isFalse();
        assertThat(key.verify("rule2", message, signature)).isFalse();
        assertThat(key.verify("rule", Bytes.utf8("massage"), signature)).isFalse();
    }
}
