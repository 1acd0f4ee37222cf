package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import java.time.Instant;
import java.util.Optional;

/**
 * A space that this device knows of, whether it is open or not.
 *
 * @param id the space
 * @param name what it is called, as far as known here; a brief form of the id otherwise
 * @param state how it is on this device
 * @param personal whether it is the identity's personal space
 * @param endedBy who left it (this client's identity) or deleted it; empty for a space that goes on
 * @param endedAt when this device left it, or learned that it was deleted
 */
public record KnownSpace(
        SpaceId id,
        String name,
        State state,
        boolean personal,
        Optional<IdentityId> endedBy,
        Optional<Instant> endedAt) {
    /** How a space is on this device. */
    public enum State {
        /** Open whenever the client is. */
        OPEN,
        /** Kept here, and not opened until it is asked for. */
        CLOSED,
        /** Left and wiped; known only until another member was told. */
        LEFT,
        /**
         * Deleted by its owner. On the devices of who deleted it, wiped, and known only until the members were told; on
         * others a copy stays to read until it is forgotten.
         */
        DELETED
    }
}
