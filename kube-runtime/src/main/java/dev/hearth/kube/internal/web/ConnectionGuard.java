package dev.hearth.kube.internal.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns connections over the limit away, and ends those that take too long to ask, however slowly they keep sending:
 * the time runs from the connection, or the end of the last response, to the end of the next request.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends its connection
final class ConnectionGuard extends ChannelDuplexHandler {
    private final int limit;
    private final Duration timeout;
    private final WebMetrics metrics;
    private @Nullable Future<?> deadline;

    ConnectionGuard(int limit, Duration timeout, WebMetrics metrics) {
        this.limit = limit;
        this.timeout = timeout;
        this.metrics = metrics;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        if (metrics.connections.incrementAndGet() > limit) {
            metrics.turnedAway.increment();
            context.close();
            return;
        }
        start(context);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        metrics.connections.decrementAndGet();
        stop();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof FullHttpRequest) {
            stop();
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent) {
            promise = promise.unvoid();
            promise.addListener(done -> start(context));
        }
        super.write(context, message, promise);
    }

    private void start(ChannelHandlerContext context) {
        stop();
        if (context.channel().isActive()) {
            deadline = context.executor().schedule(() -> context.close(), timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
