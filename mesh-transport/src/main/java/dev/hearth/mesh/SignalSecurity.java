package dev.hearth.mesh;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the way to signal servers is protected. {@code wss} is TLS 1.2 or later, with a certificate for the host's name.
 * {@code ws} is for servers on this machine: {@code localhost}, 127.0.0.0/8 and ::1, as written, without asking DNS.
 *
 * @param plain whether servers elsewhere may be reached by {@code ws} too; false by default
 * @param trusted certificates that are trusted beside those that the JVM trusts; none by default
 */
public record SignalSecurity(boolean plain, List<X509Certificate> trusted) {
    private static final int MAX_FILE = 1 << 20;
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /** Copies its input. */
    public SignalSecurity {
        trusted = List.copyOf(trusted);
    }

    /** Returns the defaults. */
    public static SignalSecurity strict() {
        return new SignalSecurity(false, List.of());
    }

    /** Lets servers elsewhere be reached by {@code ws}, or not. */
    public SignalSecurity withPlain(boolean allowed) {
        return new SignalSecurity(allowed, trusted);
    }

    /**
     * Trusts also the certificates of a PEM file, of authorities or of servers; it is read now.
     *
     * @throws HearthException CERTIFICATE_UNREADABLE
     */
    public SignalSecurity withTrusted(Path file) {
        List<X509Certificate> all = new ArrayList<>(trusted);
        all.addAll(read(file));
        return new SignalSecurity(plain, all);
    }

    private static List<X509Certificate> read(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw unreadable(file, "more than " + MAX_FILE + " bytes", null);
            }
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .forEach(each -> found.add((X509Certificate) each));
        } catch (IOException | CertificateException e) {
            throw unreadable(file, "no PEM of certificates", e);
        }
        if (found.isEmpty()) {
            throw unreadable(file, "no certificate in it", null);
        }
        return found;
    }

    private static HearthException unreadable(Path file, String reason, @Nullable Exception cause) {
        return new HearthException(
                ErrorCode.CERTIFICATE_UNREADABLE, Map.of("file", file.toString(), "reason", reason), cause);
    }

    /** Returns whether the address is one of a signal server that may be used. */
    public boolean permits(URI server) {
        return isSignal(server) && (isProtected(server) || plain || isLoopback(server.getHost()));
    }

    /**
     * Refuses what is not to be used.
     *
     * @throws IllegalArgumentException if it is no signal server's address
     * @throws HearthException SIGNAL_PLAIN
     */
    public void require(URI server) {
        if (!isSignal(server)) {
            throw new IllegalArgumentException("signals: like wss://host:port/ or ws://127.0.0.1:port/, got " + server);
        }
        if (!permits(server)) {
            throw new HearthException(ErrorCode.SIGNAL_PLAIN, Map.of("server", server.toString()));
        }
    }

    /** Returns whether it is reached by TLS. */
    public static boolean isProtected(URI server) {
        return "wss".equals(server.getScheme());
    }

    private static boolean isSignal(URI server) {
        return (isProtected(server) || "ws".equals(server.getScheme())) && server.getHost() != null;
    }

    private static boolean isLoopback(String host) {
        if (!host.startsWith("[")) {
            return host.equalsIgnoreCase("localhost") || LOOPBACK.matcher(host).matches();
        }
        try {
            return InetAddress.getByName(host)
                    .isLoopbackAddress(); // in brackets it is an address, and looked up nowhere
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
