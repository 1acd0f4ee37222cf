package dev.hearth.echo.port;

import dev.hearth.base.MalformedException;

/** Encrypts values at rest, each bound to the key that it is stored under. Implementations are thread-safe. */
public interface Sealer {
    /** Returns {@code value} encrypted and authenticated together with {@code key}. */
    byte[] seal(byte[] key, byte[] value);

    /** Reverses {@link #seal}; refuses a value that was changed or lay under another key. */
    byte[] open(byte[] key, byte[] value) throws MalformedException;
}
