package dev.hearth.halo;

import dev.hearth.base.MalformedException;

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

    /** The default: 64 MiB, three passes. */
    public static final KeychainCost DEFAULT = new KeychainCost(64 << 10, 3, 1);

    private static final int MOST_KIB = 1 << 20;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 8;

    /** Checks the ranges. */
    public KeychainCost {
        if (!allowed(memoryKib, passes, lanes)) {
            throw new IllegalArgumentException("cost: at least 19456 KiB, 2 passes, 1 lane");
        }
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
