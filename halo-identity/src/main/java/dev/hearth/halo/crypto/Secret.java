package dev.hearth.halo.crypto;

import dev.hearth.base.Bytes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Secret bytes: never printed, compared in constant time, wiped on close. */
public final class Secret implements AutoCloseable {
    private final byte[] data;

    private Secret(byte[] data) {
        this.data = data;
    }

    /** Takes {@code data} over; the caller forgets it. */
    public static Secret take(byte[] data) {
        return new Secret(data);
    }

    /** Returns a copy of {@code bytes} as a secret. */
    public static Secret of(Bytes bytes) {
        return new Secret(bytes.toArray());
    }

    /** Returns {@code size} random bytes. */
    public static Secret random(SecureRandom random, int size) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return new Secret(data);
    }

    /** Returns the number of bytes. */
    public int size() {
        return data.length;
    }

    /** Returns a copy that the caller wipes; the one way in which a secret leaves its type. */
    public byte[] reveal() {
        return data.clone();
    }

    byte[] bytes() {
        return data;
    }

    @Override
    public void close() {
        Arrays.fill(data, (byte) 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(data, that.data);
    }

    /** The same for all, so that a hash never tells anything. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "***";
    }
}
