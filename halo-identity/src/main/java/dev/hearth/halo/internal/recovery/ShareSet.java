package dev.hearth.halo.internal.recovery;

/**
 * What all shares of one splitting have in common.
 *
 * @param identifier 15 random bits
 * @param extendable whether the encryption leaves the identifier out
 * @param exponent the cost of the encryption: 10,000 iterations, doubled so many times, from 0 to 15
 * @param groupThreshold how many groups it takes, from 1 to {@code groupCount}
 * @param groupCount how many groups there are, 16 at most
 * @param size bytes of the secret
 */
public record ShareSet(
        int identifier, boolean extendable, int exponent, int groupThreshold, int groupCount, int size) {}
