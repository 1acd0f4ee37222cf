package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.halo.crypto.Hkdf;
import dev.hearth.halo.internal.recovery.EmojiList;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short authentication string: seven emoji out of 64, 42 bits, over the hash of a transcript that two devices share.
 * Two people compare them, by voice or by sight; another transcript shows the same ones with a chance of one in 2^42 (4
 * * 10^12). That holds for a single try: the transcript must have bound each side to its keys, by a commitment or by a
 * password-authenticated exchange, before it saw the other's, or else somebody in the middle tries keys until the emoji
 * agree, which takes 2^42 tries against one side and 2^21 on each when both sides' can be chosen.
 *
 * @param symbols the seven, in their order
 */
public record SafetyEmoji(List<Symbol> symbols) {
    /** How many are shown. */
    public static final int SYMBOLS = 7;

    private static final int BITS = 6;
    private static final byte[] DOMAIN = Bytes.utf8("hearth safety emoji").toArray();

    /**
     * An emoji and what it is called.
     *
     * @param emoji one code point
     * @param name one English word, for screen readers and terminals without emoji; no two are a letter apart
     */
    public record Symbol(String emoji, String name) {}

    /** Copies. */
    public SafetyEmoji {
        if (symbols.size() != SYMBOLS) {
            throw new IllegalArgumentException("symbols takes " + SYMBOLS + ", got " + symbols.size());
        }
        symbols = List.copyOf(symbols);
    }

    /** Returns the emoji of a transcript's hash. */
    public static SafetyEmoji of(Hash transcript) {
        byte[] bytes = Hkdf.expand(transcript.value().toArray(), DOMAIN, Long.BYTES);
        long bits = ByteBuffer.wrap(bytes).getLong();
        List<Symbol> symbols = new ArrayList<>();
        for (int place = 0; place < SYMBOLS; place++) {
            int index = (int) (bits >>> (Long.SIZE - BITS * (place + 1))) & ((1 << BITS) - 1);
            symbols.add(new Symbol(EmojiList.emoji(index), EmojiList.name(index)));
        }
        return new SafetyEmoji(symbols);
    }

    /** Returns the emoji alone, with two spaces between. */
    public String emoji() {
        return symbols.stream().map(Symbol::emoji).collect(Collectors.joining("  "));
    }

    /** Returns the names, with commas between: what to read aloud. */
    public String names() {
        return symbols.stream().map(Symbol::name).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return names();
    }
}
