package dev.hearth.kube.internal.web;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Seams;
import dev.hearth.kube.internal.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Listens and serves the current {@link Routes}; replacing them disturbs no connection. Thread-safe. */
public final class WebHost implements AutoCloseable {
    private static final int MOST_LOOPS = 4;
    private static final int CHUNK_BYTES = 8 << 10;

    private final AtomicReference<Routes> routes = new AtomicReference<>(Routes.NONE);
    private final WebOptions options;
    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final RequestHandler.Hosted hosted;
    private final Channel listener;

    private WebHost(WebOptions options, NodePages node, Metrics metrics, Seams seams) {
        this.options = options;
        HostHeader hosts = new HostHeader(options.domain(), options.host());
        hosted = new RequestHandler.Hosted(hosts, routes::get, node, options, new WebMetrics(metrics), seams);
        int threads = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("hearth-web", true), NioIoHandler.newFactory());
        listener = bind();
    }

    /** Listens; throws PORT_BUSY or LISTEN_FAILED. */
    public static WebHost start(WebOptions options, NodePages node, Metrics metrics, Seams seams) {
        return new WebHost(options, node, metrics, seams);
    }

    private Channel bind() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connect(channel);
                    }
                });
        ChannelFuture bound = bootstrap
                .bind(new InetSocketAddress(options.host(), options.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            boolean busy = bound.cause() instanceof BindException e
                    && String.valueOf(e.getMessage()).contains("in use");
            throw new HearthException(
                    busy ? ErrorCode.PORT_BUSY : ErrorCode.LISTEN_FAILED,
                    Map.of("host", options.host(), "port", Integer.toString(options.port())),
                    bound.cause());
        }
        return bound.channel();
    }

    private void connect(Channel channel) {
        connections.add(channel);
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(WebOptions.LINE_BYTES)
                .setMaxHeaderSize(WebOptions.HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES);
        channel.pipeline()
                .addLast(new HttpServerCodec(limits))
                .addLast(new HttpObjectAggregator(WebOptions.BODY_BYTES, true))
                .addLast(new ConnectionGuard(options.connections(), options.requestTimeout(), hosted.metrics()))
                .addLast(new FlowControlHandler())
                .addLast(new RequestHandler(hosted));
    }

    /** Serves {@code next} from now on. */
    public void serve(Routes next) {
        routes.set(next);
    }

    /** Returns the port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Returns the node's own address. */
    public URI address() {
        return URI.create("http://" + options.domain() + ":" + port() + "/");
    }

    /** Returns the origin of an app. */
    public URI address(String app) {
        return URI.create("http://" + app + "." + options.domain() + ":" + port() + "/");
    }

    /** Ends all connections and frees the port; safe to call twice. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
