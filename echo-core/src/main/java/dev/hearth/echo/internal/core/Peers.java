package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SerialExecutor;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.ReplicaStatus;
import dev.hearth.echo.Replicator;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.store.StoreBatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The devices that a database is kept in step with at the moment. Thread-safe. */
final class Peers {
    private final Core core;
    private final SerialExecutor background;
    private final List<PeerReplicator> all = new CopyOnWriteArrayList<>();

    Peers(Core core, SerialExecutor background) {
        this.core = core;
        this.background = background;
    }

    Replicator connect(ReplicaPort port) {
        PeerReplicator peer = new PeerReplicator(core, port, background);
        all.add(peer);
        peer.wake();
        return peer;
    }

    void forget(PeerReplicator peer) {
        all.remove(peer);
    }

    /** There may be something to be sent. */
    void wake() {
        all.forEach(PeerReplicator::wake);
    }

    List<ReplicaStatus> statuses() {
        return all.stream().map(PeerReplicator::status).toList();
    }

    /** Returns whether one has said that it has more of this device's feed than is here. */
    boolean holdMoreOfOwn() {
        DeviceId self = core.guard().self();
        long end = core.inbox().end(self);
        return all.stream().anyMatch(peer -> peer.holds(self) > end);
    }

    /**
     * Throws SPACE_UNCONFIRMED while a peer that has just been met says that it has more of this device's feed than is
     * here: if that is so the blocks come, and whoever wrote before would say two things at one place. It is not waited
     * for long, since anybody can claim it.
     */
    void requireOwnBlocks() {
        DeviceId self = core.guard().self();
        long end = core.inbox().end(self);
        if (all.stream().anyMatch(peer -> peer.holds(self) > end && peer.isNew())) {
            throw new HearthException(ErrorCode.SPACE_UNCONFIRMED);
        }
    }

    /** Puts what one sent again of damaged blocks into its place; returns whether it was any of them. */
    boolean fillGap(Inbox.Run run) {
        StoreBatch batch = new StoreBatch();
        boolean filled = core.gaps().fill(run, batch);
        if (filled) {
            core.write(batch);
        }
        return filled;
    }

    /** Notes that this device signed a head of its feed. */
    void signed(Feed feed, SignedHead head) {
        StoreBatch batch = new StoreBatch();
        core.feeds().sign(feed, head, batch);
        if (!batch.isEmpty()) {
            core.write(batch);
        }
    }

    /** One is gone, so that another may send its state. */
    void unclaim(PeerReplicator peer) {
        core.lockedUnlessClosed(() -> {
            core.takeover().release(peer);
            wake();
        });
    }

    /** Asks all what they build on. */
    void wantAcknowledgement() {
        all.forEach(PeerReplicator::wantAcknowledgement);
    }

    /** Says to all anew what is here, and from which version on. */
    void greetAnew() {
        all.forEach(PeerReplicator::greetAnew);
    }

    /** What is here is another state than before. */
    void startAnew() {
        all.forEach(PeerReplicator::startAnew);
    }

    void close() {
        List.copyOf(all).forEach(PeerReplicator::close);
    }
}
