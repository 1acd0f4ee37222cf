package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Sha256;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key on paper that opens a keychain when all else is lost: 160 random bits and a checksum of 40, as 40 characters of
 * Crockford's base 32 in groups of five. Case, spaces and hyphens don't matter when it is read; O reads as 0, I and L
 * as 1.
 */
public final class RecoveryKey implements AutoCloseable {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS = 5;
    private static final int SECRET = 20;
    private static final int CHECKSUM = 5;
    private static final int CHARACTERS = (SECRET + CHECKSUM) * Byte.SIZE / BITS;
    private static final int GROUP = 5;
    private static final Bytes DOMAIN = Bytes.utf8("hearth recovery key");

    private final Secret secret;

    private RecoveryKey(Secret secret) {
        this.secret = secret;
    }

    /** Returns a new key. */
    public static RecoveryKey generate(SecureRandom random) {
        return new RecoveryKey(Secret.random(random, SECRET));
    }

    /** Reads what was written down; throws RECOVERY_KEY_MALFORMED when a character is missing or another. */
    public static RecoveryKey parse(char[] text) {
        byte[] bytes = new byte[SECRET + CHECKSUM];
        int characters = 0;
        for (char each : text) {
            if (each == '-' || Character.isWhitespace(each)) {
                continue;
            }
            int digit = digit(each);
            if (digit < 0 || characters == CHARACTERS) {
                throw malformed();
            }
            put(bytes, characters++, digit);
        }
        byte[] secret = Arrays.copyOf(bytes, SECRET);
        byte[] checksum = Arrays.copyOfRange(bytes, SECRET, bytes.length);
        Arrays.fill(bytes, (byte) 0);
        if (characters != CHARACTERS || !Arrays.equals(checksum, checksum(secret))) {
            throw malformed();
        }
        return new RecoveryKey(Secret.take(secret));
    }

    private static int digit(char character) {
        char upper = Character.toUpperCase(character);
        return switch (upper) {
            case 'O' -> 0;
            case 'I', 'L' -> 1;
            default -> DIGITS.indexOf(upper);
        };
    }

    private static void put(byte[] bytes, int place, int digit) {
        for (int bit = 0; bit < BITS; bit++) {
            if (((digit >> (BITS - 1 - bit)) & 1) == 1) {
                int at = place * BITS + bit;
                bytes[at / Byte.SIZE] |= (byte) (0x80 >>> at % Byte.SIZE);
            }
        }
    }

    private static HearthException malformed() {
        return new HearthException(
                ErrorCode.RECOVERY_KEY_MALFORMED, Map.of("rule", CHARACTERS + " characters with their checksum"));
    }

    private static byte[] checksum(byte[] secret) {
        return Sha256.of(DOMAIN, Bytes.of(secret)).value().slice(0, CHECKSUM).toArray();
    }

    /** Returns it as it is written down: eight groups of five characters. The caller wipes the array. */
    public char[] reveal() {
        byte[] key = secret.reveal();
        byte[] bytes = Arrays.copyOf(key, SECRET + CHECKSUM);
        System.arraycopy(checksum(key), 0, bytes, SECRET, CHECKSUM);
        char[] text = new char[CHARACTERS + CHARACTERS / GROUP - 1];
        for (int place = 0; place < CHARACTERS; place++) {
            int at = place + place / GROUP;
            text[at] = DIGITS.charAt(digitAt(bytes, place));
            if (place % GROUP == 0 && place > 0) {
                text[at - 1] = '-';
            }
        }
        Arrays.fill(key, (byte) 0);
        Arrays.fill(bytes, (byte) 0);
        return text;
    }

    private static int digitAt(byte[] bytes, int place) {
        int digit = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int at = place * BITS + bit;
            digit = (digit << 1) | ((bytes[at / Byte.SIZE] >>> (Byte.SIZE - 1 - at % Byte.SIZE)) & 1);
        }
        return digit;
    }

    Secret secret() {
        return secret;
    }

    /** Wipes it. */
    @Override
    public void close() {
        secret.close();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecoveryKey that && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return "RecoveryKey(***)";
    }
}
