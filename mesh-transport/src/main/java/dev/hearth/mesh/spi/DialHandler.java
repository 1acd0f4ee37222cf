package dev.hearth.mesh.spi;

/** Hears exactly one of two outcomes of an attempt to connect. */
public interface DialHandler {
    /** It carries; the mesh starts the link. */
    void opened(Link link);

    /** It does not, for this reason, a fixed sentence. */
    void failed(String reason);
}
