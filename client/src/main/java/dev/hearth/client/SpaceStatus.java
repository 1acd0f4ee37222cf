package dev.hearth.client;

import dev.hearth.base.DeviceId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.ReplicaStatus;
import java.util.List;

/**
 * How a space is doing.
 *
 * @param space the space
 * @param database what is in, what waits and why
 * @param withheld blocks of removed members that are here and don't count
 * @param peers the devices that are connected
 */
public record SpaceStatus(SpaceId space, DatabaseStatus database, List<Withheld> withheld, List<Peer> peers) {
    /** Copies its input. */
    public SpaceStatus {
        withheld = List.copyOf(withheld);
        peers = List.copyOf(peers);
    }

    /**
     * A connected device of a member.
     *
     * @param device the device
     * @param transport what carries the session now
     * @param sentBytes bytes given to the transports
     * @param receivedBytes bytes taken from the transports
     * @param replica how far each side is
     */
    public record Peer(DeviceId device, String transport, long sentBytes, long receivedBytes, ReplicaStatus replica) {}
}
