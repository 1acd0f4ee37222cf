package dev.hearth.mesh;

import dev.hearth.mesh.signal.SignalServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract over TCP with TLS, introduced by a signal server. */
class TcpMeshTest extends MeshContract {
    private final SignalServer signal = SignalServer.start();

    @Override
    protected String transport() {
        return "tcp";
    }

    @Override
    protected MeshOptions options() {
        return MeshOptions.defaults().withTransports(List.of("tcp")).withSignals(List.of(signal.uri()));
    }

    @AfterEach
    void stop() {
        signal.close();
    }
}
