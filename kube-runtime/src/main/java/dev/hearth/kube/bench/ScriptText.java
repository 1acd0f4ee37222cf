package dev.hearth.kube.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up edits of a text, by a seed, always with positions that exist then. */
final class ScriptText {
    private static final int LONGEST_WORD = 10;
    private static final int LONGEST_DELETION = 9;

    private final Random random;
    private int length;

    /** Begins with a text of a length. */
    ScriptText(long seed, int length) {
        this.random = new Random(seed);
        this.length = length;
    }

    /** Returns lower-case letters. */
    String letters(int count) {
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append((char) ('a' + random.nextInt(26)));
        }
        return out.toString();
    }

    /** Returns a word of two to ten letters. */
    String word() {
        return letters(2 + random.nextInt(LONGEST_WORD - 1));
    }

    /** Returns a position of the text, its end included. */
    int position() {
        return random.nextInt(length + 1);
    }

    /** Inserts at a position. */
    Step insert(int at, String text) {
        length += text.length();
        return new Step.Text(at, 0, text);
    }

    /** Inserts characters or words, one a step, at random. */
    List<Step> insertions(int count, boolean words) {
        List<Step> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(insert(position(), words ? word() : letters(1)));
        }
        return out;
    }

    /** Inserts words and deletes up to nine units, half and half, at random. */
    List<Step> insertionsAndDeletions(int count) {
        List<Step> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = position();
            int most = Math.min(LONGEST_DELETION, length - at);
            if (most == 0 || random.nextBoolean()) {
                out.add(insert(at, word()));
            } else {
                int deleted = 1 + random.nextInt(most);
                length -= deleted;
                out.add(new Step.Text(at, deleted, ""));
            }
        }
        return out;
    }
}
