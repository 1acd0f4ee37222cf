package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteReader;
import dev.hearth.base.ByteWriter;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.DatabaseStatus;
import dev.hearth.echo.internal.Keyspace;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.FeedWalk;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.SignedHead;
import dev.hearth.echo.port.SpaceGuard;
import dev.hearth.echo.store.Family;
import dev.hearth.echo.store.StoreBatch;
import dev.hearth.echo.store.StoreReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stretches of feeds whose stored blocks a repair found damaged. Their effect is in the objects all the same, so
 * nothing is taken back and no number is given again: the very same blocks are asked for from peers, and what comes is
 * put in their place once chain and signature lead to it, this device's own feed not excepted. Until then nothing is
 * sent of the feed from there on. Used under the database's lock.
 */
final class Gaps {
    private static final int FACT_GAPS = 8;

    private final Keyspace keys;
    private final SpaceGuard guard;
    private final Feeds feeds;
    private final Map<DeviceId, Gap> gaps = new HashMap<>();
    private final Map<DeviceId, Long> sendable = new HashMap<>();
    private final Map<DeviceId, FeedWalk> places = new HashMap<>();

    Gaps(StoreReader store, Keyspace keys, SpaceGuard guard, Feeds feeds) {
        this.keys = keys;
        this.guard = guard;
        this.feeds = feeds;
        Map<Integer, Gap> stored = new TreeMap<>();
        store.scan(Family.META, keys.fact(FACT_GAPS), (key, value) -> {
            stored.put(Keyspace.shortNumber(key), Gap.decode(value));
            return true;
        });
        stored.forEach((number, gap) -> put(feeds.numbered(number), gap));
    }

    /** Blocks that are to come again, both ends included. */
    record Gap(long from, long to) {
        Gap with(Gap other) {
            return new Gap(Math.min(from, other.from), Math.max(to, other.to));
        }

        private byte[] encode() {
            return new ByteWriter(20).varint(from).varint(to).toArray();
        }

        private static Gap decode(byte[] stored) {
            try {
                ByteReader in = new ByteReader(stored);
                Gap gap = new Gap(in.varint(), in.varint());
                in.end();
                return gap;
            } catch (MalformedException e) {
                throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("record", "gap"), e);
            }
        }
    }

    private void put(Feed feed, Gap gap) {
        gaps.put(feed.device(), gap);
        places.remove(feed.device());
        long last = gap.from() - 1;
        if (!feed.device().equals(guard.self())) {
            last = feeds.keptHeads(feed).stream()
                    .filter(seq -> seq < gap.from())
                    .reduce(0L, Math::max);
        }
        sendable.put(feed.device(), last);
    }

    /** Notes that blocks of a feed are damaged. */
    void add(Feed feed, Gap gap, StoreBatch batch) {
        Gap before = gaps.get(feed.device());
        Gap whole = before == null ? gap : before.with(gap);
        batch.put(Family.META, keys.fact(FACT_GAPS, feed.number()), whole.encode());
        put(feed, whole);
    }

    /** Forgets all of them: the blocks are not wanted any more. */
    void drop(StoreBatch batch) {
        gaps.keySet()
                .forEach(device -> batch.delete(
                        Family.META, keys.fact(FACT_GAPS, feeds.known(device).number())));
        gaps.clear();
        sendable.clear();
        places.clear();
    }

    /** Returns how far a feed can be sent, which is signed or can be signed up to {@code most}. */
    long sendable(Feed feed, long most) {
        Long last = gaps.isEmpty() ? null : sendable.get(feed.device());
        return last == null ? most : Math.min(last, most);
    }

    /** Returns a place to ask a peer for that holds so much, and was asked for what is in {@code asked}. */
    Optional<Frames.Place> wanted(Map<DeviceId, Long> there, Map<DeviceId, Long> asked) {
        return gaps.entrySet().stream()
                .filter(gap ->
                        there.getOrDefault(gap.getKey(), 0L) >= gap.getValue().from())
                .filter(gap ->
                        asked.getOrDefault(gap.getKey(), 0L) < gap.getValue().from())
                .map(gap -> new Frames.Place(gap.getKey(), gap.getValue().from()))
                .findFirst();
    }

    /** Puts what a run has of a gap into its place; returns whether it had any of it. */
    boolean fill(Inbox.Run run, StoreBatch batch) {
        Gap gap = gaps.get(run.feed());
        Feed feed = gap == null ? null : feeds.find(run.feed()).orElse(null);
        if (gap == null || feed == null || run.from() != gap.from()) {
            return false;
        }
        try {
            return fill(feed, gap, run, batch);
        } catch (HearthException | MalformedException e) {
            places.remove(run.feed());
            return false; // of what it builds on something is damaged too, or it is another block than the one before
        }
    }

    private boolean fill(Feed feed, Gap gap, Inbox.Run run, StoreBatch batch) throws MalformedException {
        FeedWalk walk = place(feed, gap);
        long seq = walk.seq();
        Hash hash = walk.hash();
        Hash atEnd = hash;
        for (byte[] body : run.bodies()) {
            seq++;
            hash = BlockFormat.id(guard.space(), feed.device(), seq, hash, body);
            atEnd = seq == gap.to() ? hash : atEnd;
        }
        if (!guard.verify(feed.device(), BlockFormat.head(guard.space(), feed.device(), seq, hash), run.signature())
                || (seq >= gap.to() && !atEnd.equals(feeds.hashAt(feed, gap.to())))) {
            return false;
        }
        long last = Math.min(seq, gap.to());
        List<byte[]> stored = new ArrayList<>();
        for (int i = 0; walk.seq() < last; i++) {
            byte[] value = walk.stored(run.bodies().get(i), feeds);
            stored.add(value);
            walk.pass(Feeds.decode(value));
        }
        for (int i = 0; i < stored.size(); i++) {
            batch.put(Family.BLOCK, keys.block(feed.number(), gap.from() + i), stored.get(i));
        }
        if (seq < feed.signed().seq() && !feed.device().equals(guard.self())) {
            batch.put(
                    Family.SIGNATURE,
                    keys.block(feed.number(), seq),
                    new SignedHead(seq, hash, run.signature()).encode());
        }
        moved(feed, new Gap(last + 1, gap.to()), batch);
        return true;
    }

    /** The place in front of a gap, found by walking there once. */
    private FeedWalk place(Feed feed, Gap gap) {
        FeedWalk known = places.get(feed.device());
        if (known != null && known.seq() == gap.from() - 1) {
            return known;
        }
        FeedWalk walk = new FeedWalk(guard, feed, feeds);
        while (walk.seq() < gap.from() - 1) {
            walk.pass(feeds.stored(feed, walk.seq() + 1));
        }
        places.put(feed.device(), walk);
        return walk;
    }

    private void moved(Feed feed, Gap rest, StoreBatch batch) {
        byte[] key = keys.fact(FACT_GAPS, feed.number());
        if (rest.from() > rest.to()) {
            batch.delete(Family.META, key);
            gaps.remove(feed.device());
            sendable.remove(feed.device());
            places.remove(feed.device());
        } else {
            batch.put(Family.META, key, rest.encode());
            gaps.put(feed.device(), rest);
        }
    }

    List<DatabaseStatus.Quarantined> quarantined() {
        return gaps.entrySet().stream()
                .map(gap -> new DatabaseStatus.Quarantined(
                        gap.getKey(),
                        gap.getValue().from(),
                        "the stored block is damaged, and is asked for from peers"))
                .toList();
    }
}
