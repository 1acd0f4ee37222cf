package dev.hearth.halo.internal.recovery;

/**
 * The field of 256 elements, by Rijndael's polynomial x^8 + x^4 + x^3 + x + 1. Neither a table nor a branch depends on
 * an operand, so that timing tells nothing about a share.
 */
final class Gf256 {
    private static final int POLYNOMIAL = 0x11B;
    private static final int MASK = 0xFF;

    private Gf256() {}

    static int multiply(int one, int other) {
        int product = 0;
        int shifted = one;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            product ^= -((other >>> bit) & 1) & shifted;
            shifted <<= 1;
            shifted ^= -((shifted >>> Byte.SIZE) & 1) & POLYNOMIAL;
        }
        return product & MASK;
    }

    /** Returns the inverse, which is the 254th power; 0 for 0. */
    static int inverse(int element) {
        int power = element;
        int product = 1;
        for (int bit = 1; bit < Byte.SIZE; bit++) {
            power = multiply(power, power);
            product = multiply(product, power);
        }
        return product;
    }
}
