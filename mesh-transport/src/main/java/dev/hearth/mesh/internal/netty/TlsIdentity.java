package dev.hearth.mesh.internal.netty;

import dev.hearth.base.Bytes;
import dev.hearth.base.Seams;
import dev.hearth.halo.crypto.Sha256;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The TLS 1.3 side of the TCP transport: a P-256 certificate that lives as long as the process and says nothing about
 * anybody. No authority is asked and any certificate is taken; what makes the connection trustworthy is the handshake
 * above it, whose prologue holds the fingerprints of both certificates.
 */
final class TlsIdentity {
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(365);
    private static final String PROTOCOL = "TLSv1.3";

    private final SslContext server;
    private final SslContext client;
    private final Bytes fingerprint;

    TlsIdentity(Seams seams) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), seams.random());
            KeyPair pair = generator.generateKeyPair();
            X509Certificate certificate = certify(pair, seams);
            fingerprint = Sha256.of(Bytes.of(certificate.getEncoded())).value();
            server = SslContextBuilder.forServer(pair.getPrivate(), certificate)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(new AnyCertificate())
                    .build();
            client = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .keyManager(pair.getPrivate(), certificate)
                    .trustManager(new AnyCertificate())
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (GeneralSecurityException | OperatorCreationException | SSLException e) {
            throw new IllegalStateException("Every JDK has P-256 and TLS 1.3", e);
        }
    }

    private static X509Certificate certify(KeyPair pair, Seams seams)
            throws GeneralSecurityException, OperatorCreationException {
        Instant now = seams.clock().instant();
        X500Name nobody = new X500Name("CN=hearth");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                nobody,
                new BigInteger(64, seams.random()),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(LIFE)),
                nobody,
                pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    SslContext server() {
        return server;
    }

    SslContext client() {
        return client;
    }

    /** SHA-256 of our certificate. */
    Bytes fingerprint() {
        return fingerprint;
    }

    /** SHA-256 of the certificate that the other side proved to hold the key of. */
    static Bytes peerFingerprint(SSLSession session) throws SSLPeerUnverifiedException {
        try {
            return Sha256.of(Bytes.of(session.getPeerCertificates()[0].getEncoded()))
                    .value();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }

    /** Takes any certificate, see above. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
