package dev.hearth.echo.crdt;

import java.util.Collection;
import java.util.List;

/** A value that stands, with the stamp of the change that wrote it: by itself the usual register. */
record Write(long lamport, int actor, Scalar value) implements Register {
    @Override
    public Write first() {
        return this;
    }

    @Override
    public Collection<Write> ranked() {
        return List.of(this);
    }

    /** Whether the stamp is among pairs of actor and lamport. */
    boolean isIn(long[] stamps) {
        for (int i = 0; i < stamps.length; i += 2) {
            if (stamps[i] == actor && stamps[i + 1] == lamport) {
                return true;
            }
        }
        return false;
    }
}
