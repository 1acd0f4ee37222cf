package dev.hearth.halo;

import dev.hearth.halo.internal.recovery.Share;
import dev.hearth.halo.internal.recovery.ShareWords;
import dev.hearth.halo.internal.recovery.WordList;
import dev.hearth.halo.internal.recovery.WordText;
import java.util.Arrays;

/**
 * One of the shares that together are a recovery phrase: 33 words of SLIP-39, of which three are a checksum. Who has
 * fewer shares than the threshold can only try phrases, 2^224 of them at least. Wiped on close.
 */
public final class RecoveryShare implements AutoCloseable {
    private final Share share;

    private RecoveryShare(Share share) {
        this.share = share;
    }

    static RecoveryShare of(Share share) {
        return new RecoveryShare(share);
    }

    /**
     * Reads what was written down, and wipes {@code text}, also when it is refused. Case, spaces and line breaks don't
     * matter, and the first four letters of a word are enough. Throws RECOVERY_WORD_UNKNOWN, whose details have the
     * word's position from 1 and up to three words that it may be; RECOVERY_WORDS_INCOMPLETE; RECOVERY_WORDS_WRONG when
     * the checksum is another, which is noticed for any three wrong words; SHARE_MALFORMED.
     */
    public static RecoveryShare parse(char[] text) {
        return new RecoveryShare(ShareWords.read(WordText.read(text, WordList.SLIP39)));
    }

    /** Returns the words, with a space between. The caller wipes the array. */
    public char[] reveal() {
        int[] places = ShareWords.write(share);
        char[] text = WordText.write(places, WordList.SLIP39);
        Arrays.fill(places, 0);
        return text;
    }

    /** Returns the 15 random bits that all shares of one splitting have in common. */
    public int set() {
        return share.set().identifier();
    }

    /** Returns which share of its set it is, from 1 to 16. */
    public int index() {
        return share.member() + 1;
    }

    /** Returns how many shares it takes, from 1 to 16. */
    public int threshold() {
        return share.threshold();
    }

    Share share() {
        return share;
    }

    /** Wipes it. */
    @Override
    public void close() {
        share.value().close();
    }

    @Override
    public String toString() {
        return "RecoveryShare(*** " + index() + ", of which it takes " + threshold() + ")";
    }
}
