package dev.hearth.mesh.spi;

/** Receives what a {@link Link} delivers, one call at a time, on a thread of the transport that must not be held up. */
public interface LinkHandler {
    /** Takes over a frame of at most {@link Link#MAX_FRAME} bytes. */
    void frame(byte[] frame);

    /** More can be sent again. */
    void writable();

    /** It ended, from either side; the last call. */
    void closed(String reason);
}
