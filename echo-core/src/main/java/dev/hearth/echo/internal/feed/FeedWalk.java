package dev.hearth.echo.internal.feed;

import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.port.SpaceGuard;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the stored blocks of one feed from the base on, as they were applied once, without changing anything:
 * hashes them anew, reads what they refer to and opens them. Not safe for use by several threads.
 */
public final class FeedWalk {
    private final SpaceGuard guard;
    private final Feed place;

    /** Begins at the base, before the first block of a feed that is kept here. */
    public FeedWalk(SpaceGuard guard, Feed feed, Feeds feeds) {
        this.guard = guard;
        Feed base = feeds.base().place(feed);
        place = base.at(
                new Feed.Place(base.seq(), base.hash(), base.lamport(), base.authority(), base.lastObject()),
                base.mentions().copy());
        place.number(feed.number());
    }

    /** Returns the number of the last block. */
    public long seq() {
        return place.seq();
    }

    /** Returns the id of the last block. */
    public Hash hash() {
        return place.hash();
    }

    /** Returns the Lamport time of the last block. */
    public long lamport() {
        return place.lamport();
    }

    private Hash id(byte[] body) {
        return BlockFormat.id(guard.space(), place.device(), place.seq() + 1, place.hash(), body);
    }

    /**
     * Opens the next block; empty when the key of its epoch is not here, and then the walk does not move.
     *
     * @throws MalformedException when it is not the block that was stored here once
     */
    public Optional<List<Changes.Change>> open(StoredBlock stored, Feeds feeds) throws MalformedException {
        byte[] body = stored.body();
        Block block = Block.read(body, place, feeds);
        Bytes aad = BlockFormat.place(guard.space(), place.device(), place.seq() + 1, place.hash())
                .raw(block.header())
                .toBytes();
        Optional<byte[]> opened = guard.open(place.device(), block.epoch(), aad, block.ciphertext());
        if (opened.isEmpty()) {
            requireEqual(stored, block.dependencies(), feeds, true);
            return Optional.empty();
        }
        byte[] plain = block.deflated() ? Changes.inflate(opened.get()) : opened.get();
        Content content = Content.decode(plain, place.lastObject());
        List<Changes.Change> changes = content.changes();
        requireEqual(stored, block.dependencies(), feeds, content.merge().isPresent());
        mention(stored);
        place.advance(
                id(body), stored.lamport(), block.authority(), Changes.last(changes, place.lastObject()), body.length);
        return Optional.of(changes);
    }

    /** A merge comes later than what it merges, too; how much later is told by the branch. */
    private void requireEqual(StoredBlock stored, List<Dependency> named, Feeds feeds, boolean mayBeLater)
            throws MalformedException {
        boolean equal = stored.feeds().length == named.size();
        for (int i = 0; equal && i < named.size(); i++) {
            Optional<Feed> feed = feeds.find(named.get(i).feed());
            equal = feed.isPresent()
                    && feed.get().number() == stored.feeds()[i]
                    && named.get(i).seq() == stored.seqs()[i];
        }
        long lamport = lamport(named, feeds, stored.lamport());
        if (!equal || stored.lamport() < lamport || (stored.lamport() > lamport && !mayBeLater)) {
            throw new MalformedException("Stored beside what the block says");
        }
    }

    /** What it builds on may be damaged itself; then its time is believed. */
    private long lamport(List<Dependency> named, Feeds feeds, long otherwise) {
        try {
            return feeds.lamport(place, named);
        } catch (HearthException e) {
            return otherwise;
        }
    }

    private void mention(StoredBlock stored) {
        for (int i = 0; i < stored.feeds().length; i++) {
            place.mentions().mention(stored.feeds()[i], stored.seqs()[i]);
        }
    }

    /** Passes the next block without opening it. */
    public void pass(StoredBlock stored) {
        mention(stored);
        place.advance(id(stored.body()), stored.lamport(), place.authority(), null, stored.body().length);
    }

    /** Goes on behind blocks that can't be read, at one whose id is known; from then on blocks can only be passed. */
    public void resume(long seq, Hash id) {
        place.resume(seq, id);
    }

    /**
     * Returns the next block, which a peer brought, as it is to be stored.
     *
     * @throws MalformedException when it can't be a block of this place
     */
    public byte[] stored(byte[] body, Feeds feeds) throws MalformedException {
        Block block = Block.read(body, place, feeds);
        if (!feeds.missing(block.dependencies()).isEmpty()) {
            throw new MalformedException("Builds on what it did not build on before");
        }
        return StoredBlock.encode(feeds.lamport(place, block.dependencies()), block.dependencies(), feeds, body);
    }
}
