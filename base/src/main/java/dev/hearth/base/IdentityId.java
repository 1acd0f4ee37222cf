package dev.hearth.base;

/**
 * Names a person or an agent: the SHA-256 of its genesis credential, so that its keys can rotate.
 *
 * @param value exactly {@value #SIZE} bytes
 */
public record IdentityId(Bytes value) implements Comparable<IdentityId> {
    /** The length in bytes. */
    public static final int SIZE = 32;

    /** Refuses a value of another length with {@link IllegalArgumentException}. */
    public IdentityId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("IdentityId takes " + SIZE + " bytes, got " + value.size());
        }
    }

    /** Parses the hexadecimal form that {@link #toString()} gives. */
    public static IdentityId fromHex(String hex) {
        return new IdentityId(Bytes.fromHex(hex));
    }

    /** Returns the first 8 hexadecimal digits, for people. */
    public String brief() {
        return value.slice(0, 4).hex();
    }

    @Override
    public int compareTo(IdentityId that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
