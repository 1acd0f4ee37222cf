package dev.hearth.echo.internal.core;

import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.StoredBlock;
import java.util.HashMap;
import java.util.Map;

/** Which changes a version of a space has. Used under the database's lock. */
final class Reach implements Horizon {
    private final Feeds feeds;
    private final Version version;
    private final Map<Integer, Long> firstBeyond = new HashMap<>();

    private Reach(Feeds feeds, Version version) {
        this.feeds = feeds;
        this.version = version;
    }

    /** Returns what a version has; refuses one whose blocks, or those that its last blocks build on, are not here. */
    static Reach of(Feeds feeds, Version version) {
        Reach reach = new Reach(feeds, version);
        version.heads().forEach((device, seq) -> {
            Feed feed = feeds.find(device).filter(known -> seq >= 0 && seq <= known.seq()).orElse(null);
            if (feed == null) {
                throw new IllegalArgumentException("version: has blocks that are not here, of " + device);
            }
            if (seq > 0) {
                reach.requireDependencies(feeds.stored(feed, seq));
            }
        });
        return reach;
    }

    private void requireDependencies(StoredBlock block) {
        for (int i = 0; i < block.feeds().length; i++) {
            if (head(feeds.numbered(block.feeds()[i])) < block.seqs()[i]) {
                throw new IllegalArgumentException("version: has a block without one that it builds on");
            }
        }
    }

    Version version() {
        return version;
    }

    private long head(Feed feed) {
        return version.heads().getOrDefault(feed.device(), 0L);
    }

    @Override
    public boolean includes(LoggedChange change) {
        return change.seq() <= head(feeds.numbered(change.actor()));
    }

    /**
     * Returns a Lamport time such that all changes before it are in the version: the least of the blocks that come next
     * in their feeds, since those behind have greater ones.
     */
    long beyond() {
        long least = Long.MAX_VALUE;
        for (Feed feed : feeds.all()) {
            long head = head(feed);
            if (feed.seq() > head) {
                least = Math.min(
                        least,
                        firstBeyond.computeIfAbsent(
                                feed.number(),
                                number -> feeds.stored(feed, head + 1).lamport()));
            }
        }
        return least;
    }
}
