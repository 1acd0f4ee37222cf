package dev.hearth.client;

import dev.hearth.mesh.MeshStatus;
import java.util.List;
import java.util.Optional;

/**
 * What a client is doing: who it is, whom it reaches and how, and how its spaces are.
 *
 * @param identity the identity, once created
 * @param mesh signal servers, transports and peers; absent without an identity
 * @param spaces the spaces
 */
public record ClientStatus(Optional<Profile> identity, Optional<MeshStatus> mesh, List<SpaceStatus> spaces) {
    /** Copies its input. */
    public ClientStatus {
        spaces = List.copyOf(spaces);
    }
}
