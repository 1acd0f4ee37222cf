package dev.hearth.halo;

import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.internal.recovery.Bip39;
import dev.hearth.halo.internal.recovery.WordList;
import dev.hearth.halo.internal.recovery.WordText;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 256 secret bits as 24 English words with a checksum (BIP-39), to be kept on paper. The words are the secret itself,
 * not a passphrase that a key is derived from. Wiped on close.
 */
public final class RecoveryPhrase implements AutoCloseable {
    /** How many words there are. */
    public static final int WORDS = 24;

    static final int ENTROPY = 32;

    private final Secret entropy;

    private RecoveryPhrase(Secret entropy) {
        this.entropy = entropy;
    }

    /** Returns a new phrase. */
    public static RecoveryPhrase generate(SecureRandom random) {
        return new RecoveryPhrase(Secret.random(random, ENTROPY));
    }

    /** Returns the phrase of 32 secret bytes, which it takes over. */
    static RecoveryPhrase of(Secret entropy) {
        if (entropy.size() != ENTROPY) {
            throw new IllegalArgumentException("entropy takes " + ENTROPY + " bytes, got " + entropy.size());
        }
        return new RecoveryPhrase(entropy);
    }

    /**
     * Reads what was written down, and wipes {@code text}, also when it is refused. Case, spaces and line breaks don't
     * matter, and the first four letters of a word are enough. Throws RECOVERY_WORD_UNKNOWN, whose details have the
     * word's position from 1 and up to three words that it may be (which tell about that one word, and nothing of the
     * others); RECOVERY_WORDS_INCOMPLETE when there are not 24; RECOVERY_WORDS_WRONG when the checksum is another,
     * which misses one wrong phrase in 256.
     */
    public static RecoveryPhrase parse(char[] text) {
        int[] places = WordText.read(text, WordList.BIP39);
        if (places.length != WORDS) {
            Arrays.fill(places, 0);
            throw WordText.incomplete(WORDS + " words", places.length);
        }
        return new RecoveryPhrase(Secret.take(Bip39.entropy(places)));
    }

    /** Returns the words, with a space between. The caller wipes the array. */
    public char[] reveal() {
        byte[] bytes = entropy.reveal();
        int[] places = Bip39.words(bytes);
        char[] text = WordText.write(places, WordList.BIP39);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(places, 0);
        return text;
    }

    Secret entropy() {
        return entropy;
    }

    /** Wipes it. */
    @Override
    public void close() {
        entropy.close();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecoveryPhrase that && entropy.equals(that.entropy);
    }

    @Override
    public int hashCode() {
        return entropy.hashCode();
    }

    @Override
    public String toString() {
        return "RecoveryPhrase(***)";
    }
}
