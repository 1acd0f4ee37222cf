package dev.hearth.mesh.internal.webrtc;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open data channel as a link. Frames are delivered on an executor of the link's own. Thread-safe. */
final class WebRtcLink implements Link {
    /** Bytes handed to the library above which the link is not writable until less than half of them are left. */
    private static final int HIGH_WATER = 1 << 20;

    /** Bytes above which sending fails: half of what makes the library close the channel. */
    private static final int MOST_BUFFERED = 8 << 20;

    private static final Duration POLL = Duration.ofMillis(1);
    private static final int MOST_EARLY_FRAMES = 64;

    private final Connection connection;
    private final Seams seams;
    private final SerialExecutor delivery;
    private final Bytes binding;
    private final Object sending = new Object();
    private final List<byte[]> early = new ArrayList<>(); // confined to delivery
    private @Nullable LinkHandler handler; // confined to delivery
    private @Nullable String endReason; // confined to delivery
    private boolean ended; // guarded by sending
    private long buffered; // guarded by sending
    private boolean polling; // guarded by sending

    /** What the link asks of the connection that it is part of. */
    interface Connection {
        /** Returns the channel. */
        RTCDataChannel channel();

        /** Runs a call on the library's thread. */
        void execute(Guarded.Call call);

        /** Closes channel and connection, once. */
        void close();
    }

    WebRtcLink(Connection connection, Bytes binding, Seams seams) {
        this.connection = connection;
        this.binding = binding;
        this.seams = seams;
        this.delivery = seams.serial("webrtc-link");
    }

    @Override
    public String transport() {
        return WebRtcTransport.NAME;
    }

    @Override
    public void start(LinkHandler started) {
        delivery.execute(() -> {
            handler = started;
            early.forEach(started::frame);
            early.clear();
            if (endReason != null) {
                started.closed(endReason);
            }
        });
    }

    @Override
    public boolean send(byte[] frame) {
        synchronized (sending) {
            if (ended || frame.length > MAX_FRAME || buffered + frame.length > MOST_BUFFERED) {
                return false;
            }
            buffered += frame.length;
            boolean sent = Guarded.run(
                    () -> connection.channel().send(new RTCDataChannelBuffer(ByteBuffer.wrap(frame), true)));
            if (buffered >= HIGH_WATER && !polling) {
                polling = true;
                pollLater();
            }
            return sent;
        }
    }

    private void pollLater() {
        seams.scheduler().after(POLL, () -> connection.execute(this::poll));
    }

    /** Asks how much is left; on the library's thread, which never holds the lock of a sender while it asks. */
    private void poll() {
        synchronized (sending) {
            if (ended) {
                return;
            }
        }
        long left = connection.channel().getBufferedAmount();
        synchronized (sending) {
            buffered = left;
            if (left > HIGH_WATER / 2) {
                pollLater();
                return;
            }
            polling = false;
        }
        delivery.execute(() -> {
            if (handler != null) {
                handler.writable();
            }
        });
    }

    @Override
    public boolean writable() {
        synchronized (sending) {
            return !ended && buffered < HIGH_WATER;
        }
    }

    @Override
    public Bytes channelBinding() {
        return binding;
    }

    @Override
    public void close(String reason) {
        end(reason);
    }

    /** Takes over a frame that arrived; called on the library's thread. */
    void received(byte[] frame) {
        delivery.execute(() -> {
            if (handler != null) {
                handler.frame(frame);
            } else if (early.size() < MOST_EARLY_FRAMES) {
                early.add(frame);
            } else {
                end("Too much arrived before the link was started");
            }
        });
    }

    /** Ends the link from either side, once. */
    void end(String reason) {
        synchronized (sending) {
            if (ended) {
                return;
            }
            ended = true;
        }
        connection.close();
        delivery.execute(() -> {
            endReason = reason;
            if (handler != null) {
                handler.closed(reason);
            }
        });
    }
}
