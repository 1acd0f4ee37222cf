package dev.hearth.halo.internal.recovery;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words as people write them down, and the places in the list that they stand for. No word passes through a string that
 * could not be wiped, but those of the list itself.
 */
public final class WordText {
    private static final int MAX_WORDS = 59;
    private static final int MAX_CHARACTERS = 2_048;

    private WordText() {}

    /**
     * Returns the places of the words of {@code text}, which is wiped. Case, spaces and line breaks don't matter; four
     * letters stand for the word that begins with them. Throws RECOVERY_WORD_UNKNOWN, with the position (from 1) and
     * the closest words; RECOVERY_WORDS_INCOMPLETE when there are too many.
     */
    public static int[] read(char[] text, WordList list) {
        int[] places = new int[MAX_WORDS];
        try {
            return read(text, list, places);
        } finally {
            Arrays.fill(text, '\0');
            Arrays.fill(places, 0);
        }
    }

    private static int[] read(char[] text, WordList list, int[] places) {
        if (text.length > MAX_CHARACTERS) {
            throw incomplete("at most " + MAX_CHARACTERS + " characters", text.length);
        }
        int count = 0;
        for (int from = 0; from < text.length; from++) {
            if (Character.isWhitespace(text[from])) {
                continue;
            }
            int to = end(text, from);
            if (count == MAX_WORDS) {
                throw incomplete("at most " + MAX_WORDS + " words", count + 1);
            }
            places[count] = list.place(text, from, to);
            if (places[count++] < 0) {
                throw unknown(count, list.closest(text, from, to));
            }
            from = to;
        }
        return Arrays.copyOf(places, count);
    }

    private static int end(char[] text, int from) {
        int to = from;
        while (to < text.length && !Character.isWhitespace(text[to])) {
            to++;
        }
        return to;
    }

    private static HearthException unknown(int position, List<String> closest) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("position", Integer.toString(position));
        if (!closest.isEmpty()) {
            details.put("closest", String.join(", ", closest));
        }
        return new HearthException(ErrorCode.RECOVERY_WORD_UNKNOWN, details);
    }

    /** Returns the refusal of a number of words, or of characters, that is none of those expected. */
    public static HearthException incomplete(String expected, int actual) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("expected", expected);
        details.put("found", Integer.toString(actual));
        return new HearthException(ErrorCode.RECOVERY_WORDS_INCOMPLETE, details);
    }

    /** Returns the words at {@code places}, with a space between; the caller wipes them. */
    public static char[] write(int[] places, WordList list) {
        int length = places.length - 1;
        for (int place : places) {
            length += list.word(place).length();
        }
        char[] text = new char[length];
        int at = 0;
        for (int place : places) {
            if (at > 0) {
                text[at++] = ' ';
            }
            String word = list.word(place);
            word.getChars(0, word.length(), text, at);
            at += word.length();
        }
        return text;
    }
}
