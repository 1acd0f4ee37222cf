package dev.hearth.client;

import dev.hearth.mesh.MeshStatus;
import java.util.Optional;

/** The network side of a client. Thread-safe. */
public interface Connections {
    /** Returns signal servers, transports and peers; absent without an identity. */
    Optional<MeshStatus> status();

    /** Disconnects from everybody, as if the network were gone; what is edited meanwhile waits. */
    void pause();

    /** Comes back after {@link #pause()}. */
    void resume();
}
