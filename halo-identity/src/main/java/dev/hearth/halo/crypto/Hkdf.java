package dev.hearth.halo.crypto;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import java.util.Arrays;

/** HMAC-SHA-256 and HKDF (RFC 5869) over it. */
public final class Hkdf {
    private static final int HASH = 32;
    private static final int LONGEST = 255 * HASH;

    private Hkdf() {}

    /** Returns the HMAC-SHA-256 of the parts, one after the other. */
    public static byte[] hmac(byte[] key, byte[]... parts) {
        return new Hmac(key).of(parts);
    }

    /** Returns the 32-byte pseudorandom key of {@code input}. */
    public static byte[] extract(byte[] salt, byte[] input) {
        return hmac(salt, input);
    }

    /** Returns {@code length} bytes, at most 8160, for {@code info}. */
    public static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException("length: from 0 to " + LONGEST + ", got " + length);
        }
        byte[] output = new byte[length];
        byte[] block = {};
        for (int at = 0, count = 1; at < length; at += HASH, count++) {
            block = hmac(pseudorandomKey, block, info, new byte[] {(byte) count});
            System.arraycopy(block, 0, output, at, Math.min(HASH, length - at));
        }
        return output;
    }

    /** Returns {@code length} bytes that only {@code key}, {@code domain} and {@code context} together yield. */
    public static Secret derive(Secret key, String domain, Bytes context, int length) {
        byte[] info = new ByteWriter().text(domain).sized(context).toArray();
        byte[] pseudorandomKey = extract(new byte[HASH], key.bytes());
        byte[] output = expand(pseudorandomKey, info, length);
        Arrays.fill(pseudorandomKey, (byte) 0);
        return Secret.take(output);
    }
}
