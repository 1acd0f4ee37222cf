package dev.hearth.echo.store;

import java.util.Arrays;

/** Arithmetic on keys as unsigned byte strings. */
final class Keys {
    private Keys() {}

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
