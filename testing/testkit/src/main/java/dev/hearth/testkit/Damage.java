package dev.hearth.testkit;

import dev.hearth.base.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.opentest4j.AssertionFailedError;

/**
 * What a hostile peer or a failing disk makes of an encoding: every truncation, every flipped bit, huge lengths at
 * every place, bytes put in, and plain noise, all from a seed. A decoder may read it or refuse it as malformed; any
 * other outcome fails the test and names the input.
 */
public final class Damage {
    private static final int NOISE = 2_000;
    private static final byte[] HUGE = HexFormat.of().parseHex("ffffffffffffffff7f");

    private Damage() {}

    /** Reads an encoding. */
    @FunctionalInterface
    public interface Decoder {
        /** Reads {@code input}; throws {@link MalformedException} when it breaks the format. */
        void decode(byte[] input) throws MalformedException;
    }

    /** Damages {@code valid} in every way and returns how often the decoder refused. */
    public static int every(byte[] valid, long seed, Decoder decoder) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int length = 0; length < valid.length; length++) {
            refused += refuses(Arrays.copyOf(valid, length), decoder);
        }
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused += refuses(flipped, decoder);
        }
        for (int at = 0; at < valid.length; at++) {
            byte[] huge = valid.clone();
            System.arraycopy(HUGE, 0, huge, at, Math.min(HUGE.length, valid.length - at));
            refused += refuses(huge, decoder);
            refused += refuses(inserted(valid, at, random), decoder);
        }
        for (int i = 0; i < NOISE; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0 && random.nextBoolean()) {
                noise[0] = valid[0]; // gets further
            }
            refused += refuses(noise, decoder);
        }
        return refused;
    }

    private static byte[] inserted(byte[] valid, int at, SplittableRandom random) {
        byte[] more = new byte[1 + random.nextInt(9)];
        random.nextBytes(more);
        byte[] longer = Arrays.copyOf(valid, valid.length + more.length);
        System.arraycopy(valid, at, longer, at + more.length, valid.length - at);
        System.arraycopy(more, 0, longer, at, more.length);
        return longer;
    }

    private static int refuses(byte[] input, Decoder decoder) {
        try {
            decoder.decode(input);
            return 0;
        } catch (MalformedException expected) {
            return 1;
        } catch (RuntimeException e) {
            throw new AssertionFailedError("On input " + HexFormat.of().formatHex(input) + ": " + e, e);
        }
    }
}
