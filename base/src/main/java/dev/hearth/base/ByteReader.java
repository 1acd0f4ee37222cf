package dev.hearth.base;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteWriter} wrote from a source that is not trusted: every length is checked against the bytes that
 * remain before anything is allocated. Not thread-safe.
 */
public final class ByteReader {
    private final byte[] data;
    private final int end;
    private int at;

    /** Reads all of {@code data}, which the caller no longer changes. */
    public ByteReader(byte[] data) {
        this(data, 0, data.length);
    }

    /** Reads {@code data[from..to)}, which the caller no longer changes. */
    public ByteReader(byte[] data, int from, int to) {
        this.data = data;
        this.at = from;
        this.end = to;
    }

    /** Reads all of {@code bytes}. */
    public ByteReader(Bytes bytes) {
        this(bytes.toArray());
    }

    /** Returns how many bytes are left. */
    public int remaining() {
        return end - at;
    }

    /** Returns the offset of the next byte in the array given. */
    public int position() {
        return at;
    }

    /** Reads 8 bits. */
    public int u8() throws MalformedException {
        need(1);
        return data[at++] & 0xFF;
    }

    /** Reads 16 bits. */
    public int u16() throws MalformedException {
        need(2);
        return u8() << 8 | u8();
    }

    /** Reads 32 bits. */
    public int u32() throws MalformedException {
        need(4);
        return u16() << 16 | u16();
    }

    /** Reads 64 bits. */
    public long u64() throws MalformedException {
        need(8);
        return (long) u32() << 32 | (u32() & 0xFFFF_FFFFL);
    }

    /** Reads an unsigned LEB128 varint in its shortest form; a longer form of the same number is refused. */
    public long varint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            if (shift == 63 && next > 1) {
                throw new MalformedException("Varint over 64 bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw new MalformedException("Varint not in its shortest form");
                }
                return value;
            }
        }
        throw new MalformedException("Varint over 64 bits");
    }

    /** Reads a varint in {@code 0..limit}. */
    public int varint(Limit limit) throws MalformedException {
        return limit.check(varint());
    }

    /** Reads a zig-zag encoded number. */
    public long zigzag() throws MalformedException {
        long coded = varint();
        return (coded >>> 1) ^ -(coded & 1);
    }

    /** Reads exactly {@code length} bytes. */
    public Bytes raw(int length) throws MalformedException {
        need(length);
        Bytes bytes = Bytes.of(data, at, at + length);
        at += length;
        return bytes;
    }

    /** Reads a varint length within {@code limit} and that many bytes. */
    public Bytes sized(Limit limit) throws MalformedException {
        return raw(varint(limit));
    }

    /** Reads a varint length within {@code limit} and that many bytes of well-formed UTF-8. */
    public String text(Limit limit) throws MalformedException {
        int length = varint(limit);
        need(length);
        String text = utf8(data, at, length);
        at += length;
        return text;
    }

    /** Reads all that is left. */
    public Bytes rest() throws MalformedException {
        return raw(remaining());
    }

    /** Refuses bytes that nothing has read. */
    public void end() throws MalformedException {
        if (at != end) {
            throw new MalformedException("Trailing bytes");
        }
    }

    static String utf8(byte[] data, int from, int length) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("Text is not UTF-8", e);
        }
    }

    private void need(int length) throws MalformedException {
        if (length < 0 || length > end - at) {
            throw new MalformedException("Truncated");
        }
    }
}
