package dev.hearth.mesh.internal.session;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.mesh.Channel;
import dev.hearth.mesh.ChannelHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one session: cuts messages into chunks, fills packets with the chunks of all channels in turn, and
 * puts messages together on the other side.
 *
 * <p>Each channel has credit of its own. The receiver tells how many bytes it has consumed since the channel began, as
 * a total, so that a repeated grant says nothing new; the sender may be {@link SessionLimits#WINDOW} bytes ahead of the
 * last total. What control frames say goes before data. Confined to the executor of the swarm.
 */
final class Mux {
    private static final int OPEN = 1;
    private static final int CHUNK = 2;
    private static final int LAST_CHUNK = 3;
    private static final int CREDIT = 4;
    private static final int CLOSE = 5;

    /** Room that any frame's header fits in. */
    private static final int HEADER = 24;

    private final boolean initiator;
    private final Runnable wake;
    private final Map<Long, MuxChannel> channels = new HashMap<>();
    private final Map<String, Function<Channel, ChannelHandler>> acceptors = new HashMap<>();
    private final Deque<byte[]> control = new ArrayDeque<>();
    private final Deque<MuxChannel> ready = new ArrayDeque<>();
    private long nextLocal;
    private long nextRemote;
    private int remoteChannels;
    private boolean ended;

    /** The initiator numbers its channels evenly; {@code wake} asks, from any thread, that packets be fetched. */
    Mux(boolean initiator, Runnable wake) {
        this.initiator = initiator;
        this.wake = wake;
        this.nextLocal = initiator ? 0 : 1;
        this.nextRemote = initiator ? 1 : 0;
    }

    /** Opens a channel of ours that was created on another thread. */
    void open(MuxChannel channel) {
        if (ended) {
            channel.ended("The session is over");
            return;
        }
        channel.number(nextLocal);
        nextLocal += 2;
        channels.put(channel.number(), channel);
        control(OPEN, channel.number(), channel.protocol());
        refresh(channel);
    }

    MuxChannel create(String protocol, @Nullable ChannelHandler handler) {
        return new MuxChannel(protocol, handler, wake);
    }

    void accept(String protocol, Function<Channel, ChannelHandler> acceptor) {
        acceptors.put(protocol, acceptor);
        for (MuxChannel channel : List.copyOf(channels.values())) {
            if (channel.waitsFor(protocol)) {
                adopt(channel, acceptor);
            }
        }
    }

    private void adopt(MuxChannel channel, Function<Channel, ChannelHandler> acceptor) {
        channel.acceptedBy(acceptor);
        channel.deliverWaiting(this::consumed);
    }

    /** Whether there is anything to send. */
    boolean hasOutput() {
        collect();
        return !control.isEmpty() || !ready.isEmpty();
    }

    /** Returns the next packet's payload; only after {@link #hasOutput()}. */
    byte[] nextPacket() {
        ByteWriter out = new ByteWriter(4096);
        while (!control.isEmpty() && out.size() + control.element().length <= SessionLimits.PACKET) {
            out.raw(control.remove());
        }
        while (!ready.isEmpty() && out.size() + HEADER + SessionLimits.CHUNK.max() <= SessionLimits.PACKET) {
            MuxChannel channel = ready.remove();
            channel.queued(false);
            chunk(channel, out);
            refresh(channel);
            if (!control.isEmpty()) {
                break;
            }
        }
        return out.toArray();
    }

    private static void chunk(MuxChannel channel, ByteWriter out) {
        MuxChannel.Chunk chunk = channel.nextChunk();
        out.u8(chunk.last() ? LAST_CHUNK : CHUNK).varint(channel.number()).sized(chunk.bytes());
    }

    /** Takes what other threads queued, and puts channels that can send in the ring. */
    private void collect() {
        for (MuxChannel channel : List.copyOf(channels.values())) {
            refresh(channel);
        }
    }

    private void refresh(MuxChannel channel) {
        channel.takeInbox();
        if (channel.sendable() && !channel.queued()) {
            channel.queued(true);
            ready.add(channel);
        }
        if (channel.finishedSending()) {
            control(CLOSE, channel.number(), "closed by the peer");
            forget(channel, "closed here");
        }
    }

    private void forget(MuxChannel channel, String reason) {
        channels.remove(channel.number());
        ready.remove(channel);
        if (!isLocal(channel.number())) {
            remoteChannels--;
        }
        channel.ended(reason);
    }

    /** Ends all channels. */
    void end(String reason) {
        ended = true;
        for (MuxChannel channel : new ArrayList<>(channels.values())) {
            channel.takeInbox();
            forget(channel, reason);
        }
        ready.clear();
        control.clear();
    }

    /** Takes a packet in. */
    void receive(ByteReader packet) throws MalformedException {
        while (packet.remaining() > 0) {
            frame(packet);
        }
    }

    private void frame(ByteReader in) throws MalformedException {
        int kind = in.u8();
        long number = in.varint();
        switch (kind) {
            case OPEN -> opened(number, in.text(SessionLimits.PROTOCOL));
            case CHUNK, LAST_CHUNK -> chunk(number, in.sized(SessionLimits.CHUNK), kind == LAST_CHUNK);
            case CREDIT -> credit(number, in.varint());
            case CLOSE -> closed(number, in.text(SessionLimits.REASON));
            default -> throw new MalformedException("No such frame");
        }
    }

    private void opened(long number, String protocol) throws MalformedException {
        if (number != nextRemote) {
            throw new MalformedException("Channel opened out of order");
        }
        SessionLimits.CHANNELS.check(remoteChannels + 1L);
        nextRemote += 2;
        remoteChannels++;
        MuxChannel channel = create(protocol, null);
        channel.number(number);
        channels.put(number, channel);
        Function<Channel, ChannelHandler> acceptor = acceptors.get(protocol);
        if (acceptor != null) {
            adopt(channel, acceptor);
        }
    }

    private void chunk(long number, Bytes bytes, boolean last) throws MalformedException {
        MuxChannel channel = find(number);
        if (channel != null) {
            channel.receive(bytes, last, this::consumed);
        }
    }

    private void credit(long number, long consumed) throws MalformedException {
        MuxChannel channel = find(number);
        if (channel != null) {
            channel.credit(consumed);
            refresh(channel);
        }
    }

    private void closed(long number, String reason) throws MalformedException {
        MuxChannel channel = find(number);
        if (channel != null) {
            forget(channel, reason);
        }
    }

    /** The channel, or null when it is over; a channel that never was is refused. */
    private @Nullable MuxChannel find(long number) throws MalformedException {
        if (number < 0 || number >= (isLocal(number) ? nextLocal : nextRemote)) {
            throw new MalformedException("No such channel");
        }
        return channels.get(number);
    }

    private boolean isLocal(long number) {
        return (number % 2 == 0) == initiator;
    }

    private void consumed(MuxChannel channel, long total) {
        if (channels.containsKey(channel.number())) {
            control.add(new ByteWriter(HEADER)
                    .u8(CREDIT)
                    .varint(channel.number())
                    .varint(total)
                    .toArray());
            wake.run();
        }
    }

    private void control(int kind, long number, String text) {
        control.add(new ByteWriter().u8(kind).varint(number).text(text).toArray());
    }
}
