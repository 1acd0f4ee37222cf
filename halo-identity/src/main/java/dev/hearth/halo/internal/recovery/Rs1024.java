package dev.hearth.halo.internal.recovery;

import java.nio.charset.StandardCharsets;

/**
 * SLIP-39's checksum: a Reed-Solomon code over 1,024 elements, of three words. It notices any three wrong words, and
 * misses more with a chance of one in 2^30.
 */
final class Rs1024 {
    /** Words of the checksum. */
    static final int WORDS = 3;

    private static final int WORD = 10;
    private static final int LOW = 0xFFFFF;
    private static final int[] GENERATOR = {
        0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009, 0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120
    };

    private Rs1024() {}

    /** Returns whether the last three of {@code places} are the checksum of all before. */
    static boolean holds(int[] places, boolean extendable) {
        return remainder(places, extendable) == 1;
    }

    /** Makes the last three of {@code places}, which are zero, the checksum of all before. */
    static void complete(int[] places, boolean extendable) {
        int checksum = remainder(places, extendable) ^ 1;
        for (int word = 0; word < WORDS; word++) {
            places[places.length - 1 - word] = (checksum >>> (WORD * word)) & 0x3FF;
        }
    }

    private static int remainder(int[] places, boolean extendable) {
        int remainder = 1;
        String customization = extendable ? "shamir_extendable" : "shamir";
        for (byte letter : customization.getBytes(StandardCharsets.US_ASCII)) {
            remainder = next(remainder, letter);
        }
        for (int place : places) {
            remainder = next(remainder, place);
        }
        return remainder;
    }

    private static int next(int remainder, int word) {
        int result = ((remainder & LOW) << WORD) ^ word;
        for (int bit = 0; bit < WORD; bit++) {
            result ^= -((remainder >>> (2 * WORD + bit)) & 1) & GENERATOR[bit];
        }
        return result;
    }
}
