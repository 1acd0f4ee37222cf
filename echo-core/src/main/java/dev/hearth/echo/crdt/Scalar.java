package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.Optional;

/** One immutable value of a register, a map entry or a list item. */
public sealed interface Scalar {
    /** Returns the encoding of this value alone. */
    default byte[] encode() {
        ByteSink out = new ByteSink();
        ScalarCodec.write(out, this);
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws ChangeException when the bytes are not exactly one value
     */
    static Scalar decode(byte[] bytes) throws ChangeException {
        ByteSource in = new ByteSource(bytes);
        Scalar value = ScalarCodec.read(in);
        in.done();
        return value;
    }

    /** The value that says "nothing", which is not the absence of a value. */
    record Null() implements Scalar {}

    /** True or false. */
    record Bool(boolean value) implements Scalar {}

    /** A whole number. */
    record Int(long value) implements Scalar {}

    /** A number in binary64; all not-a-numbers are one. */
    record Real(double value) implements Scalar {
        /** Replaces every not-a-number by the canonical one. */
        public Real {
            if (Double.isNaN(value)) {
                value = Double.NaN;
            }
        }
    }

    /** A string of well-formed UTF-16. */
    record Str(String value) implements Scalar {
        /** Refuses a lone surrogate, which UTF-8 cannot carry. */
        public Str {
            if (!Surrogates.wellFormed(value)) {
                throw new IllegalArgumentException("value holds a lone surrogate");
            }
        }
    }

    /** A moment: seconds since 1970-01-01T00:00Z and nanoseconds within the second; years up to a thousand million. */
    record Time(long seconds, int nanos) implements Scalar {
        static final long MOST_SECONDS = 31_556_889_864_403_199L;
        static final long LEAST_SECONDS = -31_557_014_167_219_200L;

        /** Refuses what is out of range. */
        public Time {
            if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
                throw new IllegalArgumentException("seconds out of range: " + seconds);
            }
            if (nanos < 0 || nanos > 999_999_999) {
                throw new IllegalArgumentException("nanos out of range: " + nanos);
            }
        }
    }

    /** Immutable bytes. */
    final class Blob implements Scalar {
        private final byte[] bytes;

        /** Copies the bytes in. */
        public Blob(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** Returns a copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        byte[] shared() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Blob[" + bytes.length + "]";
        }
    }

    /** Points at an object of this space or of another one. */
    final class Reference implements Scalar {
        /** The length of an object id in bytes. */
        public static final int OBJECT_LENGTH = 16;
        /** The length of a space id in bytes. */
        public static final int SPACE_LENGTH = 32;

        private final byte[] ids;

        private Reference(byte[] ids) {
            this.ids = ids;
        }

        /** Points at an object of the same space. */
        public static Reference of(byte[] object) {
            requireLength(object, OBJECT_LENGTH, "object");
            return new Reference(object.clone());
        }

        /** Points at an object of another space. */
        public static Reference of(byte[] object, byte[] space) {
            requireLength(object, OBJECT_LENGTH, "object");
            requireLength(space, SPACE_LENGTH, "space");
            byte[] both = Arrays.copyOf(object, OBJECT_LENGTH + SPACE_LENGTH);
            System.arraycopy(space, 0, both, OBJECT_LENGTH, SPACE_LENGTH);
            return new Reference(both);
        }

        /** Returns the 16 bytes of the object's id. */
        public byte[] object() {
            return Arrays.copyOf(ids, OBJECT_LENGTH);
        }

        /** Returns the 32 bytes of the space's id; empty for the space that holds this value. */
        public Optional<byte[]> space() {
            return ids.length == OBJECT_LENGTH
                    ? Optional.empty()
                    : Optional.of(Arrays.copyOfRange(ids, OBJECT_LENGTH, ids.length));
        }

        byte[] shared() {
            return ids;
        }

        private static void requireLength(byte[] id, int length, String name) {
            if (id.length != length) {
                throw new IllegalArgumentException(name + " must have " + length + " bytes, has " + id.length);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Reference reference && Arrays.equals(ids, reference.ids);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }

        @Override
        public String toString() {
            return "Reference[" + java.util.HexFormat.of().formatHex(ids) + "]";
        }
    }
}
