package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what {@link ColumnSink} wrote; nothing is allocated that the section's length does not allow. */
final class ColumnSource {
    private static final int MOST_WIDTH = 8;
    private static final String OUT_OF_RANGE = "A count is out of range";
    private static final String NOT_DEFLATED = "A column does not have the length it must have";

    private final ByteSource in;
    private final Inflater inflater;
    private final int length;
    private long weight;

    /** Reads a section to the end of the source; the inflater reads raw DEFLATE and is used again and again. */
    ColumnSource(ByteSource in, Inflater inflater) {
        this.in = in;
        this.inflater = inflater;
        this.length = in.remaining();
    }

    /** Takes what is about to be made, which is not negative. */
    void weigh(long by) throws ChangeException {
        weight += by;
        if (weight > (long) length * ColumnSink.MOST_WEIGHT) {
            throw new ChangeException("A section of an archive claims more than it can hold");
        }
    }

    /** A number that stands alone, from 0 to Integer.MAX_VALUE. */
    int number() throws ChangeException {
        return in.varint();
    }

    byte[] plain(int count) throws ChangeException {
        weigh(count);
        return in.raw(count);
    }

    byte[] bytes(int count) throws ChangeException {
        weigh(count);
        return packed(count);
    }

    /** Records of one length, one after the other. */
    byte[] records(int count, int recordLength) throws ChangeException {
        if (count > Integer.MAX_VALUE / recordLength) {
            throw new ChangeException(OUT_OF_RANGE);
        }
        return bytes(count * recordLength);
    }

    private byte[] packed(int count) throws ChangeException {
        if (count == 0) {
            return new byte[0];
        }
        int small = in.varint();
        if (small == 0) {
            return in.raw(count);
        }
        byte[] deflated = in.raw(small);
        byte[] out = new byte[count];
        inflater.reset();
        inflater.setInput(deflated);
        try {
            int size = inflater.inflate(out);
            if (size != count || inflater.inflate(new byte[1]) != 0) {
                throw new ChangeException(NOT_DEFLATED);
            }
        } catch (DataFormatException e) {
            throw new ChangeException("A column is not deflated data", e);
        }
        if (!inflater.finished() || inflater.getRemaining() != 0) {
            throw new ChangeException(NOT_DEFLATED);
        }
        return out;
    }

    long[] numbers(int count) throws ChangeException {
        weigh(count);
        long[] out = new long[count];
        if (count == 0) {
            return out;
        }
        int head = in.u8();
        long base = in.zigzag();
        if (head == 0) {
            Arrays.fill(out, base);
            return out;
        }
        boolean delta = (head & ColumnSink.DELTA) != 0;
        int width = head & ~ColumnSink.DELTA;
        if (width == 0 || width > MOST_WIDTH) {
            throw new ChangeException("A column of numbers has an unknown form");
        }
        long unit = in.varlong();
        int from = delta ? 1 : 0;
        for (int plane = 0; plane < width; plane++) {
            byte[] bytes = packed(count - from);
            for (int i = from; i < count; i++) {
                out[i] = out[i] << 8 | (bytes[i - from] & 0xFF);
            }
        }
        if (delta) {
            out[0] = base;
            for (int i = 1; i < count; i++) {
                out[i] = out[i - 1] + unit * ((out[i] >>> 1) ^ -(out[i] & 1));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[i] = base + unit * out[i];
            }
        }
        return out;
    }

    /** Numbers from 0 to a limit, exclusive. */
    int[] below(int count, int limit) throws ChangeException {
        long[] numbers = numbers(count);
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            if (numbers[i] < 0 || numbers[i] >= limit) {
                throw new ChangeException("A number is out of range");
            }
            out[i] = (int) numbers[i];
        }
        return out;
    }

    /** Counts of what comes later. */
    int[] counts(int count) throws ChangeException {
        return below(count, Integer.MAX_VALUE);
    }

    /** Numbers that are not negative. */
    long[] lamports(int count) throws ChangeException {
        long[] out = numbers(count);
        for (long lamport : out) {
            if (lamport < 0) {
                throw new ChangeException("A lamport is out of range");
            }
        }
        return out;
    }

    /** Numbers of actors, each looked up. */
    int[] actors(int count, int[] ranked) throws ChangeException {
        int[] out = below(count, ranked.length);
        for (int i = 0; i < count; i++) {
            out[i] = ranked[out[i]];
        }
        return out;
    }

    /** The sum of counts, which still is to be weighed. */
    static int sum(int[] counts) throws ChangeException {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        if (sum > Integer.MAX_VALUE) {
            throw new ChangeException(OUT_OF_RANGE);
        }
        return (int) sum;
    }

    /** Ends the section, of which only its padding may remain. */
    void done() throws ChangeException {
        long least = (weight + ColumnSink.MOST_WEIGHT - 1) / ColumnSink.MOST_WEIGHT;
        if (in.remaining() != Math.max(0, least - (length - in.remaining()))) {
            throw new ChangeException("Bytes follow the end");
        }
        while (in.remaining() > 0) {
            if (in.u8() != 0) {
                throw new ChangeException("A section of an archive is not padded with zeros");
            }
        }
    }
}
