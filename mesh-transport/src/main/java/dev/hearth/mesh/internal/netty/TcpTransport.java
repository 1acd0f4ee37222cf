package dev.hearth.mesh.internal.netty;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.RemotePeer;
import dev.hearth.mesh.spi.Rendezvous;
import dev.hearth.mesh.spi.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Connects directly over TCP with TLS 1.3: the side that is dialed tells where it listens, with a token and its
 * certificate's fingerprint; the dialer connects to whichever address answers first. Thread-safe.
 */
public final class TcpTransport implements Transport {
    static final int LENGTH = 4;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int TOKEN_SECONDS = 5;
    private static final int EXPECTED = 4_096;
    private static final Duration EXPECT = Duration.ofSeconds(15);
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(512 * 1024, 1 << 20);

    private final EventLoops loops;
    private final Seams seams;
    private final TlsIdentity identity;
    private final Channel listening;
    private final ChannelGroup channels;
    private final Map<Bytes, DialHandler> expected = new ConcurrentHashMap<>();
    private final Map<Bytes, Subscription> expiries = new ConcurrentHashMap<>();

    /** Listens at {@code listen}; throws PORT_BUSY or LISTEN_FAILED when it can't. */
    public TcpTransport(EventLoops loops, InetSocketAddress listen, Seams seams) {
        this.loops = loops;
        this.channels = new DefaultChannelGroup(loops.group().next());
        this.seams = seams;
        this.identity = new TlsIdentity(seams);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        incoming(channel);
                    }
                })
                .bind(listen)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.close();
            throw WebSocketServer.refused(listen.getHostString(), listen.getPort(), bound.cause());
        }
        listening = bound.channel();
    }

    @Override
    public String name() {
        return TcpLink.NAME;
    }

    @Override
    public boolean available() {
        return listening.isActive();
    }

    @Override
    public String unavailableReason() {
        return available() ? "" : "The mesh is closed";
    }

    @Override
    public void answer(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        rendezvous.onSignal(ask -> {
            if (expected.size() >= EXPECTED) {
                handler.failed("Too many connections are expected");
                return;
            }
            byte[] random = new byte[TcpOffer.TOKEN];
            seams.random().nextBytes(random);
            Bytes token = Bytes.of(random);
            expected.put(token, handler);
            expiries.put(token, seams.scheduler().after(EXPECT, () -> forget(token)));
            InetSocketAddress at = (InetSocketAddress) listening.localAddress();
            rendezvous.send(new TcpOffer(token, identity.fingerprint(), at.getPort(), hosts(at)).encode());
        });
    }

    private @Nullable DialHandler forget(Bytes token) {
        Subscription expiry = expiries.remove(token);
        if (expiry != null) {
            expiry.close();
        }
        return expected.remove(token);
    }

    private static List<String> hosts(InetSocketAddress at) {
        if (!at.getAddress().isAnyLocalAddress()) {
            return List.of(at.getAddress().getHostAddress());
        }
        List<String> hosts = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .limit(TcpOffer.HOSTS.max())
                    .forEach(address -> hosts.add(address.getHostAddress()));
        } catch (SocketException e) {
            return List.of();
        }
        return hosts;
    }

    private void incoming(SocketChannel channel) {
        channels.add(channel);
        SslHandler tls = identity.server().newHandler(channel.alloc());
        channel.pipeline()
                .addLast(tls)
                .addLast("patience", new ReadTimeoutHandler(TOKEN_SECONDS))
                .addLast("frames", new LengthFieldBasedFrameDecoder(TcpOffer.TOKEN + LENGTH, 0, LENGTH, 0, LENGTH))
                .addLast("token", new TokenReader(token -> admitted(channel, tls, token)));
    }

    /** The connection showed a token that was given out: it becomes the link of that attempt. */
    private boolean admitted(Channel channel, SslHandler tls, Bytes token) throws IOException {
        DialHandler handler = forget(token);
        if (handler == null) {
            return false;
        }
        Bytes theirs = TlsIdentity.peerFingerprint(tls.engine().getSession());
        TcpLink link = new TcpLink(channel, Bytes.concat(theirs, identity.fingerprint()));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove("patience");
        pipeline.replace("frames", "frames", frames());
        pipeline.addLast(new LengthFieldPrepender(LENGTH));
        pipeline.replace("token", "link", link);
        handler.opened(link);
        return true;
    }

    static LengthFieldBasedFrameDecoder frames() {
        return new LengthFieldBasedFrameDecoder(Link.MAX_FRAME + LENGTH, 0, LENGTH, 0, LENGTH);
    }

    @Override
    public void dial(RemotePeer peer, Rendezvous rendezvous, DialHandler handler) {
        AtomicReference<Bytes> answered = new AtomicReference<>();
        rendezvous.onSignal(answer -> {
            if (answered.compareAndSet(null, answer)) {
                connect(answer, handler);
            }
        });
        rendezvous.send(Bytes.EMPTY);
    }

    private void connect(Bytes answer, DialHandler handler) {
        try {
            TcpOffer offer = TcpOffer.decode(answer);
            if (offer.hosts().isEmpty()) {
                handler.failed("The peer has no address");
                return;
            }
            AtomicInteger left = new AtomicInteger(offer.hosts().size());
            offer.hosts().forEach(host -> connect(host, offer, new FirstOf(handler, left)));
        } catch (MalformedException e) {
            handler.failed("The offer is malformed");
        }
    }

    /** Of several addresses the first that answers wins; only when the last fails has the attempt failed. */
    private record FirstOf(DialHandler handler, AtomicInteger left) {
        void failed(String reason) {
            if (left.decrementAndGet() == 0) {
                handler.failed(reason);
            }
        }
    }

    private void connect(String host, TcpOffer offer, FirstOf outcome) {
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        outgoing(channel, offer, outcome);
                    }
                })
                .connect(host, offer.port());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                outcome.failed("The peer's address does not accept connections");
            }
        });
    }

    private void outgoing(SocketChannel channel, TcpOffer offer, FirstOf outcome) {
        channels.add(channel);
        SslHandler tls = identity.client().newHandler(channel.alloc());
        channel.pipeline()
                .addLast(tls)
                .addLast(new LengthFieldPrepender(LENGTH))
                .addLast(frames());
        tls.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                outcome.failed("TLS with the peer failed");
                return;
            }
            Bytes theirs = TlsIdentity.peerFingerprint(tls.engine().getSession());
            if (!theirs.equals(offer.fingerprint())) {
                outcome.failed("Another certificate than the peer's");
                Outcome.shownByTheChannel(channel.close());
                return;
            }
            TcpLink link = new TcpLink(channel, Bytes.concat(identity.fingerprint(), theirs));
            channel.pipeline().addLast("link", link);
            link.send(offer.token().toArray());
            outcome.handler().opened(link);
        });
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
        expected.clear();
    }
}
