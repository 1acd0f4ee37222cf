package dev.hearth.halo.internal.recovery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * SLIP-39's encryption of the secret before it is split: a Feistel network of four rounds over PBKDF2-HMAC-SHA256. Any
 * passphrase decrypts, and a wrong one to another secret. Without a passphrase it hides nothing, and is there for the
 * standard's sake.
 */
final class ShareCipher {
    private static final int ROUNDS = 4;
    private static final int ITERATIONS = 10_000 / ROUNDS;

    private final ShareSet set;
    private final char[] passphrase;

    /** The passphrase is printable ASCII, by the standard. */
    ShareCipher(ShareSet set, char[] passphrase) {
        this.set = set;
        this.passphrase = passphrase;
    }

    byte[] encrypt(byte[] secret) {
        return run(secret, 0, 1);
    }

    byte[] decrypt(byte[] encrypted) {
        return run(encrypted, ROUNDS - 1, -1);
    }

    private byte[] run(byte[] input, int first, int step) {
        int half = input.length / 2;
        byte[] left = Arrays.copyOf(input, half);
        byte[] right = Arrays.copyOfRange(input, half, input.length);
        for (int count = 0; count < ROUNDS; count++) {
            byte[] key = roundKey(first + count * step, right);
            for (int at = 0; at < half; at++) {
                key[at] ^= left[at];
            }
            Arrays.fill(left, (byte) 0);
            left = right;
            right = key;
        }
        byte[] output = Arrays.copyOf(right, input.length);
        System.arraycopy(left, 0, output, half, half);
        Arrays.fill(left, (byte) 0);
        Arrays.fill(right, (byte) 0);
        return output;
    }

    private byte[] roundKey(int round, byte[] half) {
        char[] password = new char[passphrase.length + 1];
        password[0] = (char) round;
        System.arraycopy(passphrase, 0, password, 1, passphrase.length);
        byte[] prefix = salt();
        byte[] salt = Arrays.copyOf(prefix, prefix.length + half.length);
        System.arraycopy(half, 0, salt, prefix.length, half.length);
        PBEKeySpec spec = new PBEKeySpec(password, salt, ITERATIONS << set.exponent(), half.length * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(password, '\0');
            Arrays.fill(salt, (byte) 0);
        }
    }

    /** An extendable set can be split anew under another identifier, so that is left out of its key. */
    private byte[] salt() {
        if (set.extendable()) {
            return new byte[0];
        }
        byte[] salt = Arrays.copyOf("shamir".getBytes(StandardCharsets.US_ASCII), 8);
        salt[6] = (byte) (set.identifier() >>> Byte.SIZE);
        salt[7] = (byte) set.identifier();
        return salt;
    }
}
