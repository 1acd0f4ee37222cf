package dev.hearth.mesh.internal.signal;

/** Receives from a {@link Wire}, one call at a time, on a thread that must not be held up. */
public interface WireHandler {
    /** A message came. */
    void message(byte[] message);

    /** {@link Wire#writable()} became true again. */
    void writable();

    /** It ended; the last call. */
    void closed(String reason);
}
