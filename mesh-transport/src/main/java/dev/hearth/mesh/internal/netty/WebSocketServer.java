package dev.hearth.mesh.internal.netty;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.mesh.internal.signal.SignalFrame;
import dev.hearth.mesh.internal.signal.Wire;
import dev.hearth.mesh.internal.signal.WireHandler;
import dev.hearth.mesh.signal.SignalOptions.ServerCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Accepts WebSockets at the path {@code /}. */
public final class WebSocketServer implements AutoCloseable {
    private static final int HTTP_BODY = 8 * 1024;
    private static final int UPGRADE_SECONDS = 5;

    private final EventLoops loops = new EventLoops("hearth-signal", 2);
    private final Channel listening;
    private final String host;
    private final Optional<SslContext> tls;

    /** Listens, with TLS if there is a certificate; each connection gets a handler from {@code handlers}. */
    public WebSocketServer(
            String host, int port, Optional<ServerCertificate> certificate, Function<Wire, WireHandler> handlers) {
        this.host = host;
        this.tls = certificate.map(SignalTls::server);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel, handlers);
                    }
                });
        ChannelFuture bound = bootstrap.bind(host, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.close();
            throw refused(host, port, bound.cause());
        }
        listening = bound.channel();
    }

    static HearthException refused(String host, int port, Throwable cause) {
        boolean busy = cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
        return new HearthException(
                busy ? ErrorCode.PORT_BUSY : ErrorCode.LISTEN_FAILED,
                Map.of("host", host, "port", String.valueOf(port)),
                cause);
    }

    private void prepare(SocketChannel channel, Function<Wire, WireHandler> handlers) {
        NettyWire wire = new NettyWire(handlers);
        channel.pipeline().addLast("patience", new ReadTimeoutHandler(UPGRADE_SECONDS));
        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(HTTP_BODY))
                .addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath("/")
                        .checkStartsWith(true)
                        .maxFramePayloadLength((int) SignalFrame.MESSAGE.max())
                        .handleCloseFrames(false)
                        .build()))
                .addLast(new Upgraded(wire));
    }

    /** Replaces itself by the wire when the upgrade is done. */
    private static final class Upgraded extends ChannelInboundHandlerAdapter {
        private final NettyWire wire;

        Upgraded(NettyWire wire) {
            this.wire = wire;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                context.pipeline().remove("patience");
                context.pipeline().replace(this, "wire", wire);
                wire.begin(context.pipeline().context("wire"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Outcome.shownByTheChannel(context.close());
        }
    }

    /** Returns the address to connect to. */
    public URI uri() {
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        String scheme = tls.isPresent() ? "wss://" : "ws://";
        return URI.create(scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        loops.close();
    }
}
