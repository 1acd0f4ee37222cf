package dev.hearth.mesh.internal.netty;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.mesh.signal.SignalOptions.ServerCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS to signal servers: 1.2 or later, with a certificate that is trusted, in its time and for the host's name. There
 * is no way round it: who fails it is not connected. Thread-safe.
 */
public final class SignalTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int HANDSHAKE_MILLIS = 5_000;

    private final List<X509Certificate> trusted;
    private @Nullable SslContext client; // guarded by this; made when needed, as reading the JVM's trust takes its time

    /** Trusts {@code trusted} beside the certificates that the JVM trusts. */
    public SignalTls(List<X509Certificate> trusted) {
        this.trusted = trusted;
    }

    private synchronized SslContext client() {
        if (client == null) {
            try {
                client = SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .protocols(PROTOCOLS)
                        .trustManager(ServerTrust.of(trusted))
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException("Every JDK has TLS 1.2", e);
            }
        }
        return client;
    }

    /** Returns what makes a channel one to {@code host}, whose certificate has to name it. */
    SslHandler handler(ByteBufAllocator allocator, String host, int port) {
        SslHandler handler = client().newHandler(allocator, host, port);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        return handler;
    }

    /** Returns the server's side; throws CERTIFICATE_UNREADABLE. */
    static SslContext server(ServerCertificate certificate) {
        try {
            return SslContextBuilder.forServer(
                            certificate.chain().toFile(), certificate.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .build();
        } catch (IllegalArgumentException | SSLException e) {
            throw new HearthException(
                    ErrorCode.CERTIFICATE_UNREADABLE,
                    Map.of(
                            "certificate", certificate.chain().toString(),
                            "key", certificate.key().toString()),
                    e);
        }
    }
}
