package dev.hearth.echo.port;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.feed.BlockFormat;

/**
 * The hash chain of a feed, followed block by block without reading what is in them: whoever stores blocks for others
 * can so hold them against their author's signature, which is over the last one and thereby over all. Not thread-safe.
 */
public final class FeedChain {
    private final SpaceId space;
    private final DeviceId feed;
    private final BlockFormat.Link link;
    private long seq;
    private Hash hash;

    /** Starts before the first block of a feed. */
    public FeedChain(SpaceId space, DeviceId feed) {
        this(space, feed, 0, BlockFormat.NONE);
    }

    /** Starts behind block {@code seq}, whose id is {@code hash}. */
    public FeedChain(SpaceId space, DeviceId feed, long seq, Hash hash) {
        this.space = space;
        this.feed = feed;
        this.seq = seq;
        this.hash = hash;
        this.link = new BlockFormat.Link(space, feed);
    }

    /** Goes on by a block, as it is on the wire, and returns its id. */
    public Hash add(byte[] body) {
        seq++;
        hash = link.id(seq, hash, body);
        return hash;
    }

    /** Returns the number of the last block. */
    public long seq() {
        return seq;
    }

    /** Returns the id of the last block. */
    public Hash hash() {
        return hash;
    }

    /** Returns what the author signs to say that all this is its own. */
    public Bytes head() {
        return BlockFormat.head(space, feed, seq, hash);
    }
}
