package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.feed.Block;
import dev.hearth.echo.internal.feed.Dependency;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.port.Admission;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.StoreBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores blocks on a device that opens none, so that it can pass them on: a relay's. All that the open part of a block
 * tells is judged as everywhere: the author's right at the credentials that it names, and that what it builds on is
 * here, so that whoever gets what a relay has can apply it. What only the content tells is left to those who read.
 *
 * <p>Such a block lies behind the last applied one of its feed, as a withheld one does. So nothing of it has to be
 * undone or fetched again when the device comes to read: it goes on from the last applied block, through what is
 * stored. Used under the database's lock.
 */
final class Carrier {
    private final SpaceGuard guard;
    private final Feeds feeds;
    private final Map<DeviceId, Feed> ends = new HashMap<>();

    Carrier(SpaceGuard guard, Feeds feeds) {
        this.guard = guard;
        this.feeds = feeds;
    }

    /** Stores the next block of {@code feed}; or changes nothing, and returns what it waits for or why not. */
    Optional<Journal.Outcome> store(Feed feed, Hash id, byte[] body, StoreBatch batch) {
        try {
            Feed end = end(feed);
            Block block = Block.read(body, end, feeds);
            Admission admission = guard.admission(feed.device(), feed.held() + 1, id, block.authority());
            if (!areHere(block.dependencies())) {
                return Optional.of(Journal.Outcome.waiting(Journal.NOT_HERE_YET));
            }
            if (!feeds.base().isFollowed(end, block.dependencies())) {
                return Optional.of(Journal.Outcome.refused(Journal.BEFORE_THE_BASE));
            }
            if (admission.verdict() == Admission.Verdict.WAITING) {
                return Optional.of(Journal.Outcome.waiting(admission.reason()));
            }
            if (admission.verdict() == Admission.Verdict.REFUSED) {
                return Optional.of(Journal.Outcome.refused(admission.reason()));
            }
            feeds.hold(feed, block.dependencies(), body, batch);
            feeds.replay(end, block, id);
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(Journal.Outcome.refused("malformed inside: " + e.getMessage()));
        } catch (HearthException e) {
            Journal.requireDamaged(e);
            return Optional.of(Journal.Outcome.waiting(Journal.DAMAGED));
        }
    }

    private boolean areHere(List<Dependency> dependencies) {
        return dependencies.stream()
                .allMatch(each -> feeds.find(each.feed())
                        .filter(feed -> feed.held() >= each.seq())
                        .isPresent());
    }

    /** Returns how the feed is after what is stored of it. */
    private Feed end(Feed feed) throws MalformedException {
        Feed known = ends.get(feed.device());
        if (known == null || known.seq() != feed.held()) {
            known = feeds.end(feed);
            ends.put(feed.device(), known);
        }
        return known;
    }

    /** Writes into {@code batch} how the feed is after what was stored, so that it need not be made up again. */
    void save(Feed feed, StoreBatch batch) {
        feeds.save(feed, batch);
        Feed end = ends.get(feed.device());
        if (end != null) {
            feeds.saveEnd(end, batch);
        }
    }
}
