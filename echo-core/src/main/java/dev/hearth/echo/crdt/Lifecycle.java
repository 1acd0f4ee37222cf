package dev.hearth.echo.crdt;

/**
 * What became of an object as a whole. Deleting and restoring are a register that the last writer wins. Purging is for
 * good: whatever is done concurrently or later, a purged object shows nothing, and never comes back.
 */
final class Lifecycle {
    /** Nothing happened to the object as a whole. */
    static final int UNTOUCHED = 0;

    static final int RESTORED = 1;
    static final int DELETED = 2;
    static final int PURGED = 3;
    /** How many there are. */
    static final int COUNT = 4;

    private int is = UNTOUCHED;
    final Stamp stamp = new Stamp();

    int is() {
        return is;
    }

    boolean deleted() {
        return is >= DELETED;
    }

    boolean purged() {
        return is == PURGED;
    }

    void become(int next, int actor, long lamport, Actors actors) {
        boolean later = !stamp.present() || Stamp.compare(lamport, actor, stamp.lamport(), stamp.actor(), actors) >= 0;
        if (is != PURGED && (later || next == PURGED)) {
            is = next;
        }
        stamp.raise(lamport, actor, actors);
    }
}
