package dev.hearth.mesh.internal.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Netty's threads of one mesh or server: daemons that start when needed and end on close. Thread-safe. */
public final class EventLoops implements AutoCloseable {
    private final String name;
    private final int threads;
    private @Nullable EventLoopGroup group; // guarded by this; made when needed, as loading Netty takes its time
    private boolean closed; // guarded by this

    /** Creates {@code threads} loops. */
    public EventLoops(String name, int threads) {
        this.name = name;
        this.threads = threads;
    }

    /** Returns the loops; after closing they take no work. */
    synchronized EventLoopGroup group() {
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(
                    threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
            if (closed) {
                end(group);
            }
        }
        return group;
    }

    @Override
    public void close() {
        EventLoopGroup made;
        synchronized (this) {
            closed = true;
            made = group;
        }
        if (made != null) {
            end(made);
        }
    }

    private static void end(EventLoopGroup group) {
        Future<?> ended = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        ended.awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
