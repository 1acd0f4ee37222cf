package dev.hearth.echo.internal.core;

import dev.hearth.echo.ReplicaStatus;

/** Counts the objects that come over one connection. Used under the database's lock. */
final class Arrivals {
    private long added;
    private long changed;

    /** Objects began here, and others were changed. */
    void count(long begun, long changes) {
        added += begun;
        changed += changes;
    }

    ReplicaStatus.Objects told() {
        return new ReplicaStatus.Objects(added, changed);
    }
}
