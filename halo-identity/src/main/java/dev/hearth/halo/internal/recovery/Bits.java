package dev.hearth.halo.internal.recovery;

/** Numbers of a few bits in a byte array, the highest bit of each first. */
final class Bits {
    private Bits() {}

    /** Returns the {@code width} bits from bit {@code at} on. */
    static int read(byte[] bytes, int at, int width) {
        int value = 0;
        for (int bit = at; bit < at + width; bit++) {
            value = (value << 1) | ((bytes[bit / Byte.SIZE] >>> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1);
        }
        return value;
    }

    /** Writes the lowest {@code width} bits of {@code value} from bit {@code at} on, where zeros are. */
    static void write(byte[] bytes, int at, int width, int value) {
        for (int bit = 0; bit < width; bit++) {
            int place = at + bit;
            int one = (value >>> (width - 1 - bit)) & 1;
            bytes[place / Byte.SIZE] |= (byte) (one << (Byte.SIZE - 1 - place % Byte.SIZE));
        }
    }
}
