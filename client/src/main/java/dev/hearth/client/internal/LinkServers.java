package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.Subscription;
import dev.hearth.halo.InvitationLink;
import dev.hearth.mesh.MeshStatus.SignalStatus;
import dev.hearth.mesh.Topic;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The signal servers of a link while its guest joins. Whoever wrote the link may be anybody: the servers are shown the
 * invitation's topic alone, and are left again unless the link leads into a space. Thread-safe.
 */
final class LinkServers implements AutoCloseable {
    private final Network network;
    private final List<URI> servers;
    private final List<Subscription> visits;

    private LinkServers(Network network, List<URI> servers, Topic topic) {
        this.network = network;
        this.servers = servers;
        this.visits = servers.stream()
                .map(server -> network.mesh().visitSignal(server, topic))
                .toList();
    }

    /** Returns those servers of a link that may be used; throws SIGNAL_PLAIN when it names some and none may be. */
    static List<URI> requireAllowed(Network network, List<URI> named) {
        List<URI> allowed = network.allowed(named);
        if (allowed.isEmpty() && !named.isEmpty() && !network.isMetWithoutSignals()) {
            String all = named.stream().map(URI::toString).collect(Collectors.joining(" "));
            throw new HearthException(ErrorCode.SIGNAL_PLAIN, Map.of("server", all));
        }
        return allowed;
    }

    /** Goes to the servers; throws SIGNAL_PLAIN, as {@link #requireAllowed} does. */
    static LinkServers meet(Network network, InvitationLink link) {
        Topic topic = Topic.open(InvitationLink.topic(link.id()));
        return new LinkServers(network, requireAllowed(network, link.signals()), topic);
    }

    private List<SignalStatus> status() {
        return network.mesh().status().signals().stream()
                .filter(each -> servers.contains(each.server()))
                .toList();
    }

    /** Returns why nobody can be met, once there is no hope: no server shows a certificate that is trusted. */
    Optional<HearthException> refusal() {
        List<SignalStatus> status = status();
        boolean none = status.stream().allMatch(each -> each.error().equals(Optional.of(ErrorCode.SIGNAL_UNTRUSTED)));
        return none && !network.isMetWithoutSignals() ? fault(status) : Optional.empty();
    }

    /** Returns why nobody was met, if that is because no server is connected. */
    Optional<HearthException> fault() {
        return network.isMetWithoutSignals() ? Optional.empty() : fault(status());
    }

    private static Optional<HearthException> fault(List<SignalStatus> status) {
        if (status.isEmpty() || status.stream().anyMatch(SignalStatus::connected)) {
            return Optional.empty();
        }
        Map<String, String> details = new LinkedHashMap<>();
        status.forEach(each -> details.put(each.server().toString(), each.failure()));
        ErrorCode code = status.stream()
                .map(SignalStatus::error)
                .filter(Optional.of(ErrorCode.SIGNAL_UNTRUSTED)::equals)
                .findFirst()
                .flatMap(found -> found)
                .orElse(ErrorCode.SIGNAL_UNREACHABLE);
        return Optional.of(new HearthException(code, details));
    }

    /** Returns the servers of the client and these: where the space that the link leads into is found. */
    List<URI> all() {
        return Stream.concat(network.allSignals().stream(), servers.stream())
                .distinct()
                .toList();
    }

    /** Stays at the servers, for the link has led into a space. */
    void keep() {
        network.meetAt(servers);
    }

    @Override
    public void close() {
        visits.forEach(Subscription::close);
    }
}
