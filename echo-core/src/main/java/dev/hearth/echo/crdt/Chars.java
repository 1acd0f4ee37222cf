package dev.hearth.echo.crdt;

import java.nio.charset.StandardCharsets;

/**
 * UTF-16 units as bytes, each unit by itself in the manner of UTF-8, so that any cut of a text survives; text within
 * the basic plane looks like UTF-8.
 */
final class Chars {
    private Chars() {}

    static byte[] encode(String text) {
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
        int ascii = 0;
        while (ascii < bytes.length && bytes[ascii] >= 0) {
            ascii++;
        }
        if (ascii == bytes.length) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        StringBuilder out = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; ) {
            int first = bytes[i];
            int length = first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
            if (length == 4 || i + length > bytes.length) {
                throw new ChangeException("Text is malformed");
            }
            int unit = length == 1 ? first : length == 2 ? first & 0x1F : first & 0x0F;
            for (int k = 1; k < length; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    throw new ChangeException("Text is malformed");
                }
                unit = (unit << 6) | (bytes[i + k] & 0x3F);
            }
            if ((length == 2 && unit < 0x80) || (length == 3 && unit < 0x800)) {
                throw new ChangeException("Text is malformed");
            }
            out.append((char) unit);
            i += length;
        }
        return out.toString();
    }
}
