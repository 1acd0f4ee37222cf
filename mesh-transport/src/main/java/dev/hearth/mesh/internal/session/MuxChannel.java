package dev.hearth.mesh.internal.session;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One channel. What implements {@link Channel} may be called from any thread; all else on the swarm's executor. */
final class MuxChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(MuxChannel.class);

    /** A total of consumed bytes is told once it grew by so much. */
    private static final int GRANT = SessionLimits.WINDOW / 4;

    private final String protocol;
    private final Runnable wake;
    private final Queue<Bytes> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Deque<Bytes> outgoing = new ArrayDeque<>();
    private final Deque<Arrived> waiting = new ArrayDeque<>();
    private final ByteWriter partial = new ByteWriter();
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile boolean crowded;
    private @Nullable ChannelHandler handler;
    private long number = -1;
    private int sentOfFirst;
    private long sent;
    private long allowed = SessionLimits.WINDOW;
    private long received;
    private long consumed;
    private long granted;
    private boolean queued;

    MuxChannel(String protocol, @Nullable ChannelHandler handler, Runnable wake) {
        if (protocol.getBytes(StandardCharsets.UTF_8).length > SessionLimits.PROTOCOL.max()) {
            throw new IllegalArgumentException("protocol: over " + SessionLimits.PROTOCOL.max() + " bytes");
        }
        this.protocol = protocol;
        this.handler = handler;
        this.wake = wake;
    }

    @Override
    public boolean send(Bytes message) {
        if (message.size() > MAX_MESSAGE) {
            throw new IllegalArgumentException("message: over " + MAX_MESSAGE + " bytes, got " + message.size());
        }
        if (closing || ended) {
            return false;
        }
        // An empty message weighs one byte, so that a flood of them is bounded as well.
        long total = queuedBytes.addAndGet(weight(message.size()));
        if (total > MAX_QUEUED) {
            queuedBytes.addAndGet(-weight(message.size()));
            throw new IllegalStateException("Over " + MAX_QUEUED + " bytes wait in the channel");
        }
        if (total > SessionLimits.HIGH_WATER) {
            crowded = true;
        }
        inbox.add(message);
        wake.run();
        return true;
    }

    private static int weight(int size) {
        return Math.max(1, size);
    }

    @Override
    public boolean writable() {
        return !closing && !ended && queuedBytes.get() <= SessionLimits.HIGH_WATER;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes.get();
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            wake.run();
        }
    }

    String protocol() {
        return protocol;
    }

    long number() {
        return number;
    }

    void number(long given) {
        number = given;
    }

    boolean queued() {
        return queued;
    }

    void queued(boolean now) {
        queued = now;
    }

    boolean waitsFor(String name) {
        return handler == null && protocol.equals(name);
    }

    /** An acceptor that fails closes the channel; what the peer sends until it hears of it is dropped. */
    void acceptedBy(Function<Channel, ChannelHandler> acceptor) {
        try {
            handler = acceptor.apply(this);
        } catch (RuntimeException e) {
            LOG.warn("The acceptor of a channel {} failed; the channel is closed", protocol, e);
            handler = message -> {};
            close();
        }
    }

    void takeInbox() {
        for (Bytes message = inbox.poll(); message != null; message = inbox.poll()) {
            outgoing.add(message);
        }
    }

    boolean sendable() {
        return number >= 0
                && !outgoing.isEmpty()
                && (sent < allowed || outgoing.element().isEmpty());
    }

    boolean finishedSending() {
        return closing && !ended && number >= 0 && outgoing.isEmpty() && inbox.isEmpty();
    }

    /** Takes the next piece of the first message, within the credit. */
    Chunk nextChunk() {
        Bytes message = outgoing.element();
        long size = Math.min(SessionLimits.CHUNK.max(), Math.min(message.size() - sentOfFirst, allowed - sent));
        int from = sentOfFirst;
        int to = from + (int) size;
        sent += size;
        sentOfFirst = to;
        boolean last = to == message.size();
        if (last) {
            outgoing.remove();
            sentOfFirst = 0;
            released(weight(message.size()));
        }
        return new Chunk(message.slice(from, to), last);
    }

    private void released(long bytes) {
        long left = queuedBytes.addAndGet(-bytes);
        if (crowded && left <= SessionLimits.HIGH_WATER / 2) {
            crowded = false;
            guarded(ChannelHandler::writable);
        }
    }

    void credit(long total) throws MalformedException {
        if (total < 0 || total > sent) {
            throw new MalformedException("Credit for what was not sent");
        }
        allowed = Math.max(allowed, total + SessionLimits.WINDOW);
    }

    void receive(Bytes bytes, boolean last, ObjLongConsumer<MuxChannel> grant) throws MalformedException {
        received += bytes.size();
        if (received - consumed > SessionLimits.WINDOW) {
            throw new MalformedException("More than the credit");
        }
        if (handler == null) {
            waiting.add(new Arrived(bytes, last));
            SessionLimits.WAITING.check(waiting.size());
            return;
        }
        SessionLimits.MESSAGE.check((long) partial.size() + bytes.size());
        deliver(bytes, last, grant);
    }

    void deliverWaiting(ObjLongConsumer<MuxChannel> grant) {
        for (Arrived arrived = waiting.poll(); arrived != null; arrived = waiting.poll()) {
            deliver(arrived.bytes, arrived.last, grant);
        }
    }

    private void deliver(Bytes bytes, boolean last, ObjLongConsumer<MuxChannel> grant) {
        if (last) {
            Bytes message = partial.size() == 0 ? bytes : partial.raw(bytes).toBytes();
            partial.clear();
            guarded(to -> to.message(message));
        } else {
            partial.raw(bytes);
        }
        consumed += bytes.size();
        if (consumed - granted >= GRANT) {
            granted = consumed;
            grant.accept(this, consumed);
        }
    }

    void ended(String reason) {
        if (!ended) {
            ended = true;
            inbox.clear();
            outgoing.clear();
            waiting.clear();
            queuedBytes.set(0);
            guarded(to -> to.closed(reason));
        }
    }

    /** An application's mistake closes its channel and nothing else. */
    private void guarded(Consumer<ChannelHandler> call) {
        ChannelHandler to = handler;
        if (to == null) {
            return;
        }
        try {
            call.accept(to);
        } catch (RuntimeException e) {
            LOG.warn("The handler of a channel {} failed; the channel is closed", protocol, e);
            close();
        }
    }

    /** Part of a message that goes into a packet. */
    record Chunk(Bytes bytes, boolean last) {}

    private record Arrived(Bytes bytes, boolean last) {}
}
