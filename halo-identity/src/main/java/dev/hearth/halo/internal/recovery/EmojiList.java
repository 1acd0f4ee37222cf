package dev.hearth.halo.internal.recovery;

import java.util.List;

/** The 64 emoji of the short authentication string, and their names. Their order is part of the format. */
public final class EmojiList {
    private static final List<String> LINES = WordList.Resource.lines("safety-emoji.txt");
    private static final int HEX = 16;

    private EmojiList() {}

    /** Returns the emoji at a place from 0 to 63: one code point. */
    public static String emoji(int place) {
        String line = LINES.get(place);
        return Character.toString(Integer.parseInt(line, 0, line.indexOf(' '), HEX));
    }

    /** Returns the name of the emoji at a place from 0 to 63: one English word. */
    public static String name(int place) {
        String line = LINES.get(place);
        return line.substring(line.indexOf(' ') + 1);
    }
}
