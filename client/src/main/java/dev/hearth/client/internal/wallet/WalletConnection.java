package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The bytes of one connection of a wallet. It is read from while no request is being worked off, so that a client has
 * one at a time, and what waits to be sent is bounded. Reading is the selector's thread's; sending is thread-safe.
 */
final class WalletConnection {
    /** Bytes that wait to be sent; a client that takes none is disconnected. */
    private static final int MAX_UNSENT = 1 << 18;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final WalletFrames frames = new WalletFrames();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>(); // guarded by itself
    private volatile boolean busy;

    WalletConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Takes what has come; returns false at the end. */
    boolean receive() throws IOException {
        return channel.read(frames.room()) >= 0;
    }

    Optional<Bytes> next() throws MalformedException {
        return frames.next();
    }

    boolean isFrameBegun() {
        return frames.isBegun();
    }

    boolean isBusy() {
        return busy;
    }

    /** Says whether a request is being worked off. */
    void busy(boolean now) {
        busy = now;
        interest();
    }

    private void interest() {
        synchronized (unsent) {
            try {
                key.interestOps((busy ? 0 : SelectionKey.OP_READ) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            } catch (CancelledKeyException e) {
                close(); // it is closed, maybe by another thread
            }
        }
    }

    /** Sends now what the system takes, and the rest when it takes more. */
    void send(Bytes content) {
        synchronized (unsent) {
            unsent.add(WalletFrames.encode(content));
            flush();
        }
    }

    void flush() {
        synchronized (unsent) {
            try {
                while (!unsent.isEmpty()) {
                    channel.write(unsent.element());
                    if (unsent.element().hasRemaining()) {
                        break;
                    }
                    unsent.remove();
                }
                if (unsent.stream().mapToInt(ByteBuffer::remaining).sum() > MAX_UNSENT) {
                    close();
                }
            } catch (IOException e) {
                close(); // the client is gone
            }
        }
        interest();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is given up either way
        }
    }
}
