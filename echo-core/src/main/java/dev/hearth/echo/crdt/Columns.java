package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A column of a saved state: bytes with their length, deflated where that is smaller. */
final class Columns {
    /** Columns shorter than this stay as they are. */
    private static final int WORTH_DEFLATING = 64;

    /** DEFLATE cannot expand by more than this, so that a length beyond it is a lie. */
    static final int MAX_EXPANSION = 1032;

    /** To begin with a new one costs more than to deflate a page of text. */
    private static final ThreadLocal<Deflater> DEFLATER =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));

    private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(() -> new Inflater(true));

    private Columns() {}

    static void write(ByteSink out, byte[] raw) {
        byte[] small = raw.length < WORTH_DEFLATING ? raw : deflate(raw);
        boolean deflated = small.length < raw.length;
        out.varint(((long) raw.length << 1) | (deflated ? 1 : 0));
        if (deflated) {
            out.varint(small.length);
        }
        out.raw(deflated ? small : raw);
    }

    static byte[] read(ByteSource in) throws ChangeException {
        long head = in.varlong();
        long length = head >>> 1;
        if ((head & 1) == 0) {
            if (length > in.remaining()) {
                throw new ChangeException("A column exceeds the bytes that remain");
            }
            return in.raw((int) length);
        }
        byte[] small = in.blob();
        if (length > (long) small.length * MAX_EXPANSION || length > Integer.MAX_VALUE - 8) {
            throw new ChangeException("A column claims to be longer than it can be");
        }
        return inflate(small, (int) length);
    }

    static void skip(ByteSource in) throws ChangeException {
        long head = in.varlong();
        if ((head & 1) != 0) {
            in.skip(in.varint());
        } else if (head >>> 1 > in.remaining()) {
            throw new ChangeException("A column exceeds the bytes that remain");
        } else {
            in.skip((int) (head >>> 1));
        }
    }

    private static byte[] deflate(byte[] raw) {
        Deflater deflater = DEFLATER.get();
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        byte[] out = new byte[raw.length];
        int size = deflater.deflate(out);
        return deflater.finished() ? Arrays.copyOf(out, size) : raw;
    }

    private static byte[] inflate(byte[] small, int length) throws ChangeException {
        Inflater inflater = INFLATER.get();
        inflater.reset();
        try {
            inflater.setInput(small);
            byte[] out = new byte[length];
            int size = inflater.inflate(out);
            if (size != length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new ChangeException("A column does not have the length it claims");
            }
            return out;
        } catch (DataFormatException e) {
            throw new ChangeException("A column is not deflated data", e);
        }
    }
}
