package dev.hearth.mesh.internal.netty;

import dev.hearth.base.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;

/** Reads the one frame that an incoming connection may send before it is known, and ends it when it is not. */
final class TokenReader extends SimpleChannelInboundHandler<ByteBuf> {
    private final Admission admission;

    /** Decides on a token. */
    @FunctionalInterface
    interface Admission {
        boolean admitted(Bytes token) throws IOException;
    }

    TokenReader(Admission admission) {
        this.admission = admission;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws IOException {
        if (!admission.admitted(Bytes.of(ByteBufUtil.getBytes(frame)))) {
            Outcome.shownByTheChannel(context.close());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Outcome.shownByTheChannel(context.close());
    }
}
