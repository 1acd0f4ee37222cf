package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.SerialExecutor;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.ReplicaStatus;
import dev.hearth.echo.Replicator;
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

    /** Returns whether one has said that it has more of a feed than {@code end}. */
    boolean holdMore(DeviceId feed, long end) {
        return all.stream().anyMatch(peer -> peer.holds(feed) > end);
    }

    /** Asks all what they build on. */
    void wantAcknowledgement() {
        all.forEach(PeerReplicator::wantAcknowledgement);
    }

    /** What is here is another state than before. */
    void startAnew() {
        all.forEach(PeerReplicator::startAnew);
    }

    void close() {
        List.copyOf(all).forEach(PeerReplicator::close);
    }
}
