package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import java.time.Duration;

/**
 * What guessing a passphrase costs: the parameters of Argon2id.
 *
 * @param memoryKib memory in KiB, from 19456 to 1048576
 * @param passes passes over it, from 2 to 16
 * @param lanes lanes, from 1 to 8
 */
public record KeychainCost(int memoryKib, int passes, int lanes) {
    /** The least that is written or read: 19 MiB, two passes. */
    public static final KeychainCost FLOOR = new KeychainCost(19 << 10, 2, 1);

    /** What is taken where nothing was measured: 64 MiB, three passes. */
    public static final KeychainCost DEFAULT = new KeychainCost(64 << 10, 3, 1);

    /** How long opening by a passphrase takes on the machine that the slot was made on. */
    public static final Duration TARGET = Duration.ofMillis(250);

    private static final int MOST_KIB = 1 << 20;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 8;

    /** Passes of a calibrated cost: what time is left goes into memory, which costs an attacker more (RFC 9106). */
    private static final int PASSES = 3;

    /** More than this is asked of no device that opens the keychain later; passes take the rest. */
    private static final int CALIBRATED_KIB = 256 << 10;

    private static final int STEP_KIB = 1 << 10;

    /** The first ones are slow, since the JVM has not compiled them yet; the quickest counts. */
    private static final int PROBES = 10;

    /** Checks the ranges. */
    public KeychainCost {
        if (!allowed(memoryKib, passes, lanes)) {
            throw new IllegalArgumentException("cost: at least 19456 KiB, 2 passes, 1 lane");
        }
    }

    /**
     * Returns the cost that takes about {@link #TARGET} here, never below the floor; measuring takes a few times as
     * long. What the floor lets expect is measured once, as more memory than the caches hold takes longer. Where the
     * clock of {@code seams} stands still it returns the default.
     */
    public static KeychainCost calibrated(Seams seams) {
        long floor = FLOOR.quickest(PROBES, seams);
        if (floor <= 0) {
            return DEFAULT;
        }
        KeychainCost expected = fitting(FLOOR, floor);
        return fitting(expected, Math.max(1, expected.quickest(3, seams)));
    }

    private long quickest(int probes, Seams seams) {
        long quickest = Long.MAX_VALUE;
        for (int probe = 0; probe < probes; probe++) {
            long begin = seams.nanoTime();
            KeychainKey.stretch(new char[] {'x'}, Bytes.of(new byte[SlotTerms.SALT]), this)
                    .close();
            quickest = Math.min(quickest, seams.nanoTime() - begin);
        }
        return quickest;
    }

    /** Time grows with memory times passes; {@code nanos} is what {@code measured} takes. */
    static KeychainCost fitting(KeychainCost measured, long nanos) {
        double kibPasses = (double) TARGET.toNanos() / nanos * measured.memoryKib * measured.passes;
        long memory = (long) (kibPasses / PASSES) / STEP_KIB * STEP_KIB;
        if (memory < FLOOR.memoryKib) {
            return FLOOR;
        }
        int kib = (int) Math.min(memory, CALIBRATED_KIB);
        return new KeychainCost(kib, (int) Math.min(MOST_PASSES, Math.max(PASSES, kibPasses / kib)), 1);
    }

    /** Returns a cost that was read, or refuses one below the floor or beyond reason. */
    static KeychainCost read(long memoryKib, long passes, long lanes) throws MalformedException {
        if (!allowed(memoryKib, passes, lanes)) {
            throw new MalformedException("Keychain cost outside its limits");
        }
        return new KeychainCost((int) memoryKib, (int) passes, (int) lanes);
    }

    private static boolean allowed(long memoryKib, long passes, long lanes) {
        return memoryKib >= 19 << 10
                && memoryKib <= MOST_KIB
                && passes >= 2
                && passes <= MOST_PASSES
                && lanes >= 1
                && lanes <= MOST_LANES;
    }
}
