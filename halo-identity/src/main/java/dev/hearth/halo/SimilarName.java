package dev.hearth.halo;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a name looks like, so that one that was chosen to be taken for another is noticed. Two names with the same text
 * here read alike; that they differ here does not prove that nobody takes one for the other.
 */
public final class SimilarName {
    /**
     * Letters of other scripts that are drawn as small Latin ones, each before its likeness, and digits and letters
     * alike.
     */
    private static final Map<Integer, Integer> DRAWN_ALIKE = drawnAlike(
            "\u0430a\u0435e\u043ak\u043eo\u0440p\u0441c\u0442t\u0443y\u0445x\u043dh\u043cm\u0432b\u0455s\u0456l"
                    + "\u0458j\u0501d\u051bq\u051dw\u04bbh\u04cfl\u0261g\u03b1a\u03b5e\u03b9l\u03bak\u03bdv\u03bfo"
                    + "\u03c1p\u03c4t\u03c5u\u03c7x\u03c9w\u0131l\u0578o\u057du\u0581g0o1lil|l");

    private SimilarName() {}

    private static Map<Integer, Integer> drawnAlike(String pairs) {
        Map<Integer, Integer> alike = new HashMap<>();
        for (int at = 0; at < pairs.length(); at += 2) {
            alike.put((int) pairs.charAt(at), (int) pairs.charAt(at + 1));
        }
        return Map.copyOf(alike);
    }

    /**
     * Returns {@code name} in Unicode's compatibility form without differences of case, without what can't be seen,
     * such as joiners, marks of direction, variation selectors and controls, with one space for each run of spaces, and
     * with one letter for those that are drawn alike.
     */
    public static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC);
        String folded = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        StringBuilder similar = new StringBuilder(folded.length());
        Normalizer.normalize(folded, Normalizer.Form.NFKC).codePoints().forEach(each -> {
            if (Character.isWhitespace(each) || Character.isSpaceChar(each)) {
                similar.append(' ');
            } else if (isSeen(each)) {
                similar.appendCodePoint(DRAWN_ALIKE.getOrDefault(each, each));
            }
        });
        return similar.toString().strip().replaceAll(" +", " ");
    }

    private static boolean isSeen(int character) {
        if ((character >= 0xFE00 && character <= 0xFE0F)
                || (character >= 0xE0100 && character <= 0xE01EF)
                || character == 0x034F
                || character == 0x115F
                || character == 0x1160
                || character == 0x3164
                || character == 0xFFA0
                || character == 0x2800) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
