package dev.hearth.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a mesh reaches others; each {@code with} method returns changed options.
 *
 * @param signals signal servers, {@code wss://host:port/path}; all are used at once
 * @param transports the transports that are tried, best first: {@code webrtc}, {@code tcp}, {@code relay},
 *     {@code memory}
 * @param listen where the TCP transport listens; 127.0.0.1 and a free port by default
 * @param network the network inside this process, if one is used
 * @param resumeTimeout how long a session without a link waits for one, 1 second to 10 minutes, 30 seconds by default
 * @param security how the way to signal servers is protected
 */
public record MeshOptions(
        List<URI> signals,
        List<String> transports,
        InetSocketAddress listen,
        Optional<MemoryNetwork> network,
        Duration resumeTimeout,
        SignalSecurity security) {
    /** The names of all transports. */
    public static final Set<String> KNOWN = Set.of("webrtc", "tcp", "relay", "memory");

    /** Refuses unknown transports and times out of range; signal servers are looked at when a mesh is opened. */
    public MeshOptions {
        signals = List.copyOf(signals);
        transports = List.copyOf(transports);
        for (String transport : transports) {
            if (!KNOWN.contains(transport)) {
                throw new IllegalArgumentException("transports: one of " + KNOWN + ", got " + transport);
            }
        }
        if (Set.copyOf(transports).size() != transports.size()) {
            throw new IllegalArgumentException("transports: each at most once, got " + transports);
        }
        if (resumeTimeout.compareTo(Duration.ofSeconds(1)) < 0 || resumeTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("resumeTimeout: from 1 s to 10 min, got " + resumeTimeout);
        }
    }

    /** Returns the defaults: no signal server, and WebRTC, TCP and the relay in this order. */
    public static MeshOptions defaults() {
        return new MeshOptions(
                List.of(),
                List.of("webrtc", "tcp", "relay"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                Duration.ofSeconds(30),
                SignalSecurity.strict());
    }

    /** Uses these signal servers. */
    public MeshOptions withSignals(List<URI> servers) {
        return new MeshOptions(servers, transports, listen, network, resumeTimeout, security);
    }

    /** Uses these transports, best first. */
    public MeshOptions withTransports(List<String> names) {
        return new MeshOptions(signals, names, listen, network, resumeTimeout, security);
    }

    /** Listens here for TCP. */
    public MeshOptions withListen(InetSocketAddress address) {
        return new MeshOptions(signals, transports, address, network, resumeTimeout, security);
    }

    /** Meets the other meshes of {@code shared}; the transport {@code memory} connects to them. */
    public MeshOptions withNetwork(MemoryNetwork shared) {
        return new MeshOptions(signals, transports, listen, Optional.of(shared), resumeTimeout, security);
    }

    /** Lets a session wait so long for a link. */
    public MeshOptions withResumeTimeout(Duration limit) {
        return new MeshOptions(signals, transports, listen, network, limit, security);
    }

    /** Protects the way to signal servers like this. */
    public MeshOptions withSecurity(SignalSecurity other) {
        return new MeshOptions(signals, transports, listen, network, resumeTimeout, other);
    }
}
