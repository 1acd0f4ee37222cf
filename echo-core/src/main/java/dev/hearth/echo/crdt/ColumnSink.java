package dev.hearth.echo.crdt;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Writes the columns of one section of an archive. Neither the count of the numbers nor the length of the bytes stands
 * with a column: the reader knows them from what comes before. Each column adds to the weight of the section, which its
 * length bounds, so that a reader knows beforehand how much there can be.
 */
final class ColumnSink {
    /** No section weighs more than this times its length; one that would is padded. */
    static final int MOST_WEIGHT = 32;

    /** Set in the head of a column of differences; the rest of the head is the width in bytes. */
    static final int DELTA = 16;

    /** Columns shorter than this stay as they are. */
    private static final int WORTH_DEFLATING = 64;

    private final Deflater deflater;
    private final ByteSink out = new ByteSink(1 << 12);
    private byte[] spare = new byte[0];
    private long weight;

    /** The deflater makes raw DEFLATE and is used again and again. */
    ColumnSink(Deflater deflater) {
        this.deflater = deflater;
    }

    void weigh(long by) {
        weight += by;
    }

    /** A number that stands alone. */
    void number(long value) {
        out.varint(value);
    }

    /** Bytes that no compression would shorten. */
    void plain(byte[] raw) {
        weigh(raw.length);
        out.raw(raw);
    }

    /** Bytes, deflated when that is smaller. */
    void bytes(byte[] raw) {
        weigh(raw.length);
        packed(raw, raw.length);
    }

    private void packed(byte[] raw, int length) {
        if (length == 0) {
            return;
        }
        int small = length < WORTH_DEFLATING ? -1 : deflate(raw, length);
        if (small < 0) {
            out.u8(0);
            out.raw(raw, 0, length);
        } else {
            out.varint(small);
            out.raw(spare, 0, small);
        }
    }

    /** The deflated length of bytes, which are in the spare array then, or -1 when that is not smaller. */
    private int deflate(byte[] raw, int length) {
        if (spare.length < length) {
            spare = new byte[Math.max(1 << 12, length)];
        }
        deflater.reset();
        deflater.setInput(raw, 0, length);
        deflater.finish();
        int small = deflater.deflate(spare, 0, length - 1);
        return deflater.finished() ? small : -1;
    }

    /**
     * Numbers: all the same, or multiples of their greatest common divisor above the least, or multiples of it from one
     * to the next; the multiples in planes of one byte each, so that the high ones, which hardly differ, almost vanish.
     */
    void numbers(Longs values) {
        int count = values.size();
        weigh(count);
        if (count == 0) {
            return;
        }
        long least = values.get(0);
        long most = least;
        for (int i = 1; i < count; i++) {
            least = Math.min(least, values.get(i));
            most = Math.max(most, values.get(i));
        }
        if (least == most) {
            out.u8(0);
            out.zigzag(least);
            return;
        }
        long unit = most - least < 0 ? 1 : unit(values, least);
        long[] above = new long[count];
        long[] steps = new long[count - 1];
        long aboveBits = 0;
        long stepBits = 0;
        for (int i = 0; i < count; i++) {
            above[i] = unit == 1 ? values.get(i) - least : (values.get(i) - least) / unit;
            aboveBits += 64 - Long.numberOfLeadingZeros(above[i]);
            if (i > 0) {
                long step = above[i] - above[i - 1];
                steps[i - 1] = (step << 1) ^ (step >> 63);
                stepBits += 64 - Long.numberOfLeadingZeros(steps[i - 1]);
            }
        }
        boolean delta = stepBits < aboveBits;
        long[] multiples = delta ? steps : above;
        int width = width(multiples);
        out.u8(width + (delta ? DELTA : 0));
        out.zigzag(delta ? values.get(0) : least);
        out.varint(unit);
        planes(multiples, width);
    }

    private static long unit(Longs values, long least) {
        long unit = 0;
        for (int i = 0; i < values.size() && unit != 1; i++) {
            long other = values.get(i) - least;
            while (other != 0) {
                long rest = unit % other;
                unit = other;
                other = rest;
            }
        }
        return unit;
    }

    private static int width(long[] values) {
        long all = 0;
        for (long value : values) {
            all |= value;
        }
        return Math.max(1, (71 - Long.numberOfLeadingZeros(all)) / 8);
    }

    private void planes(long[] values, int width) {
        byte[] plane = new byte[values.length];
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (byte) (values[i] >>> shift);
            }
            packed(plane, plane.length);
        }
    }

    /** The section, padded with zeros where it weighs too much for its length. */
    byte[] finish() {
        byte[] body = out.toByteArray();
        long least = (weight + MOST_WEIGHT - 1) / MOST_WEIGHT;
        return least <= body.length ? body : Arrays.copyOf(body, Math.toIntExact(least));
    }
}
