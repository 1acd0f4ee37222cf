package dev.hearth.mesh.internal.netty;

import dev.hearth.mesh.internal.signal.Wire;
import dev.hearth.mesh.internal.signal.WireHandler;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Wire} over a WebSocket whose HTTP upgrade is done; text frames end it. */
final class NettyWire extends SimpleChannelInboundHandler<WebSocketFrame> implements Wire {
    private static final int REASON = 120;
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 * 1024, 1 << 20);

    private final Function<Wire, WireHandler> handlers;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Channel opening;
    private volatile String reason = "The connection ended";
    private @Nullable WireHandler handler;

    NettyWire(Function<Wire, WireHandler> handlers) {
        this.handlers = handlers;
    }

    /** Closes this channel if it is closed before it begins. */
    void opening(Channel on) {
        opening = on;
        if (closed.get()) {
            Outcome.shownByTheChannel(on.close());
        }
    }

    /** Begins once the upgrade is done; on the event loop. */
    void begin(ChannelHandlerContext context) {
        context.channel().config().setWriteBufferWaterMark(WATER);
        channel = context.channel();
        if (closed.get()) {
            Outcome.shownByTheChannel(context.close());
        }
        handler = handlers.apply(this);
    }

    /** Ends without ever having begun, or because something failed. */
    void failed(String why) {
        reason = why;
        end();
    }

    /** Ends without ever having begun, for its certificate does not count. */
    void distrusted(String why) {
        if (!ended.get()) {
            heard().distrusted();
            failed(why);
        }
    }

    private WireHandler heard() {
        WireHandler to = handler == null ? handlers.apply(this) : handler;
        handler = to;
        return to;
    }

    private void end() {
        closed.set(true);
        WireHandler to = heard();
        Channel over = channel;
        if (over != null) {
            Outcome.shownByTheChannel(over.close());
        }
        if (ended.compareAndSet(false, true)) {
            to.closed(reason);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame && handler != null) {
            handler.message(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            reason = close.reasonText() == null || close.reasonText().isEmpty() ? reason : close.reasonText();
            Outcome.shownByTheChannel(context.close());
        } else {
            failed("Not a binary message");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && handler != null) {
            handler.writable();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed("The connection failed");
    }

    @Override
    public boolean send(byte[] message) {
        Channel to = channel;
        if (to == null || closed.get() || !to.isActive()) {
            return false;
        }
        Outcome.shownByTheChannel(
                to.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)), to.voidPromise()));
        return true;
    }

    @Override
    public long pendingBytes() {
        Channel from = channel;
        return from == null || from.unsafe().outboundBuffer() == null
                ? 0
                : from.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    @Override
    public boolean writable() {
        Channel to = channel;
        return to != null && to.isWritable();
    }

    @Override
    public void reading(boolean wanted) {
        Channel of = channel;
        if (of != null) {
            of.config().setAutoRead(wanted);
        }
    }

    @Override
    public String source() {
        Channel of = channel;
        return of != null && of.remoteAddress() instanceof InetSocketAddress address ? address.getHostString() : "";
    }

    @Override
    public void close(String why) {
        if (closed.compareAndSet(false, true)) {
            Channel over = channel;
            Channel early = opening;
            if (over == null && early != null) {
                Outcome.shownByTheChannel(early.close());
            } else if (over != null) {
                String text = why.length() > REASON ? why.substring(0, REASON) : why;
                over.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE, text))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
