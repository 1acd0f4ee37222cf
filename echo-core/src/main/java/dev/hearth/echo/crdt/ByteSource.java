package dev.hearth.echo.crdt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteSink} wrote; every length is held against the bytes that remain before anything is allocated.
 */
class ByteSource {
    private static final String SHORT = "The bytes end early";

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    ByteSource(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    int remaining() {
        return end - at;
    }

    int position() {
        return at;
    }

    /** Says of what the following reads are parts; whoever takes the reads apart listens. */
    void within(int part) {}

    int u8() throws ChangeException {
        return next();
    }

    private int next() throws ChangeException {
        if (at >= end) {
            throw new ChangeException(SHORT);
        }
        return bytes[at++] & 0xFF;
    }

    long varlong() throws ChangeException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = next();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if ((next == 0 && shift > 0) || (shift == 63 && next > 1)) {
                    throw new ChangeException("A number is not in its shortest form");
                }
                return value;
            }
        }
        throw new ChangeException("A number is too long");
    }

    /** A number from 0 to Integer.MAX_VALUE. */
    int varint() throws ChangeException {
        long value = varlong();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new ChangeException("A number is out of range");
        }
        return (int) value;
    }

    long zigzag() throws ChangeException {
        long value = varlong();
        return (value >>> 1) ^ -(value & 1);
    }

    int zigzagInt() throws ChangeException {
        long value = zigzag();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new ChangeException("A number is out of range");
        }
        return (int) value;
    }

    /** A count of things that take at least {@code each} bytes. */
    int count(int each) throws ChangeException {
        int count = varint();
        if (count > remaining() / each) {
            throw new ChangeException("A count exceeds the bytes that remain");
        }
        return count;
    }

    long fixed64() throws ChangeException {
        need(8);
        long value = ByteBuffer.wrap(bytes, at, 8).getLong();
        at += 8;
        return value;
    }

    int fixed32() throws ChangeException {
        need(4);
        int value = ByteBuffer.wrap(bytes, at, 4).getInt();
        at += 4;
        return value;
    }

    void skip(int count) throws ChangeException {
        need(count);
        at += count;
    }

    /** A copy of what was read since a position. */
    byte[] slice(int from) {
        return Arrays.copyOfRange(bytes, from, at);
    }

    byte[] raw(int count) throws ChangeException {
        need(count);
        byte[] out = Arrays.copyOfRange(bytes, at, at + count);
        at += count;
        return out;
    }

    final byte[] blob() throws ChangeException {
        return raw(count(1));
    }

    final String text() throws ChangeException {
        return characters(count(1));
    }

    /** Text of so many bytes. */
    String characters(int length) throws ChangeException {
        need(length);
        int from = at;
        at += length;
        return utf8(bytes, from, length);
    }

    /** Appends what was read since a position. */
    final void copy(int from, ByteSink to) {
        to.raw(bytes, from, at - from);
    }

    void done() throws ChangeException {
        if (at != end) {
            throw new ChangeException("Bytes follow the end");
        }
    }

    static String utf8(byte[] bytes, int from, int length) throws ChangeException {
        int i = from;
        int end = from + length;
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        if (i == end) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ChangeException("Text is not UTF-8", e);
        }
    }

    private void need(int count) throws ChangeException {
        if (count < 0 || count > end - at) {
            throw new ChangeException(SHORT);
        }
    }
}
