package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;

/** Sends one peer a state, frame by frame as the channel takes them. Used under the database's lock. */
interface StateSender {
    /** Returns whether all was sent, or nobody can make the rest any more. */
    boolean isDone();

    /** Returns whether the space begins with another version by now than the one whose state it is. */
    boolean isOutdated();

    /** Returns the next frame, if not all is done. */
    Bytes next();
}
