package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;

/**
 * UTF-16 units as bytes, each unit by itself in the manner of UTF-8, so that any cut of a text survives; text within
 * the basic plane looks like UTF-8.
 */
final class Chars {
    private Chars() {}

    static byte[] encode(String text) {
        int ascii = 0;
        while (ascii < text.length() && text.charAt(ascii) < 0x80) {
            ascii++;
        }
        if (ascii == text.length()) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteSink out = new ByteSink(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.u8(c);
            } else if (c < 0x800) {
                out.u8(0xC0 | (c >> 6));
                out.u8(0x80 | (c & 0x3F));
            } else {
                out.u8(0xE0 | (c >> 12));
                out.u8(0x80 | ((c >> 6) & 0x3F));
                out.u8(0x80 | (c & 0x3F));
            }
        }
        return out.toByteArray();
    }

    static String decode(byte[] bytes) throws ChangeException {
        int ascii = asciiEnd(bytes, 0);
        if (ascii == bytes.length) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        StringBuilder out = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; ) {
            if (ascii > i) {
                out.append(new String(bytes, i, ascii - i, StandardCharsets.ISO_8859_1));
                i = ascii;
            } else {
                i += unit(bytes, i, out);
                ascii = asciiEnd(bytes, i);
            }
        }
        return out.toString();
    }

    private static int asciiEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] >= 0) {
            end++;
        }
        return end;
    }

    /** Decodes a unit beyond ASCII; returns how many bytes it has. */
    private static int unit(byte[] bytes, int at, StringBuilder out) throws ChangeException {
        int first = bytes[at];
        int length = (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
        if (length == 4 || at + length > bytes.length) {
            throw new ChangeException("Text is malformed");
        }
        int unit = length == 2 ? first & 0x1F : first & 0x0F;
        for (int k = 1; k < length; k++) {
            if ((bytes[at + k] & 0xC0) != 0x80) {
                throw new ChangeException("Text is malformed");
            }
            unit = (unit << 6) | (bytes[at + k] & 0x3F);
        }
        if (unit < (length == 2 ? 0x80 : 0x800)) {
            throw new ChangeException("Text is malformed");
        }
        out.append((char) unit);
        return length;
    }
}
