package dev.hearth.echo.crdt;

import java.util.Arrays;

/** Values: their types, then those of each type together. */
final class ValueColumn {
    private static final int NULL = 0;
    private static final int BOOL = 1;
    private static final int INT = 3;
    private static final int REAL = 4;
    private static final int STR = 5;
    private static final int BLOB = 6;
    private static final int TIME = 7;
    private static final int NEAR = 8;
    private static final int FAR = 9;
    private static final int TYPES = 10;
    private static final int NEAR_LENGTH = Scalar.Reference.OBJECT_LENGTH;
    private static final int FAR_LENGTH = NEAR_LENGTH + Scalar.Reference.SPACE_LENGTH;

    private final Longs types = new Longs();
    private final ByteSink bits = new ByteSink();
    private int boolCount;
    private int openBits;
    private final Longs ints = new Longs();
    private final Longs reals = new Longs();
    private final StringColumn strings = new StringColumn();
    private final BlobColumn blobs = new BlobColumn();
    private final Longs seconds = new Longs();
    private final Longs nanos = new Longs();
    private final ByteSink nears = new ByteSink();
    private final ByteSink fars = new ByteSink();

    /** Adds a value and returns about how many bytes it takes. */
    int add(Scalar value) {
        int size = Long.BYTES;
        if (value instanceof Scalar.Null) {
            types.add(NULL);
        } else if (value instanceof Scalar.Bool bool) {
            types.add(BOOL);
            bit(bool.value());
        } else if (value instanceof Scalar.Int number) {
            types.add(INT);
            ints.add(number.value());
        } else if (value instanceof Scalar.Real real) {
            types.add(REAL);
            reals.add(Double.doubleToLongBits(real.value()));
        } else if (value instanceof Scalar.Str str) {
            types.add(STR);
            strings.add(str.value());
            size += str.value().length();
        } else if (value instanceof Scalar.Blob blob) {
            types.add(BLOB);
            blobs.add(blob.shared());
            size += blob.shared().length;
        } else if (value instanceof Scalar.Time time) {
            types.add(TIME);
            seconds.add(time.seconds());
            nanos.add(time.nanos());
        } else {
            Scalar.Reference reference = (Scalar.Reference) value;
            boolean near = reference.shared().length == NEAR_LENGTH;
            types.add(near ? NEAR : FAR);
            (near ? nears : fars).raw(reference.shared());
            size += reference.shared().length;
        }
        return size;
    }

    private void bit(boolean value) {
        openBits |= (value ? 1 : 0) << (boolCount & 7);
        if ((++boolCount & 7) == 0) {
            bits.u8(openBits);
            openBits = 0;
        }
    }

    void write(ColumnSink out) {
        out.numbers(types);
        if ((boolCount & 7) != 0) {
            bits.u8(openBits);
        }
        out.bytes(bits.toByteArray());
        out.numbers(ints);
        out.numbers(reals);
        strings.write(out);
        blobs.write(out);
        out.numbers(seconds);
        out.numbers(nanos);
        out.bytes(nears.toByteArray());
        out.bytes(fars.toByteArray());
    }

    static Scalar[] read(ColumnSource in, int count) throws ChangeException {
        int[] types = in.below(count, TYPES);
        int[] counts = new int[TYPES];
        for (int type : types) {
            counts[type]++;
        }
        return new Reader(in, types, counts).read();
    }

    /** The columns of each type, and how far each is read. */
    private static final class Reader {
        private final int[] types;
        private final int[] next = new int[TYPES];
        private final byte[] bits;
        private final long[] ints;
        private final long[] reals;
        private final String[] strings;
        private final byte[][] blobs;
        private final long[] seconds;
        private final int[] nanos;
        private final byte[] nears;
        private final byte[] fars;

        Reader(ColumnSource in, int[] types, int[] counts) throws ChangeException {
            this.types = types;
            bits = in.bytes((counts[BOOL] + 7) / 8);
            if ((counts[BOOL] & 7) != 0 && (bits[bits.length - 1] & 0xFF) >>> (counts[BOOL] & 7) != 0) {
                throw new ChangeException("Bits follow the end");
            }
            ints = in.numbers(counts[INT]);
            reals = in.numbers(counts[REAL]);
            strings = StringColumn.read(in, counts[STR]);
            blobs = BlobColumn.read(in, counts[BLOB]);
            seconds = in.numbers(counts[TIME]);
            nanos = in.counts(counts[TIME]);
            nears = in.records(counts[NEAR], NEAR_LENGTH);
            fars = in.records(counts[FAR], FAR_LENGTH);
        }

        Scalar[] read() throws ChangeException {
            Scalar[] out = new Scalar[types.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = value(types[i], next[types[i]]++);
            }
            return out;
        }

        private Scalar value(int type, int at) throws ChangeException {
            return switch (type) {
                case NULL -> new Scalar.Null();
                case BOOL -> new Scalar.Bool((bits[at >>> 3] >>> (at & 7) & 1) != 0);
                case INT -> new Scalar.Int(ints[at]);
                case REAL -> new Scalar.Real(Double.longBitsToDouble(reals[at]));
                case STR -> new Scalar.Str(strings[at]);
                case BLOB -> new Scalar.Blob(blobs[at]);
                case TIME -> new Scalar.Time(seconds[at], nanos[at]);
                case NEAR -> Scalar.Reference.of(part(nears, at * NEAR_LENGTH, NEAR_LENGTH));
                case FAR ->
                    Scalar.Reference.of(
                            part(fars, at * FAR_LENGTH, NEAR_LENGTH),
                            part(fars, at * FAR_LENGTH + NEAR_LENGTH, Scalar.Reference.SPACE_LENGTH));
                default -> throw new ChangeException("A value has an unknown type");
            };
        }

        private static byte[] part(byte[] bytes, int from, int length) {
            return Arrays.copyOfRange(bytes, from, from + length);
        }
    }
}
