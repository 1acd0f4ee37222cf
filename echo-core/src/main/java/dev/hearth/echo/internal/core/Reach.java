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
    private final Core core;
    private final Feeds feeds;
    private final Version version;
    private final Map<Integer, Long> firstBeyond = new HashMap<>();

    private Reach(Core core, Version version) {
        this.core = core;
        this.feeds = core.feeds();
        this.version = version;
    }

    /** Returns what a version has; refuses one whose blocks, or those that its last blocks build on, are not here. */
    static Reach of(Core core, Version version) {
        Reach reach = new Reach(core, version);
        version.heads().forEach((device, seq) -> {
            Feed feed = reach.feeds
                    .find(device)
                    .filter(known -> seq >= 0 && seq <= known.seq())
                    .orElse(null);
            if (feed == null) {
                throw new IllegalArgumentException("version: has blocks that are not here, of " + device);
            }
            if (seq > 0) {
                reach.requireDependencies(reach.feeds.stored(feed, seq));
            }
        });
        return reach;
    }

    /** Returns what a version has of what is here, whatever else it names. */
    static Reach loose(Core core, Version version) {
        return new Reach(core, version);
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
        return feed.member().isPresent()
                ? core.adoptions().upTo(feed.number(), version)
                : version.heads().getOrDefault(feed.device(), 0L);
    }

    /** Returns the number of the last block of an author that the version has. */
    long upTo(int actor) {
        return feeds.byActor(actor).map(this::head).orElse(Long.MAX_VALUE); // others made what a branch began with
    }

    @Override
    public boolean includes(LoggedChange change) {
        return change.seq() <= upTo(change.actor());
    }

    /**
     * Returns a Lamport time such that all changes before it are in the version: the least of the blocks that come next
     * in their feeds, since those behind have greater ones.
     */
    long beyond() {
        long least = Long.MAX_VALUE;
        for (Feed feed : feeds.all()) {
            if (feed.seq() > head(feed)) {
                least = Math.min(least, firstBeyond(feed, feeds, feed));
            }
        }
        for (Feed member : feeds.members()) {
            if (core.adoptions().upTo(member.number()) > head(member)) {
                Feeds those = core.branches()
                        .require(member.member().orElseThrow().branch())
                        .feeds();
                Feed feed = those.known(member.member().orElseThrow().device());
                least = Math.min(least, firstBeyond(member, those, feed));
            }
        }
        return least;
    }

    private long firstBeyond(Feed counted, Feeds those, Feed feed) {
        return firstBeyond.computeIfAbsent(
                counted.number(),
                number -> those.stored(feed, head(counted) + 1).lamport());
    }
}
