package dev.hearth.echo.internal.core;

import dev.hearth.base.Hash;
import dev.hearth.echo.internal.feed.BlockFormat;

/**
 * How far a feed has been heard again from its start, because a peer's blocks did not fit those that are here: either
 * the peer forged them, or the feed's author wrote two histories. Used under the database's lock.
 */
final class Suspicion {
    private long seq;
    private Hash hash = BlockFormat.NONE;

    long seq() {
        return seq;
    }

    Hash hash() {
        return hash;
    }

    /** Notes that up to here both histories are one. */
    void agreed(long until, Hash at) {
        seq = until;
        hash = at;
    }
}
