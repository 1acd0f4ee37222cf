package dev.hearth.echo.crdt;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Units in the order in which they were given: bytes while all is Latin-1, then chars. */
final class CharStore {
    private static final byte[] NOTHING = {};

    private byte[] narrow = NOTHING;
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

    void append(char[] from, int at, int units) {
        char[] chars = wide;
        if (chars == null) {
            if (size + units > narrow.length) {
                narrow = Arrays.copyOf(narrow, Math.max(size + units, narrow.length * 3 / 2 + 16));
            }
            int any = 0;
            for (int i = 0; i < units; i++) {
                any |= from[at + i];
                narrow[size + i] = (byte) from[at + i];
            }
            if (any <= 0xFF) {
                size += units;
                return;
            }
        }
        append(new String(from, at, units));
    }

    void append(char unit) {
        append(new char[] {unit}, 0, 1);
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
        narrow = NOTHING;
        return chars;
    }

    char charAt(int at) {
        char[] chars = wide;
        return chars == null ? (char) (narrow[at] & 0xFF) : chars[at];
    }

    void copy(int from, int to, CharBuffer out) {
        char[] chars = wide;
        if (chars == null) {
            for (int i = from; i < to; i++) {
                out.put((char) (narrow[i] & 0xFF));
            }
        } else {
            out.put(chars, from, to - from);
        }
    }

    String substring(int from, int to) {
        char[] chars = wide;
        return chars == null
                ? new String(narrow, from, to - from, StandardCharsets.ISO_8859_1)
                : new String(chars, from, to - from);
    }
}
