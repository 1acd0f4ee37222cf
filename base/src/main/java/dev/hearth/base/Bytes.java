package dev.hearth.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An immutable byte string, ordered as unsigned bytes. */
public final class Bytes implements Comparable<Bytes> {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The byte string of length zero. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] data;

    private Bytes(byte[] data) {
        this.data = data;
    }

    /** Returns a copy of {@code data} as an immutable value. */
    public static Bytes of(byte... data) {
        return data.length == 0 ? EMPTY : new Bytes(data.clone());
    }

    /** Returns a copy of {@code data[from..to)}. */
    public static Bytes of(byte[] data, int from, int to) {
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(data, from, to));
    }

    /** Returns the UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Parses lower- or upper-case hexadecimal digits; throws {@link IllegalArgumentException} on anything else. */
    public static Bytes fromHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /** Returns the concatenation of {@code parts}. */
    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size = Math.addExact(size, part.data.length);
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.data, 0, joined, at, part.data.length);
            at += part.data.length;
        }
        return new Bytes(joined);
    }

    /** Returns the number of bytes. */
    public int size() {
        return data.length;
    }

    /** Returns whether the length is zero. */
    public boolean isEmpty() {
        return data.length == 0;
    }

    /** Returns the byte at {@code index}, counted from 0. */
    public byte at(int index) {
        return data[index];
    }

    /** Returns eight bytes as a number, the first one highest. */
    long longAt(int index) {
        return (long) LONGS.get(data, index);
    }

    /** Returns the bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        return from == 0 && to == data.length ? this : of(data, from, to);
    }

    /** Returns a copy of the content. */
    public byte[] toArray() {
        return data.clone();
    }

    /** Copies the whole content into {@code target} at {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(data, 0, target, offset, data.length);
    }

    /** Returns whether the content starts with {@code prefix}. */
    public boolean startsWith(Bytes prefix) {
        return prefix.data.length <= data.length
                && Arrays.equals(data, 0, prefix.data.length, prefix.data, 0, prefix.data.length);
    }

    /** Returns the content decoded as UTF-8, with malformed sequences replaced. */
    public String asUtf8() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** Returns the content as lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(data);
    }

    @Override
    public int compareTo(Bytes that) {
        return Arrays.compareUnsigned(data, that.data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return hex();
    }
}
