package dev.hearth.echo.port;

/**
 * An encrypted block.
 *
 * @param epoch the number of the space key that opens it
 * @param ciphertext what {@link SpaceGuard#open} takes; neither side changes it any more
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sealed(int epoch, byte[] ciphertext) {}
