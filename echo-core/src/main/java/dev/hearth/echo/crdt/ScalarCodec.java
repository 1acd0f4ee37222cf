package dev.hearth.echo.crdt;

/** The bytes of a {@link Scalar}: a tag, then the value in its one form. */
final class ScalarCodec {
    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int INT = 3;
    private static final int REAL = 4;
    private static final int STR = 5;
    private static final int BLOB = 6;
    private static final int TIME = 7;
    private static final int NEAR = 8;
    private static final int FAR = 9;

    private ScalarCodec() {}

    static void write(ByteSink out, Scalar value) {
        if (value instanceof Scalar.Null) {
            out.u8(NULL);
        } else if (value instanceof Scalar.Bool bool) {
            out.u8(bool.value() ? TRUE : FALSE);
        } else if (value instanceof Scalar.Int number) {
            out.u8(INT);
            out.zigzag(number.value());
        } else if (value instanceof Scalar.Real real) {
            out.u8(REAL);
            out.fixed64(Double.doubleToLongBits(real.value()));
        } else if (value instanceof Scalar.Str str) {
            out.u8(STR);
            out.text(str.value());
        } else if (value instanceof Scalar.Blob blob) {
            out.u8(BLOB);
            out.blob(blob.shared());
        } else if (value instanceof Scalar.Time time) {
            out.u8(TIME);
            out.zigzag(time.seconds());
            out.varint(time.nanos());
        } else {
            Scalar.Reference reference = (Scalar.Reference) value;
            out.u8(reference.shared().length == Scalar.Reference.OBJECT_LENGTH ? NEAR : FAR);
            out.raw(reference.shared());
        }
    }

    static Scalar read(ByteSource in) throws ChangeException {
        int tag = in.u8();
        return switch (tag) {
            case NULL -> new Scalar.Null();
            case FALSE -> new Scalar.Bool(false);
            case TRUE -> new Scalar.Bool(true);
            case INT -> new Scalar.Int(in.zigzag());
            case REAL -> real(in.fixed64());
            case STR -> new Scalar.Str(in.text());
            case BLOB -> new Scalar.Blob(in.blob());
            case TIME -> time(in.zigzag(), in.varint());
            case NEAR -> Scalar.Reference.of(in.raw(Scalar.Reference.OBJECT_LENGTH));
            case FAR ->
                Scalar.Reference.of(in.raw(Scalar.Reference.OBJECT_LENGTH), in.raw(Scalar.Reference.SPACE_LENGTH));
            default -> throw new ChangeException("A value has an unknown tag");
        };
    }

    private static Scalar real(long bits) throws ChangeException {
        double value = Double.longBitsToDouble(bits);
        if (Double.doubleToLongBits(value) != bits) {
            throw new ChangeException("A number is not in its one form");
        }
        return new Scalar.Real(value);
    }

    private static Scalar time(long seconds, int nanos) throws ChangeException {
        if (seconds < Scalar.Time.LEAST_SECONDS || seconds > Scalar.Time.MOST_SECONDS || nanos > 999_999_999) {
            throw new ChangeException("A time is out of range");
        }
        return new Scalar.Time(seconds, nanos);
    }
}
