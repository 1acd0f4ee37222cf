package dev.hearth.mesh;

import dev.hearth.base.Seams;
import dev.hearth.mesh.internal.webrtc.WebRtcTransport;

/** Tells whether a transport works on this machine, for whoever explains why nothing connects. */
public final class TransportProbe {
    private TransportProbe() {}

    /** Loads the native library of WebRTC and returns how that went. */
    public static MeshStatus.TransportStatus webrtc(Seams seams) {
        try (WebRtcTransport transport = new WebRtcTransport(seams)) {
            transport.prepare();
            return new MeshStatus.TransportStatus(
                    transport.name(), transport.available(), transport.unavailableReason());
        }
    }
}
