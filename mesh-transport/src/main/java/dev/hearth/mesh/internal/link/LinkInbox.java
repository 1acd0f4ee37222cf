package dev.hearth.mesh.internal.link;

import dev.hearth.mesh.spi.LinkHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a link delivers until its handler is set, then passes it on in order, and says that it closed exactly once
 * and last. Thread-safe; the handler is called under this object's lock, so it must not wait for another thread.
 */
public final class LinkInbox {
    /** Bytes that may wait for a handler. */
    private static final int WAITING = 256 * 1024;

    private final Deque<Consumer<LinkHandler>> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean closed;
    private @Nullable LinkHandler handler;

    /** Sets the handler, once. */
    public synchronized void start(LinkHandler given) {
        if (handler != null) {
            throw new IllegalStateException("The link was started before");
        }
        handler = given;
        for (Consumer<LinkHandler> each = waiting.poll(); each != null; each = waiting.poll()) {
            each.accept(given);
        }
    }

    /** Delivers a frame; false when too much waits or the link is closed. */
    public synchronized boolean frame(byte[] frame) {
        if (closed) {
            return false;
        }
        if (handler != null) {
            handler.frame(frame);
            return true;
        }
        waitingBytes += frame.length;
        waiting.add(to -> to.frame(frame));
        return waitingBytes <= WAITING;
    }

    /** Delivers that the link is writable. */
    public synchronized void writable() {
        if (!closed && handler != null) {
            handler.writable();
        }
    }

    /** Delivers that the link is closed; true the first time. */
    public synchronized boolean close(String reason) {
        if (closed) {
            return false;
        }
        closed = true;
        if (handler != null) {
            handler.closed(reason);
        } else {
            waiting.add(to -> to.closed(reason));
        }
        return true;
    }

    /** Returns whether {@link #close} was called. */
    public synchronized boolean closed() {
        return closed;
    }
}
