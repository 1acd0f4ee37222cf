package dev.hearth.base;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer for binary formats; big-endian integers, unsigned LEB128 varints. Not thread-safe. */
public final class ByteWriter {
    private byte[] data;
    private int size;

    /** Creates an empty buffer. */
    public ByteWriter() {
        this(64);
    }

    /** Creates an empty buffer with room for {@code capacity} bytes. */
    public ByteWriter(int capacity) {
        data = new byte[Math.max(16, capacity)];
    }

    /** Returns the number of bytes written. */
    public int size() {
        return size;
    }

    /** Appends the low 8 bits of {@code value}. */
    public ByteWriter u8(int value) {
        ensure(1);
        data[size++] = (byte) value;
        return this;
    }

    /** Appends the low 16 bits of {@code value}. */
    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /** Appends 32 bits. */
    public ByteWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** Appends 64 bits. */
    public ByteWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    /** Appends {@code value} as an unsigned LEB128 varint of 1 to 10 bytes. */
    public ByteWriter varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            data[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[size++] = (byte) rest;
        return this;
    }

    /** Appends {@code value} zig-zag encoded, so that small negative numbers stay short. */
    public ByteWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    /** Appends the bytes as they are, without a length. */
    public ByteWriter raw(Bytes bytes) {
        ensure(bytes.size());
        bytes.copyTo(data, size);
        size += bytes.size();
        return this;
    }

    /** Appends the bytes as they are, without a length. */
    public ByteWriter raw(byte... bytes) {
        return raw(bytes, 0, bytes.length);
    }

    /** Appends {@code bytes[from..to)}. */
    public ByteWriter raw(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, data, size, to - from);
        size += to - from;
        return this;
    }

    /** Appends a varint length and the bytes. */
    public ByteWriter sized(Bytes bytes) {
        return varint(bytes.size()).raw(bytes);
    }

    /** Appends a varint length and the bytes. */
    public ByteWriter sized(byte... bytes) {
        return varint(bytes.length).raw(bytes);
    }

    /** Appends a varint length and the UTF-8 form of {@code text}. */
    public ByteWriter text(String text) {
        return sized(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of what was written. */
    public Bytes toBytes() {
        return Bytes.of(data, 0, size);
    }

    /** Returns a copy of what was written. */
    public byte[] toArray() {
        return Arrays.copyOf(data, size);
    }

    /** Forgets what was written and keeps the room. */
    public ByteWriter clear() {
        size = 0;
        return this;
    }

    private void ensure(int more) {
        if (size + more > data.length) {
            data = Arrays.copyOf(data, Math.max(size + more, data.length + (data.length >> 1)));
        }
    }
}
