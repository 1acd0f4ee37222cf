package dev.hearth.client.internal;

import dev.hearth.base.Seams;
import dev.hearth.client.ClientOptions;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshOptions;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a client meets others with, once it has an identity: mesh, signal servers, invitations. Thread-safe. */
final class Network implements AutoCloseable {
    private final Mesh mesh;
    private final InvitationDesk desk;
    private final Set<URI> signals = new LinkedHashSet<>(); // guarded by itself

    Network(LocalIdentity identity, ClientOptions options, Registry registry, Seams seams) {
        MeshOptions with = MeshOptions.defaults().withSignals(options.signals()).withTransports(options.transports());
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

    List<URI> signals() {
        synchronized (signals) {
            return List.copyOf(signals);
        }
    }

    void meetAt(List<URI> servers) {
        synchronized (signals) {
            signals.addAll(servers);
        }
        servers.forEach(mesh::addSignal);
    }

    @Override
    public void close() {
        new Closing().then(desk::close).then(mesh::close).run();
    }
}
