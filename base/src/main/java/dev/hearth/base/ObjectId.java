package dev.hearth.base;

/**
 * Names an object for ever: 16 bytes as {@link ObjectIds} makes them, or derived where peers must agree without
 * talking.
 *
 * @param value exactly {@value #SIZE} bytes
 */
public record ObjectId(Bytes value) implements Comparable<ObjectId> {
    /** The length in bytes. */
    public static final int SIZE = 16;

    private static final long MIX = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio, odd

    /** Refuses a value of another length with {@link IllegalArgumentException}. */
    public ObjectId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("ObjectId takes " + SIZE + " bytes, got " + value.size());
        }
    }

    /** Parses the hexadecimal form that {@link #toString()} gives. */
    public static ObjectId fromHex(String hex) {
        return new ObjectId(Bytes.fromHex(hex));
    }

    /** Returns the first 8 hexadecimal digits, for people. */
    public String brief() {
        return value.slice(0, 4).hex();
    }

    /**
     * Ids that were made one after the other differ in their last bytes alone, which tell them apart in a table too.
     */
    @Override
    public int hashCode() {
        return (int) ((((value.longAt(0) * MIX) ^ value.longAt(8)) * MIX) >>> 32);
    }

    @Override
    public int compareTo(ObjectId that) {
        return value.compareTo(that.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
