package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Everything that was ever inserted into one text, in the order of its events: bytes while all is Latin-1, then chars.
 */
final class CharStore {
    private byte[] narrow = new byte[16];
    private char @org.jspecify.annotations.Nullable [] wide;
    private int size;
    private boolean surrogates;

    int size() {
        return size;
    }

    boolean surrogates() {
        return surrogates;
    }

    void append(String text) {
        int units = text.length();
        char[] chars = wide;
        if (chars == null) {
            if (size + units > narrow.length) {
                narrow = Arrays.copyOf(narrow, Math.max(size + units, narrow.length * 3 / 2));
            }
            if (latin(text)) {
                for (int i = 0; i < units; i++) {
                    narrow[size + i] = (byte) text.charAt(i);
                }
                size += units;
                return;
            }
            chars = widen();
        }
        if (size + units > chars.length) {
            chars = Arrays.copyOf(chars, Math.max(size + units, chars.length * 3 / 2));
            wide = chars;
        }
        text.getChars(0, units, chars, size);
        size += units;
        surrogates = surrogates || Surrogates.any(text);
    }

    private static boolean latin(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private char[] widen() {
        char[] chars = new char[narrow.length];
        for (int i = 0; i < size; i++) {
            chars[i] = (char) (narrow[i] & 0xFF);
        }
        wide = chars;
        narrow = new byte[0];
        return chars;
    }

    char charAt(int at) {
        char[] chars = wide;
        return chars == null ? (char) (narrow[at] & 0xFF) : chars[at];
    }

    String substring(int from, int to) {
        char[] chars = wide;
        return chars == null
                ? new String(narrow, from, to - from, StandardCharsets.ISO_8859_1)
                : new String(chars, from, to - from);
    }
}
