package dev.hearth.mesh;

import dev.hearth.mesh.signal.SignalServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract through the relay of a signal server. */
class RelayMeshTest extends MeshContract {
    private final SignalServer signal = SignalServer.start();

    @Override
    protected String transport() {
        return "relay";
    }

    @Override
    protected MeshOptions options() {
        return MeshOptions.defaults().withTransports(List.of("relay")).withSignals(List.of(signal.uri()));
    }

    @AfterEach
    void stop() {
        signal.close();
    }
}
