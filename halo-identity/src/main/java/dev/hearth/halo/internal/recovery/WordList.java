package dev.hearth.halo.internal.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A published list of words, each of which stands for its place in it. The words are in alphabetical order, and no two
 * begin with the same four letters. Immutable.
 */
public final class WordList {
    /** The English words of BIP-39. */
    public static final WordList BIP39 = new WordList("bip39-english.txt", 11);

    /** The words of SLIP-39. */
    public static final WordList SLIP39 = new WordList("slip39.txt", 10);

    /** Letters that tell a word from all others of its list. */
    public static final int PREFIX = 4;

    private static final int SUGGESTIONS = 3;
    private static final int FAR = 2;

    private final List<String> words;
    private final int bits;

    private WordList(String resource, int bits) {
        this.words = Resource.lines(resource);
        this.bits = bits;
        if (words.size() != 1 << bits) {
            throw new IllegalStateException(resource + " has " + words.size() + " words");
        }
    }

    /** Reads what stands beside this class. */
    static final class Resource {
        private Resource() {}

        static List<String> lines(String name) {
            return new String(bytes(name), StandardCharsets.US_ASCII).lines().toList();
        }

        static byte[] bytes(String name) {
            try (InputStream stream = WordList.class.getResourceAsStream(name)) {
                if (stream == null) {
                    throw new IllegalStateException(name + " is missing");
                }
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(name, e);
            }
        }
    }

    /** Returns how many bits a word stands for. */
    public int bits() {
        return bits;
    }

    /** Returns the word at a place. */
    public String word(int place) {
        return words.get(place);
    }

    /**
     * Returns the place of the word that {@code text} spells from {@code from} to {@code to}, in any case, wholly or by
     * its first four letters or more; -1 when there is none.
     */
    public int place(char[] text, int from, int to) {
        for (int place = 0; place < words.size(); place++) {
            String word = words.get(place);
            int length = to - from;
            if ((length == word.length() || (length >= PREFIX && length < word.length()))
                    && begins(word, text, from, to)) {
                return place;
            }
        }
        return -1;
    }

    private static boolean begins(String word, char[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (lower(text[at]) != word.charAt(at - from)) {
                return false;
            }
        }
        return true;
    }

    /** Of ASCII alone: no letter of another alphabet becomes one of the list. */
    private static char lower(char letter) {
        return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
    }

    /** Returns the words, three at most, that a mistyped one is most like; none when it is like no word. */
    public List<String> closest(char[] text, int from, int to) {
        return IntStream.range(0, words.size())
                .mapToObj(place -> new Candidate(place, distance(words.get(place), text, from, to)))
                .filter(candidate -> candidate.distance <= FAR)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparingInt(Candidate::place))
                .limit(SUGGESTIONS)
                .map(candidate -> words.get(candidate.place))
                .toList();
    }

    private record Candidate(int place, int distance) {}

    private static int distance(String word, char[] text, int from, int to) {
        int length = to - from;
        if (Math.abs(length - word.length()) > FAR && length != PREFIX) {
            return FAR + 1;
        }
        int whole = edits(word, text, from, to);
        return length == PREFIX && word.length() > PREFIX
                ? Math.min(whole, edits(word.substring(0, PREFIX), text, from, to))
                : whole;
    }

    /** How many letters are to be put in, taken out, changed or swapped with the next (optimal string alignment). */
    private static int edits(String word, char[] text, int from, int to) {
        int[][] edits = new int[to - from + 1][word.length() + 1];
        for (int row = 0; row < edits.length; row++) {
            for (int column = 0; column <= word.length(); column++) {
                if (row == 0 || column == 0) {
                    edits[row][column] = row + column;
                    continue;
                }
                char letter = lower(text[from + row - 1]);
                int changed = edits[row - 1][column - 1] + (word.charAt(column - 1) == letter ? 0 : 1);
                int moved = Math.min(edits[row - 1][column], edits[row][column - 1]) + 1;
                edits[row][column] = Math.min(changed, moved);
                if (row > 1
                        && column > 1
                        && word.charAt(column - 2) == letter
                        && word.charAt(column - 1) == lower(text[from + row - 2])) {
                    edits[row][column] = Math.min(edits[row][column], edits[row - 2][column - 2] + 1);
                }
            }
        }
        return edits[to - from][word.length()];
    }
}
