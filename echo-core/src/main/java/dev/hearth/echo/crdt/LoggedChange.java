package dev.hearth.echo.crdt;

/**
 * One change of an object as its history keeps it. Two are equal when author and number are: an author has one change
 * of a number.
 */
public final class LoggedChange {
    private final int actor;
    private final long seq;
    private final long lamport;
    private final int level;
    private final byte[] bytes;

    /**
     * Takes the bytes without a copy.
     *
     * @param actor the author
     * @param seq the number of the block among the author's, from 1
     * @param lamport the Lamport time at which it was made
     * @param level of the boundary after it, which {@link Stratum#level} tells from the block's hash
     * @param bytes what {@link Edit#finish} returned
     */
    public LoggedChange(int actor, long seq, long lamport, int level, byte[] bytes) {
        if (seq < 1 || lamport < 0 || level < 0 || level > Stratum.MOST_LEVEL) {
            throw new IllegalArgumentException(
                    "seq " + seq + ", lamport " + lamport + " or level " + level + " is out of range");
        }
        this.actor = actor;
        this.seq = seq;
        this.lamport = lamport;
        this.level = level;
        this.bytes = bytes;
    }

    /** Returns the author. */
    public int actor() {
        return actor;
    }

    /** Returns the number of the block among the author's. */
    public long seq() {
        return seq;
    }

    /** Returns the Lamport time. */
    public long lamport() {
        return lamport;
    }

    /** Returns the level of the boundary after it, 0 for none. */
    public int level() {
        return level;
    }

    /** Returns a copy of the change. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Compares the places in the order that all replicas agree on. */
    int compare(LoggedChange other, Actors actors) {
        return Stamp.compare(lamport, actor, other.lamport, other.actor, actors);
    }

    byte[] shared() {
        return bytes;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof LoggedChange that && actor == that.actor && seq == that.seq;
    }

    @Override
    public int hashCode() {
        return 31 * actor + Long.hashCode(seq);
    }
}
