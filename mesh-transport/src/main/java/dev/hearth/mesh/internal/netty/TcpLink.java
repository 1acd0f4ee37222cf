package dev.hearth.mesh.internal.netty;

import dev.hearth.base.Bytes;
import dev.hearth.mesh.internal.link.LinkInbox;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.LinkHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** A link over TLS over TCP; the last handler of its pipeline. Thread-safe. */
final class TcpLink extends SimpleChannelInboundHandler<ByteBuf> implements Link {
    static final String NAME = "tcp";

    private final Channel channel;
    private final Bytes binding;
    private final LinkInbox inbox = new LinkInbox();

    TcpLink(Channel channel, Bytes binding) {
        this.channel = channel;
        this.binding = binding;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        if (!inbox.frame(ByteBufUtil.getBytes(frame))) {
            close("Nobody takes the frames");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            inbox.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inbox.close("The connection ended");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        inbox.close("The connection failed");
        Outcome.shownByTheChannel(context.close());
    }

    @Override
    public String transport() {
        return NAME;
    }

    @Override
    public void start(LinkHandler handler) {
        inbox.start(handler);
    }

    @Override
    public boolean send(byte[] frame) {
        if (frame.length > MAX_FRAME) {
            throw new IllegalArgumentException("frame: over " + MAX_FRAME + " bytes, got " + frame.length);
        }
        if (!channel.isActive()) {
            return false;
        }
        Outcome.shownByTheChannel(channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise()));
        return true;
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public Bytes channelBinding() {
        return binding;
    }

    @Override
    public void close(String reason) {
        if (inbox.close(reason)) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
