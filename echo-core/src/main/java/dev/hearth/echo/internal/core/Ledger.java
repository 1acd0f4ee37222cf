package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.feed.Block;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.Changes;
import dev.hearth.echo.internal.feed.Content;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.internal.feed.Feeds;
import dev.hearth.echo.internal.feed.StoredBlock;
import dev.hearth.echo.port.SpaceGuard;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens blocks again that were applied, to see what they changed. Used under the database's lock. */
final class Ledger {
    private static final int FIRST_LOOK_BACK = 16;
    private static final Map<String, String> RECORD = Map.of("record", "block");
    /** Stands for the object that a block goes on with, as long as it is not known which one that is. */
    private static final ObjectId UNKNOWN = new ObjectId(Bytes.of(new byte[ObjectId.SIZE]));

    private final SpaceGuard guard;
    private final Feeds feeds;

    Ledger(SpaceGuard guard, Feeds feeds) {
        this.guard = guard;
        this.feeds = feeds;
    }

    /** A block that was opened again: its place, its Lamport time and what it holds. */
    record Opened(long seq, Hash id, long lamport, Content content) {}

    /** Hears of a block and of its changes. */
    interface Visitor {
        void visit(Opened block);
    }

    /**
     * Shows the blocks of a feed between two numbers, both included, in their order. Where the first of them goes on
     * with the object of the block before, blocks before it are opened until one names its object.
     */
    void read(Feed feed, long from, long to, Visitor visitor) {
        if (from <= to) {
            read(feed, from, to, lastObject(feed, from - 1).orElse(null), visitor);
        }
    }

    /** Finds the object that a feed had changed last when it was at a place not before the base; empty for none. */
    Optional<ObjectId> lastObject(Feed feed, long seq) {
        Feed base = feeds.base().place(feed);
        long back = FIRST_LOOK_BACK;
        while (true) {
            long from = Math.max(base.seq(), seq - back);
            ObjectId before = from == base.seq() ? base.lastObject() : UNKNOWN;
            ObjectId last = read(feed, from + 1, seq, before, block -> {});
            if (last == null || !last.equals(UNKNOWN)) {
                return Optional.ofNullable(last); // none where no block before has a change
            }
            back *= 2;
        }
    }

    private @Nullable ObjectId read(Feed feed, long from, long to, @Nullable ObjectId before, Visitor visitor) {
        Hash previous = from > to || from == 1 ? BlockFormat.NONE : feeds.hashAt(feed, from - 1);
        ObjectId last = before;
        for (long seq = from; seq <= to; seq++) {
            StoredBlock block = feeds.stored(feed, seq);
            Content content = content(feed, seq, previous, block, last);
            previous = BlockFormat.id(guard.space(), feed.device(), seq, previous, block.body());
            visitor.visit(new Opened(seq, previous, block.lamport(), content));
            last = Changes.last(content.changes(), last);
        }
        return last;
    }

    private Content content(Feed feed, long seq, Hash previous, StoredBlock stored, @Nullable ObjectId last) {
        try {
            Block block = Block.reread(stored, feeds);
            Bytes aad = BlockFormat.place(guard.space(), feed.device(), seq, previous)
                    .raw(block.header())
                    .toBytes();
            byte[] opened = guard.open(feed.device(), block.epoch(), aad, block.ciphertext())
                    .orElseThrow(() -> new HearthException(ErrorCode.STORAGE_CORRUPT, RECORD));
            return Content.decode(block.deflated() ? Changes.inflate(opened) : opened, last);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, RECORD, e);
        }
    }
}
