package dev.hearth.client.internal;

import dev.hearth.base.ObjectId;
import dev.hearth.client.SpaceStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.FrameLink;
import dev.hearth.echo.ReplicaPort;
import dev.hearth.echo.Replicator;
import dev.hearth.mesh.Session;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is exchanged with one peer, each over a channel of its own: blocks, blobs and presence take turns, so that a
 * long transfer doesn't keep an edit waiting, nor many edits a caret. Confined to the swarm's executor, but for its
 * status, the branches and {@link #stop}.
 */
final class PeerLink {
    private static final String BLOCKS = "hearth/echo/1";
    private static final String BLOBS = "hearth/blob/1";
    private static final String PRESENCE = "hearth/presence/1";

    private final Session session;
    private final EchoDatabase database;
    private final boolean opens;
    private final Set<ObjectId> branches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Replicator replicator;

    /** {@code opens} says whether this side opens the channels or awaits that the peer does. */
    PeerLink(Session session, EchoDatabase database, boolean opens) {
        this.opens = opens;
        this.session = session;
        this.database = database;
    }

    /** Opens the channels, or awaits that the peer does: one side of the two opens, so that there is one of each. */
    void start() {
        channel(BLOCKS, port -> {
            Replicator started = database.replicate(port);
            replicator = started;
            return started;
        });
        channel(BLOBS, port -> database.exchangeBlobs(session.peer().device(), port));
        channel(PRESENCE, port -> database.exchangePresence(session.peer().device(), port));
    }

    /** Exchanges the blocks of a branch too: they flow once the peer has it open as well. Callable on any thread. */
    void exchange(ObjectId branch) {
        if (branches.add(branch)) {
            channel(BLOCKS + "/" + branch, port -> database.openBranch(branch).replicate(port));
        }
    }

    private void channel(String protocol, Function<ReplicaPort, FrameLink> exchange) {
        LinkChannel end = new LinkChannel(session, exchange);
        if (opens) {
            end.over(session.open(protocol, end));
        } else {
            session.accept(protocol, end::over);
        }
    }

    /** Ends the exchange of blocks, ahead of the session. */
    void stop() {
        Replicator started = replicator;
        if (started != null) {
            started.close();
        }
    }

    Optional<SpaceStatus.Peer> status() {
        Replicator started = replicator;
        return started == null
                ? Optional.empty()
                : Optional.of(new SpaceStatus.Peer(
                        session.peer().device(),
                        session.transport(),
                        session.stats().sentBytes(),
                        session.stats().receivedBytes(),
                        started.status()));
    }
}
