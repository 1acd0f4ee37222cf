package dev.hearth.mesh.internal.netty;

import dev.hearth.mesh.SignalSecurity;
import dev.hearth.mesh.internal.signal.SignalClient;
import dev.hearth.mesh.internal.signal.SignalFrame;
import dev.hearth.mesh.internal.signal.Wire;
import dev.hearth.mesh.internal.signal.WireHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.URI;

/** Opens WebSockets to signal servers. */
public final class WebSocketConnector implements SignalClient.Connector {
    private static final int HTTP_BODY = 8 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int PLAIN_PORT = 80;
    private static final int TLS_PORT = 443;

    private final EventLoops loops;
    private final SignalTls tls;

    /** Connects on {@code loops}, to {@code wss} addresses by {@code tls}. */
    public WebSocketConnector(EventLoops loops, SignalTls tls) {
        this.loops = loops;
        this.tls = tls;
    }

    private static int port(URI address) {
        int standard = SignalSecurity.isProtected(address) ? TLS_PORT : PLAIN_PORT;
        return address.getPort() < 0 ? standard : address.getPort();
    }

    @Override
    public Wire connect(URI address, WireHandler handler) {
        NettyWire wire = new NettyWire(self -> handler);
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(address)
                .maxFramePayloadLength((int) SignalFrame.MESSAGE.max())
                .handleCloseFrames(false)
                .handshakeTimeoutMillis(CONNECT_MILLIS)
                .build();
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (SignalSecurity.isProtected(address)) {
                            channel.pipeline().addLast(tls.handler(channel.alloc(), address.getHost(), port(address)));
                        }
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(HTTP_BODY))
                                .addLast(new WebSocketClientProtocolHandler(config))
                                .addLast(new Upgrading(wire));
                    }
                })
                .connect(address.getHost(), port(address));
        wire.opening(connecting.channel());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                wire.failed("The signal server does not accept connections");
            }
        });
        return wire;
    }

    /** Replaces itself by the wire when the upgrade is done. */
    private static final class Upgrading extends ChannelInboundHandlerAdapter {
        private final NettyWire wire;

        Upgrading(NettyWire wire) {
            this.wire = wire;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                context.pipeline().replace(this, "wire", wire);
                wire.begin(context.pipeline().context("wire"));
            } else if (event instanceof SslHandshakeCompletionEvent tls && !tls.isSuccess()) {
                noTls(context, tls.cause());
            } else if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
                Outcome.shownByTheChannel(context.close());
            }
        }

        private void noTls(ChannelHandlerContext context, Throwable cause) {
            ServerTrust.reason(cause)
                    .ifPresentOrElse(
                            wire::distrusted, () -> wire.failed("The signal server does not speak TLS with us"));
            Outcome.shownByTheChannel(context.close());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            wire.failed("The signal server refused the WebSocket");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Outcome.shownByTheChannel(context.close());
        }
    }
}
