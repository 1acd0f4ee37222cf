package dev.hearth.halo;

/**
 * Content under the key of an epoch.
 *
 * @param epoch the number of the key
 * @param ciphertext what {@link SpaceKeys#open} takes
 */
@SuppressWarnings("ArrayRecordComponent")
public record SealedContent(int epoch, byte[] ciphertext) {}
