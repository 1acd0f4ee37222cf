package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import java.util.function.Function;

/**
 * An authenticated, encrypted conversation with one peer that outlives the links that carry it: nothing sent on its
 * channels is lost, doubled or reordered until it ends. Thread-safe.
 */
public interface Session extends AutoCloseable {
    /** Returns who is on the other side. */
    Peer peer();

    /** Returns 32 bytes that are the same on both sides and on no other session. */
    Bytes binding();

    /** Opens a channel; the other side accepts it by the name of the protocol, up to 64 bytes of UTF-8. */
    Channel open(String protocol, ChannelHandler handler);

    /**
     * Says who handles channels that the peer opens for {@code protocol}. Those opened before wait, bounded by their
     * credit.
     */
    void accept(String protocol, Function<Channel, ChannelHandler> acceptor);

    /** Returns the name of the transport that carries it now; empty while it is between links. */
    String transport();

    /** Returns its figures. */
    SessionStats stats();

    /** Ends it on both sides; safe to call twice. */
    @Override
    void close();
}
