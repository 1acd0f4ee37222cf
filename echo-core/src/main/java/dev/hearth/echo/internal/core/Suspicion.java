package dev.hearth.echo.internal.core;

import dev.hearth.base.Hash;

/**
 * How far a feed has been heard again from the start that is kept of it, because a peer's blocks did not fit those that
 * are here: either the peer forged them, or the feed's author wrote two histories. Used under the database's lock.
 */
final class Suspicion {
    private long seq;
    private Hash hash;

    /** Begins after the last block that is not kept, or at the start. */
    Suspicion(long seq, Hash hash) {
        this.seq = seq;
        this.hash = hash;
    }

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
