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
     * Returns the devices that keep who was admitted without the history from being given the state: those of
     * {@link DatabaseStatus#awaited} that are not connected. The others answer by themselves.
     */
    public List<DeviceId> awaited() {
        return database.awaited().stream()
                .filter(device -> peers.stream().noneMatch(peer -> peer.device().equals(device)))
                .toList();
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
