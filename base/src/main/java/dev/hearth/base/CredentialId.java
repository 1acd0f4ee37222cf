package dev.hearth.base;

/**
 * Names a credential: the SHA-256 of its signed bytes.
 *
 * @param value exactly {@value #SIZE} bytes
 */
public record CredentialId(Bytes value) implements Comparable<CredentialId> {
    /** The length in bytes. */
    public static final int SIZE = 32;

    /** Refuses a value of another length with {@link IllegalArgumentException}. */
    public CredentialId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("CredentialId takes " + SIZE + " bytes, got " + value.size());
        }
    }

    /** Parses the hexadecimal form that {@link #toString()} gives. */
    public static CredentialId fromHex(String hex) {
        return new CredentialId(Bytes.fromHex(hex));
    }

    /** Returns the first 8 hexadecimal digits, for people. */
    public String brief() {
        return value.slice(0, 4).hex();
    }

    @Override
    public int compareTo(CredentialId that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
