package dev.hearth.echo.internal.core;

import dev.hearth.echo.internal.feed.BlockFormat;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a set of keys comes to, in whatever order they are added: their number, and the sum of their hashes. */
final class KeySum {
    private long count;
    private long sum;

    /** Adds the keys of one object, of which each counts once. */
    void add(Collection<byte[]> keys) {
        TreeSet<byte[]> distinct = new TreeSet<>(Arrays::compareUnsigned);
        distinct.addAll(keys);
        distinct.forEach(this::add);
    }

    void add(byte[] key) {
        count++;
        byte[] hash = BlockFormat.sha256(key).value().toArray();
        long part = 0;
        for (int i = 0; i < 8; i++) {
            part = part << 8 | (hash[i] & 0xFF);
        }
        sum += part;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeySum that && count == that.count && sum == that.sum;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * count + sum);
    }
}
