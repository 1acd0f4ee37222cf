package dev.hearth.client.internal;

import dev.hearth.base.Limit;
import dev.hearth.base.Seams;
import dev.hearth.client.ClientOptions;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshOptions;
import dev.hearth.mesh.SignalSecurity;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client meets others with, once it has an identity: mesh, signal servers, invitations. Thread-safe. */
final class Network implements AutoCloseable {
    private static final Limit NAMED = new Limit("signal servers that are named to others", 8);

    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    private final Mesh mesh;
    private final InvitationDesk desk;
    private final SignalSecurity security;
    private final boolean withoutSignals;
    private final Set<URI> signals = new LinkedHashSet<>(); // guarded by itself

    Network(LocalIdentity identity, ClientOptions options, Registry registry, Seams seams) {
        security = options.signalSecurity();
        withoutSignals = options.network().isPresent();
        MeshOptions with = MeshOptions.defaults()
                .withSignals(options.signals())
                .withTransports(options.transports())
                .withSecurity(security);
        with = options.network().map(with::withNetwork).orElse(with);
        mesh = Mesh.open(with, new MeshAuthenticator(identity), seams);
        desk = new InvitationDesk(mesh, identity.id(), registry, this::signals, seams);
        signals.addAll(options.signals());
    }

    Mesh mesh() {
        return mesh;
    }

    InvitationDesk desk() {
        return desk;
    }

    /** Returns whether others may be met without any signal server. */
    boolean isMetWithoutSignals() {
        return withoutSignals;
    }

    /** Returns the servers that are named to others, in links and cards: the options' first, and not too many. */
    List<URI> signals() {
        synchronized (signals) {
            return signals.stream().limit(NAMED.max()).toList();
        }
    }

    /** Returns all servers that are used for every space. */
    List<URI> allSignals() {
        synchronized (signals) {
            return List.copyOf(signals);
        }
    }

    /**
     * Returns those of the servers that others have named which may be used: without TLS only what lies at the path /,
     * so that nobody chooses the path of a request to something else that listens there.
     */
    List<URI> allowed(List<URI> named) {
        return named.stream()
                .filter(security::permits)
                .filter(each -> SignalSecurity.isProtected(each) || isRoot(each))
                .distinct()
                .toList();
    }

    private static boolean isRoot(URI server) {
        return server.getRawPath().isEmpty() || server.getRawPath().equals("/");
    }

    /** Meets others at those of the servers that may be used, from now on. */
    void meetAt(List<URI> servers) {
        List<URI> allowed = allowed(servers);
        if (!allowed.containsAll(servers)) {
            LOG.info("Signal servers are passed over that would be reached without encryption, among {}", servers);
        }
        synchronized (signals) {
            signals.addAll(allowed);
        }
        allowed.forEach(mesh::addSignal);
    }

    @Override
    public void close() {
        new Closing().then(desk::close).then(mesh::close).run();
    }
}
