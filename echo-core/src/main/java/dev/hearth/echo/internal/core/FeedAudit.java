package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.Finding;
import dev.hearth.echo.crdt.LoggedChange;
import dev.hearth.echo.crdt.Stratum;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.FeedWalk;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.internal.feed.StoredBlock;
import dev.hearth.echo.port.SpaceGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds one feed against its chain and its signatures, and hands on the changes in it. Where a block is damaged the
 * walk goes on behind the next place whose id is known; what follows is hashed but not opened, because a block says
 * what it means relative to those before it.
 */
final class FeedAudit {
    private final SpaceGuard guard;
    private final Feeds feeds;
    private final Feed feed;
    private final Damage damage;
    private final Map<Long, Hash> known = new TreeMap<>();
    private final TreeMap<Long, Hash> places = new TreeMap<>();
    private final FeedWalk walk;
    private long trusted;
    private long openedTo;
    private boolean opaque;

    /** Takes the changes of a feed, object by object. */
    interface Taker {
        void take(Changes.Change change, LoggedChange logged);
    }

    FeedAudit(SpaceGuard guard, Feeds feeds, Feed feed, Damage damage) {
        this.guard = guard;
        this.feeds = feeds;
        this.feed = feed;
        this.damage = damage;
        this.walk = new FeedWalk(guard, feed, feeds);
        this.trusted = walk.seq();
    }

    /** Returns the last block before which all were opened. */
    long openedTo() {
        return openedTo;
    }

    void run(Taker taker, Runnable next) {
        heads();
        places.putAll(known);
        places.put(feed.seq(), feed.hash());
        while (walk.seq() < feed.seq()) {
            next.run();
            step(taker);
        }
        openedTo = opaque ? openedTo : feed.seq();
    }

    private void heads() {
        DeviceId device = feed.device();
        for (long seq : feeds.keptHeads(feed)) {
            if (seq > feed.seq()) {
                continue; // of blocks that are withheld
            }
            try {
                head(feeds.keptHead(feed, seq));
            } catch (HearthException e) {
                damage.signature(device, seq, "It can't be read.");
            }
        }
        SignedHead newest = feed.signed();
        if (newest.seq() > 0 && !isSigned(newest)) {
            damage.add(Finding.Kind.FEED, device.toString(), "The signature of its newest head is wrong.", false);
        } else if (newest.seq() > 0 && newest.seq() <= feed.seq()) {
            known.put(newest.seq(), newest.hash());
        }
    }

    private void head(SignedHead head) {
        if (isSigned(head)) {
            known.put(head.seq(), head.hash());
        } else {
            damage.signature(feed.device(), head.seq(), "The signature is wrong.");
        }
    }

    private boolean isSigned(SignedHead head) {
        return guard.verify(
                feed.device(),
                BlockFormat.head(guard.space(), feed.device(), head.seq(), head.hash()),
                head.signature());
    }

    private void step(Taker taker) {
        long seq = walk.seq() + 1;
        try {
            StoredBlock stored = feeds.stored(feed, seq);
            if (opaque) {
                walk.pass(stored);
            } else {
                open(stored, taker);
            }
        } catch (HearthException e) {
            skip(seq, "It can't be read.");
            return;
        } catch (MalformedException e) {
            skip(seq, "It is not the block that its author signed.");
            return;
        }
        check(seq);
    }

    private void open(StoredBlock stored, Taker taker) throws MalformedException {
        Optional<List<Changes.Change>> changes = walk.open(stored, feeds);
        if (changes.isEmpty()) {
            damage.add(
                    Finding.Kind.BLOCK,
                    feed.device() + " block " + (walk.seq() + 1),
                    "The key of its epoch is not here.",
                    false);
            becomeOpaque();
            walk.pass(stored);
            return;
        }
        changes.get().forEach(change -> taker.take(change, logged(walk, feed.number(), change)));
    }

    /** Returns the newest change of a walk as the object's history has it. */
    static LoggedChange logged(FeedWalk walk, int number, Changes.Change change) {
        int level = Stratum.level(walk.hash().value().toArray());
        return new LoggedChange(number, walk.seq(), walk.lamport(), level, change.bytes());
    }

    private void becomeOpaque() {
        if (!opaque) {
            opaque = true;
            openedTo = walk.seq();
        }
    }

    /** Goes on behind the next place whose id is known: all that is before it is to come again. */
    private void skip(long seq, String what) {
        becomeOpaque();
        Map.Entry<Long, Hash> place = places.ceilingEntry(seq);
        damage.gap(feed.device(), seq, place.getKey(), what);
        walk.resume(place.getKey(), place.getValue());
        trusted = place.getKey();
    }

    private void check(long seq) {
        Hash expected = places.get(seq);
        if (expected == null) {
            return;
        }
        if (expected.equals(walk.hash())) {
            trusted = seq;
        } else if (opaque) {
            damage.gap(feed.device(), trusted + 1, seq, "Not all are the blocks that their author signed.");
            walk.resume(seq, expected);
            trusted = seq;
        } else {
            damage.add(
                    Finding.Kind.FEED,
                    feed.device().toString(),
                    "A head of it is not that of its blocks, which are whole.",
                    false);
        }
    }
}
