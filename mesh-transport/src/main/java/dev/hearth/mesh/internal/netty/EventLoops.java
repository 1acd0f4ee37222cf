package dev.hearth.mesh.internal.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Netty's threads of one mesh or server: daemons that start when needed and end on close. */
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;

    /** Creates {@code threads} loops. */
    public EventLoops(String name, int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    @Override
    public void close() {
        Future<?> ended = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        ended.awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
