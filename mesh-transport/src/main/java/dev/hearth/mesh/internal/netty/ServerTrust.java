package dev.hearth.mesh.internal.netty;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates count: the JVM's authorities and the given ones, by the JVM's rules. It says why one does not, and
 * is stricter in one thing: a server's certificate that is itself trusted has a last day as well.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager rules;

    private ServerTrust(X509ExtendedTrustManager rules) {
        this.rules = rules;
    }

    static ServerTrust of(List<X509Certificate> trusted) {
        try {
            X509ExtendedTrustManager machine = rules(null);
            if (trusted.isEmpty()) {
                return new ServerTrust(machine);
            }
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            int number = 0;
            for (X509Certificate each : machine.getAcceptedIssuers()) {
                all.setCertificateEntry("machine" + number++, each);
            }
            for (X509Certificate each : trusted) {
                all.setCertificateEntry("given" + number++, each);
            }
            return new ServerTrust(rules(all));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every JVM has a store of trusted certificates", e);
        }
    }

    private static X509ExtendedTrustManager rules(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("No trust manager for X.509");
    }

    /** A certificate does not count; the message says why, in a fixed sentence. */
    static final class Distrust extends CertificateException {
        private static final long serialVersionUID = 1;

        Distrust(String reason, CertificateException cause) {
            super(reason, cause);
        }
    }

    /** Returns why a certificate did not count, if that is what ended a connection. */
    static Optional<String> reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof Distrust distrust) {
                return Optional.ofNullable(distrust.getMessage());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            chain[0].checkValidity();
            rules.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw new Distrust(why(chain, type, e), e);
        }
    }

    private String why(X509Certificate[] chain, String type, CertificateException failure) {
        if (isOutOfDate(failure)) {
            return "The signal server's certificate is out of date";
        }
        try {
            ((X509TrustManager) rules).checkServerTrusted(chain, type);
            return "The signal server's certificate is for another name";
        } catch (CertificateException e) {
            return "The issuer of the signal server's certificate is not trusted";
        }
    }

    private static boolean isOutOfDate(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException
                    || (cause instanceof CertPathValidatorException path
                            && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                                    || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static CertificateException engineOnly() {
        return new CertificateException("Only for servers, by an engine that knows the host's name");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw engineOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw engineOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw engineOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw engineOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw engineOnly();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return rules.getAcceptedIssuers();
    }
}
