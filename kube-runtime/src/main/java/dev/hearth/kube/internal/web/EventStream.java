package dev.hearth.kube.internal.web;

import dev.hearth.base.Subscription;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (HTML Living Standard, section 9.2) that tell a page how far its space is. A page that reads
 * slowly gets the latest state only: what it has not taken is replaced, never queued.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends its connection
final class EventStream {
    private static final int HEARTBEAT_SECONDS = 15;

    private final ChannelHandlerContext context;
    private final AtomicReference<@Nullable String> pending = new AtomicReference<>();

    private EventStream(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Answers with a stream that ends with the connection. */
    static void open(ChannelHandlerContext context, SpaceData data, WebMetrics metrics) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        Responses.secure(head);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        head.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.write(head, context.voidPromise());
        EventStream stream = new EventStream(context);
        Subscription changes = data.onChange(stream::changed);
        stream.send(": open\n\n");
        Future<?> heartbeat = context.executor()
                .scheduleAtFixedRate(
                        () -> stream.send(":\n\n"), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        metrics.eventStreams.incrementAndGet();
        context.channel().closeFuture().addListener(closed -> {
            metrics.eventStreams.decrementAndGet();
            heartbeat.cancel(false);
            changes.close();
        });
    }

    private void changed(String line) {
        if (pending.getAndSet(line) == null) {
            context.executor().execute(this::flush);
        }
    }

    private void flush() {
        if (!context.channel().isActive()) {
            return;
        }
        if (!context.channel().isWritable()) {
            context.executor().schedule(this::flush, 100, TimeUnit.MILLISECONDS);
            return;
        }
        String line = pending.getAndSet(null);
        if (line != null) {
            send("data: " + line + "\n\n");
        }
    }

    private void send(String text) {
        context.writeAndFlush(
                new DefaultHttpContent(ByteBufUtil.writeUtf8(context.alloc(), text)), context.voidPromise());
    }
}
