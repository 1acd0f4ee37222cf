package dev.hearth.kube;

import dev.hearth.kube.internal.web.WebOptions;
import dev.hearth.mesh.signal.SignalOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node runs; each method returns changed options. The defaults: loopback, port 8888, a signal server on any free
 * port, which releases are current is forgotten at the end.
 */
public final class KubeOptions {
    private static final KubeOptions DEFAULTS =
            new KubeOptions("127.0.0.1", 8888, Optional.of(SignalOptions.loopback()), Optional.empty());

    private final String host;
    private final int port;
    private final Optional<SignalOptions> signal;
    private final Optional<Path> folder;

    private KubeOptions(String host, int port, Optional<SignalOptions> signal, Optional<Path> folder) {
        this.host = host;
        this.port = port;
        this.signal = signal;
        this.folder = folder;
    }

    /** Returns the defaults. */
    public static KubeOptions defaults() {
        return DEFAULTS;
    }

    /** Listens on {@code address}; anything but loopback opens the node to others. */
    public KubeOptions host(String address) {
        return new KubeOptions(address, port, signal, folder);
    }

    /** Listens on {@code number}; 0 takes a free port. */
    public KubeOptions port(int number) {
        return new KubeOptions(host, number, signal, folder);
    }

    /** Runs the signal server on {@code number}; 0 takes a free port. */
    public KubeOptions signalPort(int number) {
        return new KubeOptions(host, port, Optional.of(signalOrDefault().port(number)), folder);
    }

    /**
     * Lets the signal server speak TLS, which those on other machines ask for, with the certificate of the PEM file
     * {@code chain} and the private key of the PEM file {@code key}, PKCS#8 without a passphrase.
     */
    public KubeOptions signalCertificate(Path chain, Path key) {
        return new KubeOptions(host, port, Optional.of(signalOrDefault().certificate(chain, key)), folder);
    }

    private SignalOptions signalOrDefault() {
        return signal.orElse(SignalOptions.loopback());
    }

    /** Runs no signal server. */
    public KubeOptions withoutSignal() {
        return new KubeOptions(host, port, Optional.empty(), folder);
    }

    /** Remembers in {@code path} which releases are current. */
    public KubeOptions folder(Path path) {
        return new KubeOptions(host, port, signal, Optional.of(path));
    }

    WebOptions web() {
        WebOptions web = WebOptions.loopback(port);
        return new WebOptions(host, port, web.domain(), web.connections(), web.requestTimeout(), web.eventStreams());
    }

    Optional<SignalOptions> signal() {
        return signal.map(options -> options.host(host));
    }

    Optional<Path> folder() {
        return folder;
    }
}
