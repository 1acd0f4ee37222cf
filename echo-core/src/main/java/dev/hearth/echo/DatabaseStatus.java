package dev.hearth.echo;

import dev.hearth.base.DeviceId;
import java.util.List;
import java.util.Optional;

/**
 * How far a database is, and what keeps it from going on.
 *
 * @param version what is in
 * @param waiting blocks that have come and can't be applied yet, by feed
 * @param withheld blocks that are kept and don't count, because they are beyond the cut of a removal and nothing that
 *     counts builds on them
 * @param quarantined blocks that are kept without effect, because they are malformed inside
 * @param frozen feeds that say two things at one place; nothing of theirs is taken any more
 * @param peers the peers it is replicated with
 * @param failure the first failure, after which nothing is written any more
 * @param unconfirmed whether it was restored, and is not written to before a member has told how far this device's feed
 *     is
 * @param awaited devices that may write and are not known to have heard of the newest member, in a space without
 *     history: until they have, it is not given what was written before it came. On the newcomer's own device, all that
 *     may write until the state has come
 * @param carried blocks that are stored to be passed on and are not opened, on a device that has no key: a relay's
 */
public record DatabaseStatus(
        Version version,
        List<Waiting> waiting,
        List<Withheld> withheld,
        List<Quarantined> quarantined,
        List<DeviceId> frozen,
        List<ReplicaStatus> peers,
        Optional<String> failure,
        boolean unconfirmed,
        List<DeviceId> awaited,
        long carried) {
    /** Copies its input. */
    public DatabaseStatus {
        waiting = List.copyOf(waiting);
        withheld = List.copyOf(withheld);
        quarantined = List.copyOf(quarantined);
        frozen = List.copyOf(frozen);
        peers = List.copyOf(peers);
        awaited = List.copyOf(awaited);
    }

    /**
     * Blocks of one feed that wait.
     *
     * @param feed the feed
     * @param next the number of the first of them
     * @param blocks how many wait
     * @param reason why, in a fixed sentence
     */
    public record Waiting(DeviceId feed, long next, int blocks, String reason) {}

    /**
     * Blocks of a removed device that don't count.
     *
     * @param feed the feed
     * @param first the number of the first of them
     * @param last the number of the last of them
     */
    public record Withheld(DeviceId feed, long first, long last) {}

    /**
     * A block without effect.
     *
     * @param feed the feed
     * @param seq its number
     * @param reason why, in a fixed sentence
     */
    public record Quarantined(DeviceId feed, long seq, String reason) {}
}
