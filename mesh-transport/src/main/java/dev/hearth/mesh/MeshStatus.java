package dev.hearth.mesh;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is reached how, and why not otherwise.
 *
 * @param signals the signal servers
 * @param transports the transports that options allow, best first
 * @param peers the peers seen in any topic
 */
public record MeshStatus(List<SignalStatus> signals, List<TransportStatus> transports, List<PeerStatus> peers) {
    /** Copies its input. */
    public MeshStatus {
        signals = List.copyOf(signals);
        transports = List.copyOf(transports);
        peers = List.copyOf(peers);
    }

    /**
     * One signal server.
     *
     * @param server its address
     * @param connected whether we are logged in
     * @param failure why not, empty when connected
     * @param error what kind of failure it is, SIGNAL_UNREACHABLE or SIGNAL_UNTRUSTED; empty when connected, and before
     *     the first attempt is over
     */
    public record SignalStatus(URI server, boolean connected, String failure, Optional<ErrorCode> error) {}

    /**
     * One transport.
     *
     * @param name its name
     * @param available whether it can be used here
     * @param reason why not, empty when available
     */
    public record TransportStatus(String name, boolean available, String reason) {}

    /**
     * One peer in one topic.
     *
     * @param topic the topic
     * @param device the peer
     * @param transport what carries the session; empty when nothing does
     * @param sentBytes bytes given to links
     * @param receivedBytes bytes taken from links
     * @param roundTrip the last round trip, zero before the first
     * @param failures why a transport does not connect, by its name
     */
    public record PeerStatus(
            Bytes topic,
            DeviceId device,
            String transport,
            long sentBytes,
            long receivedBytes,
            Duration roundTrip,
            Map<String, String> failures) {
        /** Copies its input. */
        public PeerStatus {
            failures = Map.copyOf(failures);
        }
    }
}
