package dev.hearth.mesh;

import dev.hearth.mesh.signal.SignalServer;
import dev.hearth.testkit.NetworkNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract over WebRTC; in a network namespace only, so that no packet leaves the machine. */
class WebRtcMeshTest extends MeshContract {
    private final SignalServer signal = SignalServer.start();

    @BeforeEach
    void inside() {
        NetworkNamespace.requireInside();
    }

    @Override
    protected String transport() {
        return "webrtc";
    }

    @Override
    protected MeshOptions options() {
        return MeshOptions.defaults().withTransports(List.of("webrtc")).withSignals(List.of(signal.uri()));
    }

    @AfterEach
    void stop() {
        signal.close();
    }
}
