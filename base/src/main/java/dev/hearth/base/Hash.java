package dev.hearth.base;

/**
 * A SHA-256 digest, such as the id of a block or of a bundle.
 *
 * @param value exactly {@value #SIZE} bytes
 */
public record Hash(Bytes value) implements Comparable<Hash> {
    /** The length in bytes. */
    public static final int SIZE = 32;

    /** Refuses a value of another length with {@link IllegalArgumentException}. */
    public Hash {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("Hash takes " + SIZE + " bytes, got " + value.size());
        }
    }

    /** Parses the hexadecimal form that {@link #toString()} gives. */
    public static Hash fromHex(String hex) {
        return new Hash(Bytes.fromHex(hex));
    }

    /** Returns the first 8 hexadecimal digits, for people. */
    public String brief() {
        return value.slice(0, 4).hex();
    }

    @Override
    public int compareTo(Hash that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
