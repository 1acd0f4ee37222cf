package dev.hearth.mesh.spi;

/**
 * One way to reach a peer. The mesh dials from one side of each pair and answers on the other; both sides get a link or
 * a reason. Calls return at once; handlers are called on any thread. Thread-safe.
 */
public interface Transport extends AutoCloseable {
    /** Returns the name that options and status use, such as {@code "tcp"}. */
    String name();

    /** Returns whether it can be used on this machine now. */
    boolean available();

    /** Returns one sentence for people that says why it is not available; empty when it is. */
    String unavailableReason();

    /** Connects to {@code peer}, whose {@link #answer} is called with the other end of {@code rendezvous}. */
    void dial(RemotePeer peer, Rendezvous rendezvous, DialHandler handler);

    /** Lets {@code peer}, which dials, connect. */
    void answer(RemotePeer peer, Rendezvous rendezvous, DialHandler handler);

    /** Ends its links and threads; safe to call twice. */
    @Override
    void close();
}
