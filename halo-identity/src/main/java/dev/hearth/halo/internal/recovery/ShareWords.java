package dev.hearth.halo.internal.recovery;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.crypto.Secret;
import java.util.Arrays;
import java.util.Map;

/**
 * The words of a share: four of what it is a share of, then the value with zero bits in front, then three of checksum.
 * A share of 32 bytes has 33 words.
 */
public final class ShareWords {
    private static final int BITS = 10;
    private static final int HEADER = 4;
    private static final int LEAST = 20;
    private static final int MOST = 59;
    private static final int PADDING = 8;

    private ShareWords() {}

    /** Returns the places of a share's words. */
    public static int[] write(Share share) {
        ShareSet set = share.set();
        int value = (set.size() * Byte.SIZE + BITS - 1) / BITS;
        int[] places = new int[HEADER + value + Rs1024.WORDS];
        places[0] = set.identifier() >>> 5;
        places[1] = ((set.identifier() & 0x1F) << 5) | ((set.extendable() ? 1 : 0) << 4) | set.exponent();
        places[2] = (share.group() << 6) | ((set.groupThreshold() - 1) << 2) | ((set.groupCount() - 1) >>> 2);
        places[3] = (((set.groupCount() - 1) & 3) << 8) | (share.member() << 4) | (share.threshold() - 1);
        byte[] bytes = share.value().reveal();
        int padding = value * BITS - set.size() * Byte.SIZE;
        places[HEADER] = Bits.read(bytes, 0, BITS - padding);
        for (int word = 1; word < value; word++) {
            places[HEADER + word] = Bits.read(bytes, word * BITS - padding, BITS);
        }
        Arrays.fill(bytes, (byte) 0);
        Rs1024.complete(places, set.extendable());
        return places;
    }

    /**
     * Returns the share of words, which are wiped. Throws RECOVERY_WORDS_INCOMPLETE when it can't be that many,
     * RECOVERY_WORDS_WRONG when the checksum is another, SHARE_MALFORMED when the words say what can't be.
     */
    public static Share read(int[] places) {
        try {
            return checked(places);
        } finally {
            Arrays.fill(places, 0);
        }
    }

    private static Share checked(int[] places) {
        int value = places.length - HEADER - Rs1024.WORDS;
        int padding = value * BITS % (2 * Byte.SIZE);
        if (places.length < LEAST || places.length > MOST || padding > PADDING) {
            throw WordText.incomplete("33 words, or 20 of a share of 16 bytes", places.length);
        }
        boolean extendable = ((places[1] >>> 4) & 1) == 1;
        if (!Rs1024.holds(places, extendable)) {
            throw new HearthException(ErrorCode.RECOVERY_WORDS_WRONG);
        }
        int size = (value * BITS - padding) / Byte.SIZE;
        ShareSet set = new ShareSet(
                (places[0] << 5) | (places[1] >>> 5),
                extendable,
                places[1] & 0xF,
                ((places[2] >>> 2) & 0xF) + 1,
                (((places[2] & 3) << 2) | (places[3] >>> 8)) + 1,
                size);
        if (set.groupThreshold() > set.groupCount()) {
            throw malformed("a threshold of groups that can be reached");
        }
        if (places[HEADER] >>> (BITS - padding) != 0) {
            throw malformed("zero bits in front of the value");
        }
        return new Share(
                set,
                places[2] >>> 6,
                (places[3] >>> 4) & 0xF,
                (places[3] & 0xF) + 1,
                Secret.take(value(places, size, padding)));
    }

    private static byte[] value(int[] places, int size, int padding) {
        byte[] bytes = new byte[size];
        Bits.write(bytes, 0, BITS - padding, places[HEADER]);
        for (int at = BITS - padding, word = HEADER + 1; at < size * Byte.SIZE; at += BITS, word++) {
            Bits.write(bytes, at, BITS, places[word]);
        }
        return bytes;
    }

    private static HearthException malformed(String rule) {
        return new HearthException(ErrorCode.SHARE_MALFORMED, Map.of("rule", rule));
    }
}
