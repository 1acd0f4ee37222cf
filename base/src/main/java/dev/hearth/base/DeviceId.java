package dev.hearth.base;

/**
 * Names one installation of an identity, and its feed in every space: the device's Ed25519 verification key.
 *
 * @param value exactly {@value #SIZE} bytes
 */
public record DeviceId(Bytes value) implements Comparable<DeviceId> {
    /** The length in bytes. */
    public static final int SIZE = 32;

    /** Refuses a value of another length with {@link IllegalArgumentException}. */
    public DeviceId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("DeviceId takes " + SIZE + " bytes, got " + value.size());
        }
    }

    /** Parses the hexadecimal form that {@link #toString()} gives. */
    public static DeviceId fromHex(String hex) {
        return new DeviceId(Bytes.fromHex(hex));
    }

    /** Returns the first 8 hexadecimal digits, for people. */
    public String brief() {
        return value.slice(0, 4).hex();
    }

    @Override
    public int compareTo(DeviceId that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
