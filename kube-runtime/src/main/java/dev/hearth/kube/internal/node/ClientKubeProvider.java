package dev.hearth.kube.internal.node;

import dev.hearth.client.Client;
import dev.hearth.client.spi.KubeHandle;
import dev.hearth.client.spi.KubeProvider;
import dev.hearth.kube.Kube;
import dev.hearth.kube.KubeOptions;
import java.net.URI;

/** Starts a node for {@link Client#kube()}, on any free port. */
public final class ClientKubeProvider implements KubeProvider {
    /** Called by the service loader. */
    public ClientKubeProvider() {}

    @Override
    public KubeHandle start(Client client) {
        Kube kube = Kube.start(client, KubeOptions.defaults().port(0));
        return new KubeHandle() {
            @Override
            public URI address() {
                return kube.address();
            }

            @Override
            public void close() {
                kube.close();
            }
        };
    }
}
