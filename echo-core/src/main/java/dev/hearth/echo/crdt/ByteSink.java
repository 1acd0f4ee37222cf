package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array with the number forms of the engine's formats. */
class ByteSink {
    private static final byte[] NOTHING = {};

    private byte[] bytes;
    private int size;

    ByteSink() {
        this(32);
    }

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** Begins anew. */
    void clear() {
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Returns the bytes, without a copy of them where they fill what they were given; nothing can be added any more.
     */
    byte[] close() {
        byte[] all = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        bytes = NOTHING;
        size = 0;
        return all;
    }

    void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, low bits first. */
    void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Signed numbers near zero stay short. */
    void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    void fixed64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void fixed32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void raw(byte[] from) {
        raw(from, 0, from.length);
    }

    void raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    void raw(ByteSink from) {
        raw(from.bytes, 0, from.size);
    }

    /** A length and the bytes. */
    void blob(byte[] from) {
        varint(from.length);
        raw(from);
    }

    /** A length in bytes and UTF-8. */
    void text(String text) {
        int length = text.length();
        int begin = size;
        varint(length);
        room(length);
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                size = begin;
                blob(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[size++] = (byte) unit;
        }
    }

    private void room(int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
