package dev.hearth.mesh.internal.signal;

/** Receives from a {@link Wire}, one call at a time, on a thread that must not be held up. */
public interface WireHandler {
    /** A message came. */
    void message(byte[] message);

    /** {@link Wire#writable()} became true again. */
    void writable();

    /** The other end showed a certificate that is not trusted; {@link #closed} follows, with the reason. */
    default void distrusted() {}

    /** It ended; the last call. */
    void closed(String reason);
}
