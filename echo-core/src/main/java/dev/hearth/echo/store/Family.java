package dev.hearth.echo.store;

/**
 * The kinds of data, each kept apart so that one can be scanned or tuned without the others. Numbers are part of the
 * format.
 */
public enum Family {
    /** What the host of databases keeps for itself, such as which spaces there are. */
    HOST(0),
    /** Format versions, types and other small facts of a database. */
    META(1),
    /** One record per feed: its head and what its next block refers to. */
    FEED(2),
    /** Blocks as they were received. */
    BLOCK(3),
    /** Signed heads that other peers can be shown. */
    SIGNATURE(4),
    /** Snapshots of object states. */
    OBJECT(5),
    /** Changes since an object's snapshot, and some before it. */
    TAIL(6),
    /** Object ids by type. */
    CATALOGUE(7),
    /** Former changes of objects in strata. */
    HISTORY(8),
    /** Pages of indexes. */
    INDEX(9),
    /** Sealed chunks of blobs, by their hash. */
    CHUNK(10),
    /** Which blobs there are, and which chunks each holds. */
    BLOB(11),
    /** Which ids of objects are used up. */
    GRAVE(12),
    /** Parts of a checkpoint that is being taken over. */
    CHECKPOINT(13);

    private final int number;

    Family(int number) {
        this.number = number;
    }

    /** Returns the number that stands for it on disk. */
    public int number() {
        return number;
    }

    /** Returns whether its values come sealed and under their hash, so that the store need not seal them again. */
    public boolean comesSealed() {
        return this == CHUNK;
    }
}
