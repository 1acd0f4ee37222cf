package dev.hearth.echo.crdt;

import java.util.Arrays;

/**
 * An adaptive binary arithmetic coder, carry-less, as in M. Mahoney's lpaq ("Data Compression Explained", 2013, section
 * 3.2): each yes or no is coded under a <em>context</em>, which learns how often it was a yes and makes the likely
 * answer cost a small part of a bit. The bytes name a number within a range that every answer narrows. Before them
 * stands how many they are, behind them what was coded as it is, from the lowest bits of bytes on.
 *
 * <p>One model describes a format for both directions: {@link #bit} takes the answer and returns it when writing, and
 * returns what was written when reading.
 */
abstract class BitCoder {
    /** A context starts with even chances, in 65536ths above the number of answers seen. */
    private static final int EVEN = 0x8000 << 8;

    /** A context that has seen so many answers forgets the oldest. */
    private static final int MEMORY = 63;

    /**
     * No chance is nearer to 0 or 1 than this, in 65536ths. An answer thus takes a 356th of a bit at least, which
     * bounds what can be read from a byte.
     */
    private static final int LEAST = 128;

    private static final int[] SHARE = shares();

    long low;
    long high = 0xFFFFFFFFL;
    private final int[] chances;

    BitCoder(int contexts) {
        chances = new int[contexts];
        Arrays.fill(chances, EVEN);
    }

    private static int[] shares() {
        int[] shares = new int[MEMORY + 1];
        for (int seen = 0; seen <= MEMORY; seen++) {
            shares[seen] = (2 << 16) / (2 * seen + 3);
        }
        return shares;
    }

    /** Codes a yes (1) or no (0) under a context. */
    abstract int bit(int context, int bit);

    /** Codes the lowest bits, 30 at most, of a number of which nothing is foretold: they stand as they are. */
    abstract int plain(int number, int bits);

    /** The last number of the part of the range that stands for yes. */
    final long border(int context) {
        return low + (((high - low) * (chances[context] >>> 8)) >>> 16);
    }

    /** The context learns an answer. */
    final void learn(int context, int bit) {
        int seen = chances[context] & 0xFF;
        int chance = chances[context] >>> 8;
        chance += (((bit << 16) - chance) * SHARE[seen]) >> 16;
        chance = Math.max(LEAST, Math.min((1 << 16) - LEAST, chance));
        chances[context] = (chance << 8) | Math.min(MEMORY, seen + 1);
    }

    /** Whether all numbers of the range begin with the same byte. */
    final boolean settled() {
        return ((low ^ high) & 0xFF000000L) == 0;
    }

    final void shift() {
        low = (low << 8) & 0xFFFFFFFFL;
        high = ((high << 8) | 0xFF) & 0xFFFFFFFFL;
    }

    /** How many bytes of {@link #ending} name a number of the range when nothing but zeros follow. */
    final int endingBytes() {
        int bytes = 0;
        while (ending(bytes) > high) {
            bytes++;
        }
        return bytes;
    }

    /** The least number not below the range that is all zeros after so many bytes. */
    final long ending(int bytes) {
        long rest = (1L << (32 - 8 * bytes)) - 1;
        return (low + rest) & ~rest;
    }
}
