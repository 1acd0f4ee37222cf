package dev.hearth.halo.internal.recovery;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Sha256;
import java.util.Arrays;

/**
 * BIP-39: 128 to 256 bits, in steps of 32, and as many thirty-seconds of them of their SHA-256, as words of 11 bits. A
 * word that is mistaken for another passes with a chance of 1 in 2^4 for 12 words, in 2^8 for 24.
 */
public final class Bip39 {
    private static final WordList LIST = WordList.BIP39;
    private static final int LEAST = 12;
    private static final int MOST = 24;
    private static final int STEP = 3;
    private static final int ENTROPY = 32;

    private Bip39() {}

    /** Returns the places of the words of {@code entropy}: 16 to 32 bytes, in steps of 4. */
    public static int[] words(byte[] entropy) {
        int count = entropy.length * Byte.SIZE * (ENTROPY + 1) / ENTROPY / LIST.bits();
        if (entropy.length % Integer.BYTES != 0 || count < LEAST || count > MOST) {
            throw new IllegalArgumentException("entropy: 16 to 32 bytes in steps of 4, got " + entropy.length);
        }
        byte[] checked = Arrays.copyOf(entropy, entropy.length + 1);
        checked[entropy.length] = checksum(entropy);
        int[] places = new int[count];
        for (int word = 0; word < count; word++) {
            places[word] = Bits.read(checked, word * LIST.bits(), LIST.bits());
        }
        Arrays.fill(checked, (byte) 0);
        return places;
    }

    /**
     * Returns the entropy of words, which are wiped. Throws RECOVERY_WORDS_INCOMPLETE when they are not 12, 15, 18, 21
     * or 24, RECOVERY_WORDS_WRONG when the checksum is another.
     */
    public static byte[] entropy(int[] places) {
        int count = places.length;
        if (count < LEAST || count > MOST || count % STEP != 0) {
            Arrays.fill(places, 0);
            throw WordText.incomplete("12, 15, 18, 21 or 24 words", count);
        }
        int size = count * LIST.bits() * ENTROPY / (ENTROPY + 1) / Byte.SIZE;
        byte[] checked = new byte[size + 1];
        for (int word = 0; word < count; word++) {
            Bits.write(checked, word * LIST.bits(), LIST.bits(), places[word]);
        }
        byte[] entropy = Arrays.copyOf(checked, size);
        int said = Bits.read(checked, size * Byte.SIZE, count / STEP);
        int expected = (checksum(entropy) & 0xFF) >>> (Byte.SIZE - count / STEP);
        Arrays.fill(checked, (byte) 0);
        Arrays.fill(places, 0);
        if (said != expected) {
            Arrays.fill(entropy, (byte) 0);
            throw new HearthException(ErrorCode.RECOVERY_WORDS_WRONG);
        }
        return entropy;
    }

    private static byte checksum(byte[] entropy) {
        return Sha256.of(Bytes.of(entropy)).value().at(0);
    }
}
