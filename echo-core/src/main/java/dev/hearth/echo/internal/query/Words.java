package dev.hearth.echo.internal.query;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text, as they are looked for: runs of letters, digits and the marks that belong to them, after
 * compatibility composition (NFKC) and without case. Of scripts that are written without spaces each character is a
 * word of its own, so that a text is found by what it holds wherever words begin.
 */
public final class Words {
    /** A longer word counts as its beginning. */
    private static final int MOST_UNITS = 64;

    /** A text with more different words is known by the first of them. */
    private static final int MOST_WORDS = 10_000;

    private static final Set<Character.UnicodeScript> WITHOUT_SPACES = Set.of(
            Character.UnicodeScript.HAN,
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.THAI,
            Character.UnicodeScript.LAO,
            Character.UnicodeScript.KHMER,
            Character.UnicodeScript.MYANMAR);

    private Words() {}

    /**
     * A word that is looked for.
     *
     * @param word the word, or its beginning
     * @param beginning whether words that begin so are found too
     */
    record Sought(String word, boolean beginning) {
        boolean isIn(Set<String> words) {
            return beginning ? words.stream().anyMatch(each -> each.startsWith(word)) : words.contains(word);
        }
    }

    /** Returns the different words of a text, in the order in which they come first. */
    public static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        String folded = folded(text);
        int at = 0;
        while (at < folded.length() && words.size() < MOST_WORDS) {
            int end = end(folded, at);
            if (end > at) {
                words.add(brief(folded.substring(at, end)));
            }
            at = Math.max(end, at + Character.charCount(folded.codePointAt(at)));
        }
        return words;
    }

    /** Returns the words of what is looked for; a star behind a word asks for all that begin so. */
    static List<Sought> sought(String text) {
        List<Sought> sought = new ArrayList<>();
        String folded = folded(text);
        int at = 0;
        while (at < folded.length()) {
            int end = end(folded, at);
            if (end > at) {
                boolean beginning = end < folded.length() && folded.charAt(end) == '*';
                sought.add(new Sought(brief(folded.substring(at, end)), beginning));
            }
            at = Math.max(end, at + Character.charCount(folded.codePointAt(at)));
        }
        return sought;
    }

    /** Upper case first, because some letters differ in lower case alone, and others in upper case. */
    private static String folded(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String lower = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC).replace('ς', 'σ'); // else it depended on what follows
    }

    /** Returns where the word ends that begins at {@code from}; there, if none does. */
    private static int end(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (!belongs(point)) {
                return at;
            }
            boolean alone = WITHOUT_SPACES.contains(Character.UnicodeScript.of(point));
            if (alone && at > from) {
                return at;
            }
            at += Character.charCount(point);
            if (alone) {
                return at;
            }
        }
        return at;
    }

    private static boolean belongs(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(point);
        };
    }

    private static String brief(String word) {
        if (word.length() <= MOST_UNITS) {
            return word;
        }
        return word.substring(0, Character.isHighSurrogate(word.charAt(MOST_UNITS - 1)) ? MOST_UNITS - 1 : MOST_UNITS);
    }
}
