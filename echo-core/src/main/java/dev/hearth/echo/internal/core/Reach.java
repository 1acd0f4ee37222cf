package dev.hearth.echo.internal.core;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.Version;
import dev.hearth.echo.crdt.Horizon;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.internal.feed.Base;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.StoredBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which changes a version of a space has. Used under the database's lock. */
final class Reach implements Horizon {
    private final Core core;
    private final Feeds feeds;
    private final Version version;
    private final Base base; // as of which it was found to be here
    private final Map<Integer, Long> firstBeyond = new HashMap<>();

    private Reach(Core core, Version version) {
        this.core = core;
        this.feeds = core.feeds();
        this.version = version;
        this.base = feeds.base();
    }

    /** Returns what a version has; refuses one whose blocks, or those that its last blocks build on, are not here. */
    static Reach of(Core core, Version version) {
        requireKept(core.feeds().base(), version);
        Reach reach = new Reach(core, version);
        version.heads().forEach((device, seq) -> {
            Feed feed = reach.feeds
                    .find(device)
                    .filter(known -> seq >= 0 && seq <= known.seq())
                    .orElse(null);
            if (feed == null) {
                throw new IllegalArgumentException("version: has blocks that are not here, of " + device);
            }
            if (seq > core.feeds().base().seq(device)) {
                reach.requireDependencies(reach.feeds.stored(feed, seq));
            }
        });
        return reach;
    }

    private static void requireKept(Base base, Version version) {
        if (!version.includes(base.version())) {
            throw new HearthException(
                    ErrorCode.HISTORY_DROPPED, Map.of("version", base.version().toString()));
        }
    }

    /** Throws HISTORY_DROPPED if the space begins with a later version by now. */
    void requireKept() {
        if (feeds.base() != base) {
            requireKept(feeds.base(), version);
        }
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
                ? core.adoptions().upTo(feed.actor(), version)
                : version.heads().getOrDefault(feed.device(), 0L);
    }

    /** Returns the number of the last block of an author that the version has. */
    long upTo(int actor) {
        return feeds.byActor(actor)
                .map(this::head)
                .orElseGet(() -> core.adoptions().upTo(actor, version)); // in a branch an author of its space
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
                least = Math.min(least, firstBeyond(feed.actor(), head(feed), feeds, feed));
            }
        }
        Core space = core.line().map(Line::main).orElse(core);
        if (space != core) {
            for (Feed feed : space.feeds().all()) {
                least = Math.min(least, firstAdopted(feed.actor(), space.feeds(), feed));
            }
        }
        for (Feed author : space.feeds().members()) {
            Feed.Member who = author.member().orElseThrow();
            Optional<Core> branch = space.branches().find(who.branch()).filter(other -> other != core);
            if (branch.isPresent()) {
                Feeds those = branch.get().feeds();
                least = Math.min(
                        least,
                        those.find(who.device())
                                .map(feed -> firstAdopted(author.actor(), those, feed))
                                .orElse(Long.MAX_VALUE));
            }
        }
        return least;
    }

    /** The Lamport time of the first block that was taken in from another database and is not in the version. */
    private long firstAdopted(int actor, Feeds those, Feed feed) {
        long head = core.adoptions().upTo(actor, version);
        return core.adoptions().upTo(actor) > head ? firstBeyond(actor, head, those, feed) : Long.MAX_VALUE;
    }

    private long firstBeyond(int actor, long head, Feeds those, Feed feed) {
        return firstBeyond.computeIfAbsent(
                actor, number -> those.stored(feed, head + 1).lamport());
    }
}
