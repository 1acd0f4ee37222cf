package dev.hearth.base;

/**
 * Names a space: the SHA-256 of its genesis credential.
 *
 * @param value exactly {@value #SIZE} bytes
 */
public record SpaceId(Bytes value) implements Comparable<SpaceId> {
    /** The length in bytes. */
    public static final int SIZE = 32;

    /** Refuses a value of another length with {@link IllegalArgumentException}. */
    public SpaceId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("SpaceId takes " + SIZE + " bytes, got " + value.size());
        }
    }

    /** Parses the hexadecimal form that {@link #toString()} gives. */
    public static SpaceId fromHex(String hex) {
        return new SpaceId(Bytes.fromHex(hex));
    }

    /** Returns the first 8 hexadecimal digits, for people. */
    public String brief() {
        return value.slice(0, 4).hex();
    }

    @Override
    public int compareTo(SpaceId that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
